package io.signalbox.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.message.Message;
import io.signalbox.message.Qos;

import org.junit.jupiter.api.Test;

class InboxTest {
    private static final Matches NOBODY = new TopicTree(topic -> false).match("a");

    private final Inbox inbox = new Inbox(4);

    private static Message message(int bytes) {
        return Hub.message("p", "a", "x".repeat(bytes), Qos.AT_MOST_ONCE);
    }

    @Test
    void takesSoManyShortMessages() {
        for (int i = 0; i < 4; i++) {
            assertThat(inbox.offer(message(i), NOBODY, 0)).isTrue();
        }
        assertThat(inbox.offer(message(0), NOBODY, 0)).isFalse();
    }

    @Test
    void takesFewerLongOnes() {
        assertThat(inbox.offer(message(1_000), NOBODY, 0)).isTrue();
        assertThat(inbox.offer(message(1_000), NOBODY, 0)).isTrue();
        assertThat(inbox.offer(message(0), NOBODY, 0)).isFalse();
    }
}
