package io.signalbox.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.journal.RecordBatch;
import io.signalbox.journal.RecordType;
import io.signalbox.message.MessageProperties;
import io.signalbox.message.Qos;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;

/** What was for a session that has ended does not come to the client's next one [MQTT-3.1.4-4]. */
@Timeout(30)
class EarlierSessionTest {
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

    /** Loop 1 has somebody, and long to go to what is in the journal after this. */
    private void loopIsFarBehind() {
        hub.client("w").on(1).connect().subscribe("w");
        for (int i = 0; i < 20; i++) {
            RecordBatch batch = new RecordBatch();
            for (int record = 0; record < 10_000; record++) {
                batch.add(RecordType.TRACE, 0, 0, new byte[0], 0, 0);
            }
            hub.journal().append(batch);
        }
    }

    /** Loop 0 does all it can, loop 1 a few things. */
    private void step() {
        hub.step(0);
        hub.executor(1).runOne();
        hub.executor(1).runOne();
    }

    private void steps() {
        for (int i = 0; i < 4; i++) {
            step();
        }
    }

    /** The client replaces its session, on the other loop. */
    private Client begunAnew() {
        Client next = hub.client("a").on(1).cleanStart().silent().begin();
        while (next.events.isEmpty()) {
            step();
        }
        return next;
    }

    @Test
    void whatAMemberOfAGroupHadDoesNotComeToItsNextSession() {
        Client publisher = hub.client("p").expiry(0).connect();
        Client member = hub.client("a").silent().connect();
        hub.client("b")
                .connect()
                .subscribe("b")
                .subscribe(JOBS, Qos.EXACTLY_ONCE, 0)
                .lose();
        member.subscribe(JOBS, Qos.EXACTLY_ONCE, 0);
        loopIsFarBehind();
        publisher.send(Hub.message("p", "job/x", "1", Qos.EXACTLY_ONCE));
        steps();
        assertThat(member.got).containsExactly("job/x 1");

        Client next = begunAnew().subscribe("$share/others/o", Qos.EXACTLY_ONCE, 0);
        hub.settle();
        assertThat(next.got).isEmpty();
        publisher.publish("o", "2", Qos.EXACTLY_ONCE);
        assertThat(next.got).containsExactly("o 2");
        next.lose();
        hub.restart();
        assertThat(hub.client("b").connect().got).isEmpty();
        assertThat(hub.client("a").on(1).connect().got).containsExactly("o 2 again");
    }

    @Test
    void aRetainedMessageForASessionDoesNotComeToTheNextOne() {
        hub.client("p")
                .expiry(0)
                .connect()
                .send(Hub.message(
                        "p",
                        "r/1",
                        "kept",
                        Qos.EXACTLY_ONCE,
                        true,
                        MessageProperties.NONE,
                        Hub.START));
        Client first = hub.client("a").silent().connect();
        hub.settle();
        loopIsFarBehind();
        first.loop()
                .subscribe(
                        first.attachment(),
                        1,
                        List.of(new SubscribeRequest(
                                "r/#", Qos.EXACTLY_ONCE, false, false, RetainHandling.SEND)),
                        0);
        first.loop().flush(first.attachment());
        steps();
        assertThat(first.got).containsExactly("r/1 kept retained");

        Client next = begunAnew().subscribe("$share/others/o", Qos.EXACTLY_ONCE, 0);
        hub.settle();
        assertThat(next.got).isEmpty();
    }

    @Test
    void whatAGroupGaveToASessionThatHadEndedIsNotLostWithTheNextOne() {
        hub.client("b").on(1).connect().subscribe(JOBS, Qos.EXACTLY_ONCE, 0).lose();
        Client publisher = hub.client("p").connect();
        Client member = hub.client("a").expiry(0).connect();
        member.subscribe(JOBS, Qos.EXACTLY_ONCE, 0);
        publisher.send(Hub.message("p", "job/x", "1", Qos.EXACTLY_ONCE));
        hub.commit();
        // The group, on loop 1, comes by the message before it hears of this.
        member.loop()
                .disconnected(member.attachment(), DisconnectReason.NORMAL, BrokerLoop.SAME_EXPIRY);
        hub.settle();
        assertThat(member.got).isEmpty();
        hub.client("a").connect().lose();
        hub.crash();
        assertThat(hub.client("b").on(1).connect().got).containsExactly("job/x 1");
    }

    /** The member ended its session, and the loop of its group has still to come by a message. */
    private void memberThatIsGoneBeforeItsGroupGives() {
        hub.client("b").on(1).connect().subscribe(JOBS, Qos.EXACTLY_ONCE, 0).lose();
        Client publisher = hub.client("p").connect();
        Client member = hub.client("a").expiry(0).connect();
        member.subscribe(JOBS, Qos.EXACTLY_ONCE, 0);
        publisher.send(Hub.message("p", "job/x", "1", Qos.EXACTLY_ONCE));
        hub.commit();
        member.loop()
                .disconnected(member.attachment(), DisconnectReason.NORMAL, BrokerLoop.SAME_EXPIRY);
        hub.executor(0).runAll();
    }

    /** Loop 0 does all it can while loop 1 is busy with something else. */
    private void othersGoOn() {
        for (int i = 0; i < 6; i++) {
            hub.step(0);
        }
    }

    @Test
    void whatAGroupGivesToASessionThatHasEndedIsNotLostWithTheNextOneThatIsThereBefore() {
        memberThatIsGoneBeforeItsGroupGives();
        Client next = hub.client("a").begin();
        othersGoOn();
        hub.settle();
        next.lose();
        hub.crash();
        assertThat(hub.client("b").on(1).connect().got).containsExactly("job/x 1");
    }

    @Test
    void whatAGroupGivesToASessionThatHasEndedDoesNotComeToTheNextOneOfAnotherGroup() {
        memberThatIsGoneBeforeItsGroupGives();
        Client next = hub.client("a").begin();
        othersGoOn();
        next.loop()
                .subscribe(
                        next.attachment(),
                        1,
                        List.of(new SubscribeRequest(
                                "$share/others/o",
                                Qos.EXACTLY_ONCE,
                                false,
                                false,
                                RetainHandling.SEND)),
                        0);
        next.loop().flush(next.attachment());
        othersGoOn();
        hub.settle();
        assertThat(next.got).isEmpty();
        assertThat(hub.client("b").on(1).connect().got).containsExactly("job/x 1");
    }

    @Test
    void whatAGroupGaveToASessionThatHadEndedIsNotLostWithoutANextOne() {
        memberThatIsGoneBeforeItsGroupGives();
        hub.settle();
        hub.crash();
        assertThat(hub.client("b").on(1).connect().got).containsExactly("job/x 1");
    }
}
