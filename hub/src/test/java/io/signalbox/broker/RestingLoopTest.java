package io.signalbox.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.message.Qos;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

/** A loop where nobody is: commits do not wake it, and it misses nothing for who comes. */
class RestingLoopTest {
    @TempDir
    Path folder;

    private Hub hub;
    private Client publisher;

    @BeforeEach
    void open() {
        hub = new Hub(folder);
        publisher = hub.client("p").on(0).connect();
        hub.settle();
    }

    @AfterEach
    void close() {
        hub.close();
    }

    /** Commits wake the loops as they do in the hub, and nothing else does. */
    private void publish(int messages) {
        for (int i = 0; i < messages; i++) {
            publisher.send(Hub.message("p", "a", "m" + i, Qos.AT_LEAST_ONCE));
            hub.loop(0).submit();
            hub.commit();
            hub.executor(0).runAll();
        }
    }

    @Test
    void commitsWakeTheLoopsWhereSomebodyIs() {
        publish(5);
        assertThat(publisher.events).contains("published 5 NO_SUBSCRIBERS");
        assertThat(hub.executor(1).isIdle()).isTrue();
        hub.client("other").on(1).connect();
        publish(1);
        assertThat(hub.executor(1).isIdle()).isFalse();
    }

    @Test
    void whoComesGetsWhatIsPublishedFromThenOn() {
        publish(5);
        Client subscriber = hub.client("s").on(1).connect().subscribe("a");
        publisher.publish("a", "later");
        assertThat(subscriber.got).containsExactly("a later");
    }

    @Test
    void whoComesBackGetsWhatWasPublishedMeanwhile() {
        Client subscriber = hub.client("s").on(1).expiry(100).connect().subscribe("a");
        subscriber.disconnect();
        hub.settle();
        publish(3);
        assertThat(hub.executor(1).isIdle()).isTrue();
        Client again = hub.client("s").on(1).expiry(100).connect();
        assertThat(again.got).containsExactly("a m0", "a m1", "a m2");
    }

    @Test
    void theJournalIsNotHeldForALoopThatRests() {
        publish(5);
        long committed = hub.journal().committed();
        hub.pass(2);
        assertThat(hub.loop(1).neededFrom()).isGreaterThan(committed);
    }
}
