package io.signalbox.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.signalbox.broker.Delivery;
import io.signalbox.message.Message;
import io.signalbox.payload.JsonWriter;
import io.signalbox.time.Times;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Base64;

/** A delivered message as JSON; a payload that is no UTF-8 text is base64 and says so. */
final class MessageJson {
    private MessageJson() {}

    static String of(Delivery delivery) {
        Message message = delivery.message();
        JsonWriter json = new JsonWriter().beginObject().field("topic", message.topic());
        try {
            ByteBuffer bytes = ByteBuffer.wrap(message.payload());
            json.field("payload", UTF_8.newDecoder().decode(bytes).toString());
        } catch (CharacterCodingException e) {
            json.field("payload", Base64.getEncoder().encodeToString(message.payload()));
            json.field("encoding", "base64");
        }
        return json.field("qos", delivery.qos().ordinal())
                .field("retain", delivery.retain())
                .field("publisher", message.publisher())
                .field("received", Times.of(message.receivedMillis()))
                .field("sequence", delivery.sequence())
                .end()
                .toString();
    }
}
