package io.signalbox.device;

import io.signalbox.broker.PublishRecord;
import io.signalbox.bytes.ByteReader;
import io.signalbox.bytes.ByteWriter;
import io.signalbox.journal.Entry;
import io.signalbox.language.Checked;
import io.signalbox.language.Source;
import io.signalbox.message.Message;
import io.signalbox.message.Quality;
import io.signalbox.message.Reading;
import io.signalbox.message.Value;
import io.signalbox.payload.DecodeFailure;
import io.signalbox.payload.JsonValue;
import io.signalbox.payload.MalformedJson;
import io.signalbox.payload.ReadingDecoder;
import io.signalbox.payload.Refusal;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Turns journal records into what they say about devices: the first of the folds that decide.
 * Belongs to the fold thread.
 *
 * <p>Readings come on {@code d/{id}/up/{name}}. The last value of a point is the one that came
 * last, whatever time it claims: a clock that once jumped ahead must not hold a point for ever.
 */
public final class DeviceFold {
    private static final System.Logger LOG = System.getLogger(DeviceFold.class.getName());
    /** What topics that say something here begin with. */
    private static final String TOPICS = "d/";

    private static final Arrival NOTHING = new Arrival.Nothing();

    private final DeviceRegistry registry;
    private final Function<List<Source>, Checked> check;
    private final ReadingDecoder decoder = new ReadingDecoder();

    public DeviceFold(DeviceRegistry registry, Function<List<Source>, Checked> check) {
        this.registry = registry;
        this.check = check;
    }

    /** Takes the next record; what it says is valid until the one after it. */
    public Arrival apply(Entry entry) {
        synchronized (registry) {
            return switch (entry.type()) {
                case PUBLISH ->
                    PublishRecord.isOn(entry, TOPICS)
                            ? published(PublishRecord.read(entry), entry.sequence())
                            : NOTHING;
                case DEVICE -> changed(DeviceChange.read(entry.body()), entry);
                case DECLARATION -> declared(Declaration.read(entry.body()));
                case TICK,
                        FILTER,
                        SESSION,
                        SUBSCRIPTION,
                        CURSOR,
                        CLAIM,
                        COMMAND,
                        ALARM,
                        TRACE,
                        EXCHANGE,
                        GIVEN,
                        LEASE -> NOTHING;
            };
        }
    }

    /** Takes over a declaration; one that this version cannot read never replaces a good one. */
    private Arrival declared(Declaration declaration) {
        Checked checked = check.apply(declaration.sources());
        if (checked.program().isEmpty()) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "a declaration in the journal has errors, the one before stays: {0}",
                    checked.findings());
            return NOTHING;
        }
        registry.declare(declaration, checked.program().get());
        return new Arrival.Declared();
    }

    /** Readings that it has handed on since the first record. */
    public long readings() {
        return registry.intake().readings();
    }

    /** Writes all devices, their readings and counts, and the declaration. */
    public void snapshot(ByteWriter out) {
        registry.write(out);
    }

    /** Takes up what {@link #snapshot} wrote. */
    public void restore(ByteReader in) {
        synchronized (registry) {
            Declaration declaration = Declaration.read(in);
            registry.read(in);
            declared(declaration);
        }
    }

    private Arrival changed(DeviceChange change, Entry entry) {
        return switch (change) {
            case DeviceChange.Registered words ->
                new Arrival.Registered(
                        registry.register(words, entry.timeMillis(), entry.sequence()));
            case DeviceChange.Removed removed -> {
                Device gone = registry.remove(removed.id());
                yield gone == null ? NOTHING : new Arrival.Removed(gone);
            }
            case DeviceChange.Shielded shielded -> {
                registry.shield(shielded.shield());
                yield NOTHING;
            }
        };
    }

    private Arrival published(Message message, long sequence) {
        String topic = message.topic();
        int idEnd = topic.indexOf('/', TOPICS.length());
        int wayEnd = idEnd < 0 ? -1 : topic.indexOf('/', idEnd + 1);
        if (wayEnd < 0 || topic.indexOf('/', wayEnd + 1) >= 0) {
            return NOTHING;
        }
        String id = topic.substring(TOPICS.length(), idEnd);
        if (topic.startsWith("/up/", idEnd)) {
            return heard(id, topic.substring(wayEnd + 1), message, sequence);
        }
        return topic.startsWith("/ack/", idEnd) ? answered(id, message) : NOTHING;
    }

    private Arrival heard(String id, String name, Message message, long sequence) {
        long received = message.receivedMillis();
        if (!DeviceChange.isId(id)) {
            registry.counters().dropped(Refusal.BAD_DEVICE);
            return NOTHING;
        }
        Device device = registry.heard(id, received, sequence);
        if (!registry.admits(device, received)) {
            return NOTHING;
        }
        DecodeFailure failure = decoder.decode(name, message.payload());
        if (failure != null) {
            device.failed(failure, received);
            device.intake().dropped(failure.reason());
            registry.counters().dropped(failure.reason());
            return NOTHING;
        }
        device.intake().decoded();
        registry.counters().decoded();
        for (DecodeFailure refusal : decoder.refusals()) {
            device.failed(refusal, received);
            device.intake().refused(refusal.reason());
            registry.counters().refused(refusal.reason());
        }
        return decoder.size() == 0 ? NOTHING : readings(device, received, sequence);
    }

    private Arrival readings(Device device, long received, long sequence) {
        int size = decoder.size();
        List<Reading> readings = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            long told = decoder.eventMillis(i);
            long event = told == ReadingDecoder.NO_TIME ? received : told;
            boolean believed = !decoder.hasBadTime(i) && PointCheck.isBelieved(event, received);
            String point = decoder.point(i);
            Value value = decoder.value(i);
            Quality quality = PointCheck.quality(device.type(), point, value, believed);
            Reading reading =
                    new Reading(device.id(), point, value, event, received, quality, sequence);
            if (registry.keep(device, reading)) {
                registry.counters().reading(quality);
                readings.add(reading);
            } else {
                device.failed(tooMany(point), received);
                registry.counters().refused(Refusal.TOO_MANY_POINTS);
            }
        }
        if (decoder.eventMillis(size - 1) != ReadingDecoder.NO_TIME) {
            device.skew(received - decoder.eventMillis(size - 1));
        }
        return readings.isEmpty() ? NOTHING : new Arrival.Readings(device, readings);
    }

    private static DecodeFailure tooMany(String point) {
        return new DecodeFailure(
                Refusal.TOO_MANY_POINTS,
                0,
                "'" + point + "' would be one more than the " + Device.MAX_POINTS
                        + " points that a device may have");
    }

    private Arrival answered(String id, Message message) {
        try {
            JsonValue.JsonObject answer = JsonValue.parse(message.payload()).asObject();
            String reason = answer.optionalText("reason");
            return new Arrival.Answer(
                    id,
                    answer.text("id"),
                    "refused".equals(answer.optionalText("state")),
                    reason == null ? "" : reason);
        } catch (MalformedJson e) {
            DecodeFailure failure =
                    new DecodeFailure(Refusal.SYNTAX, 0, String.valueOf(e.getMessage()));
            registry.find(id).ifPresent(device -> device.failed(failure, message.receivedMillis()));
            return NOTHING;
        }
    }
}
