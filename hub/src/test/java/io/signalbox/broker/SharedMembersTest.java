package io.signalbox.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.message.Qos;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

/** What shared subscriptions promise where members are busy, mixed, or quicker than their group. */
@Timeout(30)
class SharedMembersTest {
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

    private void publish(int from, int to, Qos qos) {
        Client publisher = hub.client("p").expiry(0).connect();
        for (int i = from; i <= to; i++) {
            publisher.publish("job/x", "" + i, qos);
        }
        publisher.disconnect();
    }

    private void publish(int from, int to) {
        publish(from, to, Qos.AT_LEAST_ONCE);
    }

    @Test
    void aMemberThatIsNotWritableGetsNothingWhileAnotherIsFree() {
        Client stuck = hub.client("a");
        stuck.room = 1;
        stuck.connect().subscribe(JOBS);
        Client quick = hub.client("b").connect().subscribe(JOBS);
        publish(1, 20);
        assertThat(stuck.got.size() + quick.got.size()).isEqualTo(20);
    }

    @Test
    void aMemberWhoseWindowIsFullOfItsOwnGetsNothingWhileAnotherIsFree() {
        Client full = hub.client("a").receiveMaximum(2).silent().connect();
        full.subscribe(JOBS).subscribe("own").publish("own", "1").publish("own", "2");
        assertThat(full.got).hasSize(2);
        Client quick = hub.client("b").connect().subscribe(JOBS);
        publish(1, 20);
        assertThat(quick.got).hasSize(20);
    }

    @Test
    void aMemberOfQos0ThatIsNotWritableLosesNothingWhileAnotherIsFree() {
        Client zero = hub.client("a");
        zero.room = 1;
        zero.connect().subscribe(JOBS, Qos.AT_MOST_ONCE, 0);
        Client quick = hub.client("b").connect().subscribe(JOBS);
        publish(1, 20);
        assertThat(zero.got.size() + quick.got.size()).isEqualTo(20);
    }

    @Test
    void qos0DoesNotGoToAMemberThatIsNotWritable() {
        Client stuck = hub.client("a");
        stuck.room = 1;
        stuck.connect().subscribe(JOBS);
        Client quick = hub.client("b").connect().subscribe(JOBS);
        publish(1, 20, Qos.AT_MOST_ONCE);
        assertThat(stuck.got.size() + quick.got.size()).isEqualTo(20);
    }

    @Test
    void whatAnUnsubscribedMemberDidNotFinishGoesToOthersWhenItsSessionEnds() {
        Client lost = hub.client("a").expiry(0).silent().connect().subscribe(JOBS);
        publish(1, 3);
        Client other = hub.client("b").connect().subscribe(JOBS);
        lost.unsubscribe(JOBS);
        hub.pass(2);
        lost.lose();
        hub.pass(2);
        assertThat(other.got).containsExactly("job/x 1", "job/x 2", "job/x 3");
    }

    @Test
    void whatAnUnsubscribedMemberWasGivenAndNotSentComesWhenItIsBack() {
        Client only = hub.client("a").receiveMaximum(1).silent().connect().subscribe(JOBS);
        publish(1, 1);
        only.unsubscribe(JOBS);
        only.lose();
        assertThat(hub.client("a").connect().got).containsExactly("job/x 1 again");
    }

    @Test
    void aSessionThatBecameRecordedLaterSurvivesACrash() {
        Client client = hub.client("a").expiry(0).connect().subscribe("own");
        client.subscribe(JOBS).unsubscribe("own");
        hub.client("b").connect().subscribe(JOBS);
        publish(1, 5);
        hub.crash();
        publish(6, 6);
        assertThat(hub.client("b").connect().got).endsWith("job/x 6");
    }

    /** Publishes; the member on loop 0 hears that its lease is durable before the group does. */
    private void memberFirst(Client publisher, Qos qos, Runnable then) {
        Hub.Loop group = hub.executor(1);
        publisher.send(Hub.message("p", "job/x", "1", qos));
        hub.commit();
        while (group.isIdle()) {
            Thread.onSpinWait();
        }
        group.hold();
        long before = hub.broker().announced();
        group.runAll();
        while (hub.broker().announced() == before) {
            Thread.onSpinWait();
        }
        hub.loop(0).wake();
        hub.executor(0).runAll();
        then.run();
        group.release();
        hub.settle();
    }

    @Test
    void anAnswerBeforeTheGroupHearsOfTheCommitCounts() {
        Client one = hub.client("a").receiveMaximum(1).connect().subscribe(JOBS);
        Client publisher = hub.client("p").connect();
        memberFirst(publisher, Qos.AT_LEAST_ONCE, () -> assertThat(one.got).hasSize(1));
        publish(2, 2);
        assertThat(one.got).containsExactly("job/x 1", "job/x 2");
        Client other = hub.client("b").connect().subscribe(JOBS);
        one.lose();
        assertThat(other.got).isEmpty();
    }

