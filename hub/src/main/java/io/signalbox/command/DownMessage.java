package io.signalbox.command;

import io.signalbox.message.Message;
import io.signalbox.message.MessageProperties;
import io.signalbox.message.Qos;
import io.signalbox.payload.JsonWriter;
import io.signalbox.time.Times;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** The message by which a device is told a command. */
final class DownMessage {
    private static final long MAX_EXPIRY_SECONDS = 0xFFFF_FFFFL;

    private DownMessage() {}

    static Message of(Command command, long nowMillis) {
        Claim claim = command.held.claim;
        boolean ends = claim.leaseEndMillis() != Claim.FOREVER;
        JsonWriter json = new JsonWriter()
                .beginObject()
                .field("value", claim.value())
                .field("id", command.id);
        if (ends) {
            json.field("expires", Times.of(claim.leaseEndMillis()));
        }
        MessageProperties properties = new MessageProperties(
                true,
                ends ? expirySeconds(claim.leaseEndMillis() - nowMillis) : MessageProperties.NEVER,
                "application/json",
                "d/" + claim.device() + "/ack/" + claim.point(),
                command.id.getBytes(StandardCharsets.US_ASCII),
                List.of());
        return new Message(
                "d/" + claim.device() + "/down/" + claim.point(),
                json.end().toBytes(),
                Qos.AT_LEAST_ONCE,
                false,
                properties,
                "signalbox",
                nowMillis);
    }

    /** Whole seconds, rounded up: a command never dies before its lease does. */
    private static long expirySeconds(long millis) {
        return Math.clamp((millis + 999) / 1000, 1, MAX_EXPIRY_SECONDS);
    }
}
