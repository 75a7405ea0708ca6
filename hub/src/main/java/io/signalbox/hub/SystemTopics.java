package io.signalbox.hub;

import io.signalbox.broker.BrokerStatus;
import io.signalbox.message.Message;
import io.signalbox.message.MessageProperties;
import io.signalbox.message.Qos;
import io.signalbox.time.Clock;

import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What the hub says of itself below {@code $SYS}: a few figures, now and then, under the names that
 * Mosquitto gave them. Nobody else may publish there, and nothing of it is stored; all that is
 * measured is in the metrics.
 */
final class SystemTopics {
    /** Between two times, as in Mosquitto. */
    static final long PAUSE_MILLIS = 10_000;

    /** Whom these messages are from. */
    private static final String PUBLISHER = "signalbox";

    private final String version;
    private final long startedMillis;
    private final Clock clock;
    private final Supplier<BrokerStatus> status;
    private final Consumer<Message> offer;

    SystemTopics(
            String version,
            long startedMillis,
            Clock clock,
            Supplier<BrokerStatus> status,
            Consumer<Message> offer) {
        this.version = version;
        this.startedMillis = startedMillis;
        this.clock = clock;
        this.status = status;
        this.offer = offer;
    }

    /** Says how things stand now. */
    void tell() {
        BrokerStatus now = status.get();
        long dropped =
                now.dropped().values().stream().mapToLong(Long::longValue).sum();
        say("version", PUBLISHER + " " + version);
        say("uptime", (clock.millis() - startedMillis) / 1000 + " seconds");
        say("clients/connected", now.attached());
        say("clients/disconnected", now.stored());
        say("retained messages/count", now.retained());
        say("publish/messages/received", now.received());
        say("publish/messages/sent", now.delivered());
        say("publish/messages/dropped", dropped);
    }

    private void say(String name, long figure) {
        say(name, Long.toString(figure));
    }

    private void say(String name, String text) {
        offer.accept(new Message(
                "$SYS/broker/" + name,
                text.getBytes(StandardCharsets.UTF_8),
                Qos.AT_MOST_ONCE,
                false,
                MessageProperties.NONE,
                PUBLISHER,
                clock.millis()));
    }
}
