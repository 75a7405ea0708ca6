package io.signalbox.device;

import io.signalbox.broker.PublishRecord;
import io.signalbox.bytes.ByteReader;
import io.signalbox.bytes.ByteWriter;
import io.signalbox.journal.Concern;
import io.signalbox.journal.Entry;
import io.signalbox.language.Checked;
import io.signalbox.language.MappingTable;
import io.signalbox.language.Point;
import io.signalbox.language.SenmlUnits;
import io.signalbox.language.Source;
import io.signalbox.message.Message;
import io.signalbox.message.Reading;
import io.signalbox.message.Topic;
import io.signalbox.message.Value;
import io.signalbox.payload.DecodeFailure;
import io.signalbox.payload.JsonValue;
import io.signalbox.payload.MalformedJson;
import io.signalbox.payload.ReadingDecoder;
import io.signalbox.payload.Refusal;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Turns journal records into what they say about devices: the first of the folds that decide.
 * Belongs to the fold thread.
 *
 * <p>Readings come on {@code d/{id}/up/{name}}, and on topics that a declared mapping reads; which
 * mappings hold is in the journal too, so that a replay reads each message as it was read. The last value of a point is the one that came
 * last, whatever time it claims: a clock that once jumped ahead must not hold a point for ever.
 */
public final class DeviceFold {
    private static final System.Logger LOG = System.getLogger(DeviceFold.class.getName());
    private static final Arrival NOTHING = new Arrival.Nothing();

    private final DeviceRegistry registry;
    private final Function<List<Source>, Checked> check;
    private final ReadingDecoder decoder = new ReadingDecoder();
    private final MappedIntake mapped;
    private MappingTable mappings = MappingTable.EMPTY;
    private AwaitedEvents awaited = AwaitedEvents.NONE;

    public DeviceFold(DeviceRegistry registry, Function<List<Source>, Checked> check) {
        this.registry = registry;
        this.check = check;
        this.mapped = new MappedIntake(registry);
    }

    /** What it applies records to. */
    public DeviceRegistry registry() {
        return registry;
    }

    /** What it has to be shown: messages of other topics only if there is a mapping for some. */
    public int concern() {
        return mappings.isEmpty() ? Concern.FOLDS : Concern.FOLDS | Concern.MESSAGES;
    }

    /** Takes the next record; what it says is valid until the one after it. */
    public Arrival apply(Entry entry) {
        synchronized (registry) {
            return switch (entry.type()) {
                case PUBLISH -> published(entry);
                case DEVICE -> changed(DeviceChange.read(entry.body()), entry);
                case DECLARATION -> declared(entry.body());
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
                        LEASE,
                        NOTICE,
                        IMPORT,
                        TELL,
                        KEY -> NOTHING;
            };
        }
    }

    /** Takes readings of one device as they were judged before, in place of the record they came in. */
    public Arrival told(Entry entry, List<Reading> readings) {
        synchronized (registry) {
            String id = readings.getFirst().device();
            Device device = registry.heard(id, entry.timeMillis(), entry.sequence());
            List<Reading> kept = new ArrayList<>(readings.size());
            for (Reading told : readings) {
                Reading reading = PointCheck.again(device.type(), told);
                if (registry.keep(device, reading)) {
                    kept.add(reading);
                }
            }
            return kept.isEmpty() ? NOTHING : new Arrival.Readings(device, kept, kept);
        }
    }

    private Arrival declared(ByteReader in) {
        boolean good = declare(Declaration.read(in));
        return good ? new Arrival.Declared(Declaration.factsGoOn(in)) : NOTHING;
    }

