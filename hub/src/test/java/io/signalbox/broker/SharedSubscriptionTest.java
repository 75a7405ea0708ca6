package io.signalbox.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.message.Qos;
import io.signalbox.time.Chance;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Each message of a group goes to one member, and none is lost when members or the hub fail. */
class SharedSubscriptionTest {
    private static final String JOBS = "$share/workers/job/#";

    @TempDir
    Path folder;

    private Hub hub;

    @BeforeEach
    void open() {
        hub = new Hub(folder);
    }

    @AfterEach
    void close() {
        hub.close();
    }

    private void publish(int from, int to) {
        Client publisher = hub.client("p").expiry(0).connect();
        for (int i = from; i <= to; i++) {
            publisher.publish("job/x", "" + i);
        }
    }

    private static List<String> jobs(int from, int to) {
        List<String> jobs = new ArrayList<>();
        for (int i = from; i <= to; i++) {
            jobs.add("job/x " + i);
        }
        return jobs;
    }

    @Test
    void membersOnTwoLoopsShareTheWorkEvenly() {
        Client one = hub.client("a").connect().subscribe(JOBS);
        Client two = hub.client("b").on(1).connect().subscribe(JOBS);
        Client all = hub.client("c").connect().subscribe("job/#");
        publish(1, 20);
        assertThat(one.got).hasSizeBetween(8, 12).isSubsetOf(jobs(1, 20));
        assertThat(two.got).hasSizeBetween(8, 12).doesNotContainAnyElementsOf(one.got);
        assertThat(one.got.size() + two.got.size()).isEqualTo(20);
        assertThat(all.got).isEqualTo(jobs(1, 20));
    }

    @Test
    void twoGroupsAndAnOrdinarySubscriptionOfOneClientAreApart() {
        Client client = hub.client("a").connect();
        client.subscribe("$share/g/job/x").subscribe("$share/h/job/+").subscribe("job/x");
        publish(1, 1);
        assertThat(client.got).containsExactlyInAnyOrder("job/x 1", "job/x 1", "job/x 1");
        client.unsubscribe("$share/g/job/x");
        publish(2, 2);
        assertThat(client.got).hasSize(5);
    }

    @Test
    void aMemberThatTakesNothingHoldsUpNobody() {
        Client slow = hub.client("a").receiveMaximum(1).silent().connect().subscribe(JOBS);
        Client quick = hub.client("b").connect().subscribe(JOBS);
        publish(1, 10);
        assertThat(slow.got).hasSizeLessThan(2);
        assertThat(slow.got.size() + quick.got.size()).isEqualTo(10);
    }

    @Test
    void whatNobodyCanTakeWaitsInOrder() {
        Client only = hub.client("a").receiveMaximum(2).silent().connect().subscribe(JOBS);
        publish(1, 6);
        assertThat(only.got).isEqualTo(jobs(1, 2));
        only.acknowledge(1).acknowledge(2).acknowledge(3);
        assertThat(only.got).isEqualTo(jobs(1, 5));
        hub.client("b").connect().subscribe(JOBS);
        only.acknowledge(4);
        assertThat(only.got.size()).isBetween(5, 6);
    }

