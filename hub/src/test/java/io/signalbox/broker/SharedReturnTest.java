package io.signalbox.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalbox.message.Qos;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

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

    /** The hub dies at this moment. */
    private static final class Dies extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    @Test
    void whatIsOnItsWayToAnotherMemberWhenTheHubDiesIsNotLost() {
        Client other = memberThatTakesNoMore();
        memberThatTookOneOf(3, 0).unsubscribe(JOBS).lose();
        hub.meanwhile(() -> {
            Client back = hub.client("a").on(0).begin();
            for (int i = 0; i < 6; i++) {
                hub.step(0);
            }
            back.loop()
                    .disconnected(
                            back.attachment(),
                            DisconnectReason.CONNECTION_LOST,
                            BrokerLoop.SAME_EXPIRY);
            hub.executor(0).runAll();
            hub.step(0);
            throw new Dies();
        });
        other.loop().writable(other.attachment());
        assertThatThrownBy(() -> hub.executor(1).runAll()).isInstanceOf(Dies.class);
        hub.crash();
        assertThat(hub.client("b").on(1).connect().got).containsExactly("job/x 2", "job/x 3");
        assertThat(hub.client("a").on(0).connect().got).isEmpty();
    }

    @Test
    void whoComesByWhatIsOnItsWayToAnotherMemberGoesOnBehindIt() {
        Client other = memberThatTakesNoMore();
        memberThatTookOneOf(3, 0).subscribe("own").unsubscribe(JOBS).lose();
        Client publisher = hub.client("p").expiry(0).connect().publish("own", "1");
        Client back = hub.client("a").on(0).silent();
        hub.meanwhile(() -> {
            back.begin();
            for (int i = 0; i < 3; i++) {
                hub.step(0);
            }
        });
        other.loop().writable(other.attachment());
        hub.executor(1).runAll();
        hub.settle();
        publisher.publish("own", "2");
        List<String> all = new ArrayList<>(other.got);
        all.addAll(back.got);
        assertThat(all)
                .containsExactlyInAnyOrder(
                        "own full", "job/x 1 again", "job/x 2", "job/x 3", "own 1", "own 2");
        assertThat(back.got).endsWith("own 1", "own 2");
    }

    /** A member whose group has its thread on loop 1, as it has itself. */
    private Client memberThatTakesNoMore() {
        Client member = hub.client("b").on(1);
        member.room = 1;
        member.connect().subscribe(JOBS, Qos.EXACTLY_ONCE, 0).subscribe("own");
        hub.client("p")
                .expiry(0)
                .connect()
                .publish("own", "full", Qos.AT_MOST_ONCE)
                .disconnect();
        assertThat(member.got).containsExactly("own full");
        member.unsubscribe("own");
        member.room = Integer.MAX_VALUE;
        return member;
    }

    @Test
    void whatNoMemberHasRoomForAnyMoreWaits() {
        Client other = memberThatTakesNoMore();
        memberThatTookOneOf(3, 0).lose();
        Session session = Objects.requireNonNull(other.attachment().session);
        hub.meanwhile(() -> session.writable = false);
        other.loop().writable(other.attachment());
        hub.settle();
        other.drained(Integer.MAX_VALUE);
        assertThat(other.got).containsExactly("own full", "job/x 2", "job/x 3");
    }
}