    /** Takes over a declaration; one that this version cannot read never replaces a good one. */
    private boolean declare(Declaration declaration) {
        Checked checked = check.apply(declaration.sources());
        if (checked.program().isEmpty()) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "a declaration in the journal has errors, the one before stays: {0}",
                    checked.findings());
            return false;
        }
        registry.declare(declaration, checked.program().get());
        mappings = new MappingTable(checked.program().get().mappings());
        awaited = new AwaitedEvents(checked.program().get());
        return true;
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
            declare(declaration);
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
            case DeviceChange.Paced paced -> new Arrival.Paced(paced.activations());
        };
    }

    /** Reads as little as it can of a message that says nothing here. */
    private Arrival published(Entry entry) {
        boolean own = PublishRecord.isOn(entry, Topic.DEVICES);
        if (!mappings.isEmpty()) {
            List<MappingTable.Match> matches = mappings.match(PublishRecord.topic(entry));
            if (!matches.isEmpty()) {
                Message message = PublishRecord.read(entry);
                Arrival arrival = mapped.take(matches, message, entry.sequence(), own);
                return arrival == null ? published(message, entry) : arrival;
            }
        }
        return own ? published(PublishRecord.read(entry), entry) : NOTHING;
    }

    private Arrival published(Message message, Entry entry) {
        String topic = message.topic();
        int idEnd = topic.indexOf('/', Topic.DEVICES.length());
        int wayEnd = idEnd < 0 ? -1 : topic.indexOf('/', idEnd + 1);
        if (wayEnd < 0 || topic.indexOf('/', wayEnd + 1) >= 0) {
            return NOTHING;
        }
        String id = topic.substring(Topic.DEVICES.length(), idEnd);
        if (topic.startsWith("/up/", idEnd)) {
            return heard(id, topic.substring(wayEnd + 1), message, entry.sequence());
        }
        if (topic.startsWith("/event/", idEnd)) {
            boolean caused = (entry.flags() & Entry.CAUSED) != 0;
            return happened(id, topic.substring(wayEnd + 1), message, caused);
        }
        return topic.startsWith("/ack/", idEnd) ? answered(id, message) : NOTHING;
    }

    /** What devices say too often is left out; what rules say never is. */
    private Arrival happened(String id, String event, Message message, boolean caused) {
        return registry.find(id)
                .filter(device -> awaited.has(device.typeName(), event))
                .filter(device -> caused || registry.admits(device, message))
                .<Arrival>map(
                        device -> new Arrival.Happened(device, event, message.receivedMillis()))
                .orElse(NOTHING);
    }

    private Arrival heard(String id, String name, Message message, long sequence) {
        long received = message.receivedMillis();
        if (!DeviceChange.isId(id)) {
            registry.counters().dropped(Refusal.BAD_DEVICE);
            return NOTHING;
        }
        Device device = registry.heard(id, received, sequence);
        if (!registry.admits(device, message)) {
            return NOTHING;
        }
        DecodeFailure failure = decoder.decode(
                name, message.properties().contentType(), message.payload(), received);
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
        Gathering gathering = new Gathering(registry, device, received, sequence);
        for (int i = 0; i < decoder.size(); i++) {
            Value value = inUnit(device, i, received);
            if (value != null) {
                gathering.add(
                        device.type(),
                        decoder.point(i),
                        value,
                        decoder.eventMillis(i),
                        decoder.hasBadTime(i));
            }
        }
        return gathering.arrival();
    }

    /** The value in the unit of its point if a unit came with it; null if that cannot be. */
    private @Nullable Value inUnit(Device device, int index, long received) {
        String unit = decoder.unit(index);
        Optional<Point> point = unit.isEmpty()
                ? Optional.empty()
                : device.type().flatMap(type -> type.point(decoder.point(index)));
        if (point.isEmpty()) {
            return decoder.value(index);
        }
        Object made = SenmlUnits.convert(point.get(), decoder.value(index), unit, 0);
        if (made instanceof Value value) {
            return value;
        }
        DecodeFailure refusal = (DecodeFailure) made;
        device.failed(refusal, received);
        device.intake().refused(refusal.reason());
        registry.counters().refused(refusal.reason());
        return null;
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
