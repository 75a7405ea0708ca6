package io.signalbox.console;

import io.signalbox.broker.Broker;
import io.signalbox.device.DeviceChange;
import io.signalbox.message.Message;
import io.signalbox.message.MessageProperties;
import io.signalbox.message.Qos;
import io.signalbox.payload.DecodeFailure;
import io.signalbox.payload.JsonValue;
import io.signalbox.payload.JsonWriter;
import io.signalbox.payload.ReadingDecoder;
import io.signalbox.time.Clock;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * {@code /api/v1/devices/{id}/readings}: a device that speaks HTTP and no MQTT. The body is what it
 * would publish on {@code d/{id}/up/data} at QoS 1 and goes the same way; 200 means that it is
 * durable. What cannot be decoded is refused here, where the device still listens.
 */
final class ReadingsEndpoint {
    private static final int MAX_KEY = 255;

    /** Refused values that an answer names; it says how many there are. */
    private static final int MOST_REFUSALS = 16;

    /** Where objects go; it names no point. */
    private static final String ANY_POINT = "data";

    private static final byte[] ANY_VALUE = {'0'};

    private final Broker broker;
    private final Clock clock;
    private final int maxPayloadBytes;
    private final RepeatedKeys keys = new RepeatedKeys();
    private final UnderWay underWay;

    ReadingsEndpoint(Broker broker, Clock clock, int maxPayloadBytes, UnderWay underWay) {
        this.broker = broker;
        this.clock = clock;
        this.maxPayloadBytes = maxPayloadBytes;
        this.underWay = underWay;
    }

    /** An object of points, or an array of such objects. */
    Answer post(ApiRequest request) {
        request.allow();
        String device = device(request);
        return taken(request, device, () -> {
            byte[] payload = request.json(maxPayloadBytes);
            if (!startsLikeObject(payload)) {
                throw Problem.badRequest(
                        "readings-invalid",
                        "expected a JSON object of points, or an array of them, found neither",
                        "post a single value to /api/v1/devices/" + device + "/readings/POINT");
            }
            return new Sent(ANY_POINT, payload);
        });
    }

    /** One value of the point that the path names. */
    Answer postOne(ApiRequest request) {
        request.allow();
        String device = device(request);
        String point = request.segment("point");
        DecodeFailure misnamed = new ReadingDecoder().decode(point, ANY_VALUE);
        if (misnamed != null) {
            throw Problem.badRequest(
                    "point-invalid",
                    misnamed.detail() + ", found '" + ApiRequest.shortened(point) + "'",
                    null);
        }
        return taken(request, device, () -> {
            byte[] payload = request.json(maxPayloadBytes);
            if (startsLikeObject(payload)) {
                throw Problem.badRequest(
                        "readings-invalid",
                        "expected one value for '" + point + "', found an object or an array",
                        "post objects to /api/v1/devices/" + device + "/readings");
            }
            return new Sent(point, payload);
        });
    }

    private record Sent(String point, byte[] payload) {}

    private interface Body {
        Sent read();
    }

    private Answer taken(ApiRequest request, String device, Body body) {
        if (!underWay.enter(device)) {
            throw new Problem(
                    429,
                    "device-busy",
                    "expected at most " + UnderWay.MOST + " requests of '" + device
                            + "' at a time, found more",
                    "wait for the answers, and put many readings into one array");
        }
        try {
            String key = request.idempotencyKey(MAX_KEY);
            Sent sent = body.read();
            if (key == null) {
                return Answer.ok(publish(device, sent));
            }
            byte[] answer = keys.once(
                    device + ' ' + key,
                    sent.point,
                    sent.payload,
                    () -> publish(device, sent).toBytes());
            return Answer.ok(new JsonWriter().value(JsonValue.parse(answer)));
        } finally {
            underWay.leave(device);
        }
    }

    private JsonWriter publish(String device, Sent sent) {
        ReadingDecoder decoder = new ReadingDecoder();
        refuse(decoder.decode(sent.point, sent.payload));
        if (decoder.size() == 0) {
            refuse(decoder.refusals().isEmpty() ? null : decoder.refusals().getFirst());
            throw Problem.badRequest(
                    "readings-invalid", "expected at least one reading, found none", null);
        }
        Message message = new Message(
                "d/" + device + "/up/" + sent.point,
                sent.payload,
                Qos.AT_LEAST_ONCE,
                false,
                MessageProperties.NONE,
                PublishEndpoint.PUBLISHER,
                clock.millis());
        boolean durable = PublishEndpoint.send(broker, List.of(message));
        JsonWriter json = new JsonWriter()
                .beginObject()
                .field("readings", decoder.size())
                .field("durable", durable)
                .field("refused_count", decoder.refusals().size())
                .name("refused")
                .beginArray();
        for (DecodeFailure refusal :
                decoder.refusals().stream().limit(MOST_REFUSALS).toList()) {
            json.beginObject()
                    .field("reason", refusal.reason().id())
                    .field("byte", refusal.offset())
                    .field("detail", refusal.detail())
                    .end();
        }
        return json.end().end();
    }

    private static void refuse(@Nullable DecodeFailure failure) {
        if (failure != null) {
            throw new Problem(
                    422,
                    "readings-undecodable",
                    failure.detail() + " (at byte " + failure.offset() + ")",
                    "see 'What is not taken' in docs/protocols/devices.md",
                    json -> json.field("reason", failure.reason().id())
                            .field("byte", failure.offset()));
        }
    }

    private static boolean startsLikeObject(byte[] payload) {
        for (byte b : payload) {
            if (b != ' ' && b != '\t' && b != '\r' && b != '\n') {
                return b == '{' || b == '[';
            }
        }
        return false;
    }

    private static String device(ApiRequest request) {
        String device = request.segment("id");
        if (!DeviceChange.isId(device)) {
            throw Problem.badRequest(
                    "device-invalid",
                    "a device id has 1 to 64 letters, digits or . _ : -; found '"
                            + ApiRequest.shortened(device) + "'",
                    null);
        }
        return device;
    }
}
