package io.signalbox.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.message.Qos;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What becomes of messages that a member of a group was given, and not sent, when it went. */
@Timeout(30)
class SharedReturnTest {
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

    /** All are given to the member; it is sent the first and takes no more. */
    private Client memberThatTookOneOf(int count, int loop) {
        Client member = hub.client("a").on(loop).silent();
        member.room = 1;
        member.connect().subscribe(JOBS, Qos.EXACTLY_ONCE, 0);
        Client publisher = hub.client("p").expiry(0).connect();
        for (int i = 1; i <= count; i++) {
            publisher.send(Hub.message("p", "job/x", "" + i, Qos.EXACTLY_ONCE));
        }
        hub.settle();
        publisher.disconnect();
        assertThat(member.got).containsExactly("job/x 1");
        return member;
    }

    @Test
    void whatAGroupGivesOnDoesNotAlsoGoToTheMemberThatIsJustBack() {
        memberThatTookOneOf(3, 0).lose();
        isGivenOnOrComesBack();
    }

    @Test
    void whatAGroupGivesOnDoesNotAlsoGoToWhoIsJustBackAndNoMemberAnyMore() {
        hub.client("b").on(1).connect().subscribe(JOBS, Qos.EXACTLY_ONCE, 0).lose();
        memberThatTookOneOf(3, 0).unsubscribe(JOBS).lose();
        isGivenOnOrComesBack();
    }

    /** Another gets the second of three; it finishes that while the first member comes back. */
    private void isGivenOnOrComesBack() {
        Client other = hub.client("b").on(1).receiveMaximum(1).silent().connect();
        other.subscribe(JOBS, Qos.EXACTLY_ONCE, 0);
        assertThat(other.got).containsExactly("job/x 2");

        other.loop().pubrec(other.attachment(), other.ids.getFirst(), true);
        Client back = hub.client("a").on(0).silent().begin();
        while (back.events.isEmpty()) {
            hub.commit();
            hub.loop(0).wake();
            hub.executor(0).runAll();
        }
        hub.settle();

        List<String> all = new ArrayList<>(other.got);
        all.addAll(back.got);
        assertThat(all).containsExactlyInAnyOrder("job/x 1 again", "job/x 2", "job/x 3");
    }

    @Test
    void whatIsOfQos2AndWasNotSentGoesToAnotherAfterTheHubStopped() {
        memberThatTookOneOf(3, 0).lose();
        hub.restart();
        Client other = hub.client("b").connect().subscribe(JOBS, Qos.EXACTLY_ONCE, 0);
        assertThat(other.got).containsExactly("job/x 2", "job/x 3");
        assertThat(hub.client("a").silent().connect().got).containsExactly("job/x 1 again");
    }

    @Test
    void whatIsOfQos2AndWasNotSentOutlivesItsSessionAfterTheHubStopped() {
        Client member = hub.client("a").expiry(5).silent();
        member.room = 1;
        member.connect().subscribe(JOBS, Qos.EXACTLY_ONCE, 0);
        hub.client("b").connect().subscribe(JOBS, Qos.EXACTLY_ONCE, 0).lose();
        Client publisher = hub.client("p").expiry(0).connect();
        for (int i = 1; i <= 3; i++) {
            publisher.send(Hub.message("p", "job/x", "" + i, Qos.EXACTLY_ONCE));
        }
        hub.settle();
        assertThat(member.got).containsExactly("job/x 1");
        member.lose();
        hub.restart();
        hub.pass(10);
        assertThat(hub.client("b").connect().got).containsExactly("job/x 2", "job/x 3");
    }

    @Test
    void whatAMemberHadOnAnEarlierConnectionGoesToNoOtherWhenItsSessionEnds() {
        hub.client("b").connect().subscribe(JOBS, Qos.EXACTLY_ONCE, 0).lose();
        Client member = hub.client("a").expiry(60).silent().connect();
        member.subscribe("own").subscribe(JOBS, Qos.EXACTLY_ONCE, 0);
        Client publisher = hub.client("p").expiry(0).connect();
        publisher.publish("own", "1");
        publisher.publish("job/x", "1", Qos.EXACTLY_ONCE);
        assertThat(member.got).containsExactly("own 1", "job/x 1");
        member.lose();
        Client again = hub.client("a").expiry(60).receiveMaximum(1).silent().connect();
        assertThat(again.got).containsExactly("own 1 again");
        again.loop().disconnected(again.attachment(), DisconnectReason.NORMAL, 0);
        hub.settle();
        hub.crash();
        assertThat(hub.client("b").connect().got).isEmpty();
    }
}