    @Test
    void qos2SeenByALostMemberGoesToNoOtherEvenIfTheGroupHearsLate() {
        Client one = hub.client("a").silent().connect().subscribe(JOBS, Qos.EXACTLY_ONCE, 0);
        Client publisher = hub.client("p").connect();
        memberFirst(publisher, Qos.EXACTLY_ONCE, () -> {
            assertThat(one.got).hasSize(1);
            hub.loop(0)
                    .disconnected(
                            one.attachment(),
                            DisconnectReason.CONNECTION_LOST,
                            BrokerLoop.SAME_EXPIRY);
        });
        Client other = hub.client("b").connect().subscribe(JOBS, Qos.EXACTLY_ONCE, 0);
        assertThat(other.got).isEmpty();
    }

    @Test
    void whatAnotherHasDoneDoesNotComeBackAfterASecondCrash() {
        hub.client("a").silent().connect().subscribe(JOBS);
        hub.client("b").on(1).silent().connect().subscribe(JOBS);
        publish(1, 6);
        hub.crash();
        Client two = hub.client("b").on(1).connect();
        assertThat(two.got).hasSize(6);
        two.disconnect();
        hub.crash();
        assertThat(hub.client("a").connect().got).isEmpty();
    }

    @Test
    void aMemberWhoseWindowIsFullOfOthersGetsNothingWhileAnEqualIsFree() {
        Client full = hub.client("a").receiveMaximum(2).silent().connect();
        full.subscribe(JOBS).subscribe("own").publish("own", "1").publish("own", "2");
        Client free = hub.client("b").receiveMaximum(2).connect().subscribe(JOBS);
        publish(1, 20);
        assertThat(full.got).containsExactly("own 1", "own 2");
        assertThat(free.got).hasSize(20);
    }

    @Test
    void aGroupGoesOnWhenAMemberHasDoneOthers() {
        Client full = hub.client("a").receiveMaximum(2).silent().connect();
        full.subscribe(JOBS).subscribe("own").publish("own", "1").publish("own", "2");
        publish(1, 2);
        assertThat(full.got).hasSize(2);
        full.acknowledge(full.ids.get(0)).acknowledge(full.ids.get(1));
        assertThat(full.got).endsWith("job/x 1", "job/x 2");
    }

    @Test
    void whatComesBackIsNotTakenForThatOfANewSessionOfTheSameName() {
        hub.client("b").connect().subscribe(JOBS).lose();
        Client lost = hub.client("a").expiry(0).silent().connect().subscribe(JOBS);
        publish(1, 3);
        assertThat(lost.got).hasSize(3);
        lost.lose();
        Client back = hub.client("a").expiry(0).connect().subscribe(JOBS);
        assertThat(back.got).containsExactly("job/x 1", "job/x 2", "job/x 3");
    }

    /** Both messages are given to the member, whose window lets it have one. */
    private Client oneSentAndOneGiven() {
        Client member = hub.client("a").receiveMaximum(2).expiry(0).silent().connect();
        member.subscribe("own").subscribe(JOBS, Qos.EXACTLY_ONCE, 0);
        Client publisher = hub.client("p").connect();
        publisher.send(Hub.message("p", "job/x", "1", Qos.EXACTLY_ONCE));
        publisher.send(Hub.message("p", "job/x", "2", Qos.EXACTLY_ONCE));
        publisher.send(Hub.message("p", "own", "1", Qos.AT_LEAST_ONCE));
        hub.settle();
        return member;
    }

    @Test
    void whatIsOfQos2AndWasNotSentGoesToAnotherWhenItsSessionEnds() {
        hub.client("b").connect().subscribe(JOBS, Qos.EXACTLY_ONCE, 0).lose();
        Client member = oneSentAndOneGiven();
        assertThat(member.got).containsExactly("own 1", "job/x 1");
        member.lose();
        assertThat(hub.client("b").connect().got).containsExactly("job/x 2");
    }

    @Test
    void whatIsOfQos2AndWasNotSentSurvivesTheCrashAfterTheEndOfItsSession() {
        hub.client("b").connect().subscribe(JOBS, Qos.EXACTLY_ONCE, 0).lose();
        Client member = oneSentAndOneGiven();
        assertThat(member.got).containsExactly("own 1", "job/x 1");
        member.lose();
        hub.crash();
        assertThat(hub.client("b").connect().got).containsExactly("job/x 2");
        hub.crash();
        assertThat(hub.client("b").connect().got).isEmpty();
    }
}