    @Test
    void whatAMemberDidNotFinishGoesToAnotherWhenItsConnectionEnds() {
        Client lost = hub.client("a").silent().connect().subscribe(JOBS);
        publish(1, 3);
        assertThat(lost.got).isEqualTo(jobs(1, 3));
        lost.acknowledge(1);
        Client other = hub.client("b").connect().subscribe(JOBS);
        assertThat(other.got).isEmpty();
        lost.lose();
        assertThat(other.got).isEqualTo(jobs(2, 3));
        // Back again it is not given what the other has.
        Client back = hub.client("a").connect();
        assertThat(back.got).isEmpty();
        back.subscribe("own").publish("own", "x");
        assertThat(back.got).containsExactly("own x");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aMemberWithoutAStoredSessionLosesNothingForTheOthers(boolean crash) {
        Client stored = hub.client("b").connect().subscribe(JOBS);
        stored.lose();
        Client lost = hub.client("a").expiry(0).silent().connect().subscribe(JOBS);
        publish(1, 3);
        assertThat(lost.got).isEqualTo(jobs(1, 3));
        if (crash) {
            hub.crash();
        } else {
            lost.lose();
        }
        assertThat(hub.client("b").connect().got).isEqualTo(jobs(1, 3));
    }

    @Test
    void withoutAnyMemberThereMessagesWaitForOneAlsoAcrossRestarts() {
        hub.client("a").connect().subscribe(JOBS).lose();
        publish(1, 3);
        hub.crash();
        publish(4, 5);
        hub.restart();
        Client back = hub.client("a").connect();
        assertThat(back.got).isEqualTo(jobs(1, 5));
        hub.crash();
        publish(6, 6);
        assertThat(hub.client("a").connect().got).endsWith("job/x 6");
    }

    @Test
    void aCrashGivesToNobodyWhatWasAcknowledged() {
        Client one = hub.client("a").connect().subscribe(JOBS);
        Client two = hub.client("b").on(1).connect().subscribe(JOBS);
        publish(1, 10);
        hub.pass(1);
        assertThat(one.got.size() + two.got.size()).isEqualTo(10);
        hub.crash();
        assertThat(hub.client("a").connect().got).isEmpty();
        assertThat(hub.client("b").connect().got).isEmpty();
    }

    @Test
    void whatIsOfQos2StaysWithItsMember() {
        Client one = hub.client("a").silent().connect().subscribe(JOBS, Qos.EXACTLY_ONCE, 0);
        hub.client("p").expiry(0).connect().publish("job/x", "1", Qos.EXACTLY_ONCE);
        assertThat(one.got).containsExactly("job/x 1");
        Client two = hub.client("b").connect().subscribe(JOBS, Qos.EXACTLY_ONCE, 0);
        one.lose();
        assertThat(two.got).isEmpty();
        hub.crash();
        two = hub.client("b").connect();
        assertThat(two.got).isEmpty();
        assertThat(hub.client("a").connect().got).containsExactly("job/x 1 again");
    }

    @Test
    void qos0GoesToOneMemberThatIsThere() {
        Client one = hub.client("a").connect().subscribe(JOBS);
        Client two = hub.client("b").on(1).connect().subscribe(JOBS);
        Client publisher = hub.client("p").connect();
        for (int i = 0; i < 10; i++) {
            publisher.publish("job/x", "" + i, Qos.AT_MOST_ONCE);
        }
        assertThat(one.got).hasSize(5);
        assertThat(two.got).hasSize(5);
    }

    @Test
    void retainedMessagesAreNotForGroups() {
        hub.client("p").connect().retain("job/x", "old");
        Client one = hub.client("a").connect().subscribe(JOBS);
        assertThat(one.got).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"$share", "$share/", "$share/g", "$share//t", "$share/g+/t", "$share/g/"})
    void namesAndFiltersThatAreNoneAreRefused(String filter) {
        Client client = hub.client("a").connect().subscribe(filter);
        assertThat(client.events).contains("subscribed [FILTER_INVALID]");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void whateverHappensToMembersAndHubEachMessageReachesOne(long seed) {
        Chance chance = new Chance(seed);
        List<Client> connections = new ArrayList<>();
        Client[] members = new Client[3];
        for (int i = 0; i < members.length; i++) {
            members[i] = hub.client("m" + i).on(i % 2).receiveMaximum(1 + i).connect();
            members[i].subscribe(JOBS);
            connections.add(members[i]);
        }
        Client publisher = hub.client("p").expiry(0).connect();
        int sent = 0;
        for (int step = 0; step < 200; step++) {
            int i = (int) chance.below(members.length);
            switch ((int) chance.below(8)) {
                case 0 -> {
                    if (chance.percent(30)) {
                        hub.crash();
                        publisher = hub.client("p").expiry(0).connect();
                        Arrays.fill(members, null);
                    }
                }
                case 1 -> {
                    if (members[i] != null) {
                        members[i].lose();
                        members[i] = null;
                    }
                }
                case 2, 3 -> {
                    if (members[i] == null) {
                        members[i] = hub.client("m" + i).on((int) chance.below(2));
                        members[i].receiveMaximum(1 + (int) chance.below(4));
                        members[i].acknowledges = chance.percent(50);
                        connections.add(members[i].connect());
                    }
                }
                case 4 -> {
                    if (members[i] != null && !members[i].open.isEmpty()) {
                        members[i].acknowledge(members[i].open.getFirst());
                    }
                }
                default -> publisher.publish("job/x", "" + ++sent);
            }
        }
        for (int i = 0; i < members.length; i++) {
            if (members[i] != null) {
                members[i].lose();
            }
            connections.add(hub.client("m" + i).connect());
        }
        Set<String> got = new HashSet<>();
        for (Client connection : connections) {
            connection.got.forEach(line -> got.add(line.replace(" again", "")));
        }
        assertThat(sent).isGreaterThan(30);
        assertThat(got).containsExactlyInAnyOrderElementsOf(jobs(1, sent));
    }

    @Test
    void theLastMemberTakesTheGroupWithIt() {
        Client one = hub.client("a").connect().subscribe(JOBS);
        one.unsubscribe(JOBS);
        publish(1, 3);
        one.subscribe(JOBS);
        publish(4, 4);
        assertThat(one.got).containsExactly("job/x 4");
    }
}
