package io.signalbox.console;

import io.signalbox.broker.Broker;
import io.signalbox.bytes.ByteWriter;
import io.signalbox.device.DeviceChange;
import io.signalbox.device.KeyedRequest;
import io.signalbox.device.KeyedRequests;
import io.signalbox.journal.RecordBatch;
import io.signalbox.journal.RecordType;
import io.signalbox.message.Message;
import io.signalbox.message.MessageProperties;
import io.signalbox.message.Qos;
import io.signalbox.payload.DecodeFailure;
import io.signalbox.payload.JsonWriter;
import io.signalbox.payload.ReadingDecoder;
import io.signalbox.time.Clock;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Optional;

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
    private final KeyedRequests requests;
    private final Changes changes;
    private final OneAtATime underWayByKey = new OneAtATime();
    private final UnderWay underWay;

    ReadingsEndpoint(Api api, Changes changes, UnderWay underWay) {
        this.broker = api.broker();
        this.clock = api.clock();
        this.maxPayloadBytes = api.maxPayloadBytes();
        this.requests = api.decisions().requests();
        this.changes = changes;
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
            ReadingDecoder decoder = decoded(sent);
            if (key == null) {
                boolean durable = PublishEndpoint.send(broker, List.of(message(device, sent)));
                return answer(decoder, durable);
            }
            KeyedRequest keyed = KeyedRequest.of("readings", device, key, sent.point, sent.payload);
            return underWayByKey.run(keyed.key(), () -> once(keyed, sent, decoder));
        } finally {
            underWay.leave(device);
        }
    }

    /** What the journal says of the key decides, so that it also does after a crash. */
    private Answer once(KeyedRequest keyed, Sent sent, ReadingDecoder decoder) {
        Optional<KeyedRequest.Digest> before = requests.asked(keyed.key());
        if (before.isEmpty()) {
            ByteWriter body = new ByteWriter();
            keyed.write(body);
            RecordBatch batch = new RecordBatch();
            batch.add(RecordType.KEY, 0, clock.millis(), body);
            changes.await(PublishEndpoint.sendBehind(batch, broker, message(keyed.device(), sent)));
        } else if (!before.get().equals(keyed.asked())) {
            throw new Problem(
                    422,
                    "key-reused",
                    "expected a new Idempotency-Key, found one that came with other readings",
                    "use a new key for each request that is no repetition");
        }
        return answer(decoder, true);
    }

    private static ReadingDecoder decoded(Sent sent) {
        ReadingDecoder decoder = new ReadingDecoder();
        refuse(decoder.decode(sent.point, sent.payload));
        if (decoder.size() == 0) {
            refuse(decoder.refusals().isEmpty() ? null : decoder.refusals().getFirst());
            throw Problem.badRequest(
                    "readings-invalid", "expected at least one reading, found none", null);
        }
        return decoder;
    }

    private Message message(String device, Sent sent) {
        return new Message(
                "d/" + device + "/up/" + sent.point,
                sent.payload,
                Qos.AT_LEAST_ONCE,
                false,
                MessageProperties.NONE,
                PublishEndpoint.PUBLISHER,
                clock.millis());
    }

    private static Answer answer(ReadingDecoder decoder, boolean durable) {
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
        return Answer.ok(json.end().end());
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
