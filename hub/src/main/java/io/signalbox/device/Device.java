package io.signalbox.device;

import io.signalbox.bytes.ByteReader;
import io.signalbox.bytes.ByteWriter;
import io.signalbox.language.DeviceType;
import io.signalbox.language.Point;
import io.signalbox.message.Quality;
import io.signalbox.message.Reading;
import io.signalbox.message.Value;
import io.signalbox.payload.DecodeFailure;
import io.signalbox.payload.Refusal;

import org.jspecify.annotations.Nullable;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/**
 * A device as the folds know it. Belongs to the fold thread; all others look at a
 * {@link DeviceView}.
 */
public final class Device {
    /** Points of one device that are kept; more are refused. */
    static final int MAX_POINTS = 512;

    /** The estimate of the clock's skew moves an eighth of the way with each message. */
    private static final int SKEW_SHARE = 8;

    private final int ordinal;
    private final String id;
    private final long epoch;
    private final LastValues last = new LastValues();
    private final Intake intake = new Intake();

    private boolean registered;
    private @Nullable String typeName;
    private @Nullable DeviceType type;
    private @Nullable String place;
    private SortedMap<String, String> attributes = Collections.emptySortedMap();
    private List<String> tags = List.of();
    private long patienceMillis = Presence.USUAL_SILENCE_MILLIS;
    private long createdMillis;
    private long lastSeenMillis;
    /** The record that it was heard with last. */
    private long lastSequence;

    /** As {@link WaitingRoom} counts them. */
    private int values;

    /** The bucket of {@link FloodShield}. */
    private long bucketMicros;

    private long skewMillis;
    private boolean skewKnown;
    private @Nullable DecodeFailure lastFailure;
    private long lastFailureMillis;

    Device(int ordinal, String id, long epoch, long createdMillis) {
        this.ordinal = ordinal;
        this.id = id;
        this.epoch = epoch;
        this.createdMillis = createdMillis;
    }

    /**
     * Counts devices from 0 in the order in which they came; given to another one only when this one
     * was forgotten, and nobody had registered it.
     */
    public int ordinal() {
        return ordinal;
    }

    public String id() {
        return id;
    }

    /**
     * The record that made it: tells it from devices that had this id before and were removed. What
     * has a smaller sequence is of those. 0 for devices of hubs that did not note it.
     */
    public long epoch() {
        return epoch;
    }

    /** False for a device that only publishes. */
    public boolean registered() {
        return registered;
    }

    /** Its type as declared now; empty without one, and while its type's name says nothing. */
    public Optional<DeviceType> type() {
        return Optional.ofNullable(type);
    }

    /** The name of its type, declared or not. */
    public Optional<String> typeName() {
        return Optional.ofNullable(typeName);
    }

    public Optional<String> place() {
        return Optional.ofNullable(place);
    }

    /** When it was registered, or first heard if it is not, in milliseconds since 1970. */
    public long createdMillis() {
        return createdMillis;
    }

    /** The reading of this point that came last. */
    public Optional<Reading> last(String point) {
        return Optional.ofNullable(last.reading(id, point));
    }

    /** Words that it is marked with. */
    List<String> tags() {
        return tags;
    }

    @Nullable
    String attribute(String name) {
        return attributes.get(name);
    }

    @Nullable
    Value lastValue(String point) {
        return last.value(point);
    }

    void addNames(Set<String> names) {
        for (int i = 0; i < last.size(); i++) {
            names.add(last.point(i));
        }
        names.addAll(attributes.keySet());
    }

    /** Its last message could not be read, or not all of it. */
    boolean isFailing() {
        return lastFailure != null && lastFailureMillis >= lastSeenMillis;
    }

    /** How long nothing has come from it. */
    long silentMillis(long nowMillis) {
        return Math.max(0, nowMillis - Math.max(lastSeenMillis, createdMillis));
    }

    Presence presence(Links links, long nowMillis) {
        return Presence.of(lastSeenMillis, patienceMillis, links.of(id), nowMillis);
    }

    void register(DeviceChange.Registered words, long timeMillis, SharedWords shared) {
        if (!registered) {
            registered = true;
            createdMillis = timeMillis;
        }
        take(words, shared);
    }

    private void take(DeviceChange.Registered words, SharedWords shared) {
        typeName = words.type() == null ? null : shared.word(words.type());
        place = words.place() == null ? null : shared.word(words.place());
        attributes = words.attributes();
        tags = words.tags();
    }

    void resolve(DeviceTypes types) {
        DeviceType declared = typeName == null ? null : types.get(typeName);
        type = declared;
        long every = declared == null ? 0 : shortestInterval(declared);
        patienceMillis = every == 0
                ? Presence.USUAL_SILENCE_MILLIS
                : Math.max(Presence.LEAST_SILENCE_MILLIS, Presence.PATIENCE * every);
    }

    private static long shortestInterval(DeviceType type) {
        long shortest = 0;
        for (Point point : type.points()) {
            long every = point.everyMillis();
            shortest = every > 0 && (shortest == 0 || every < shortest) ? every : shortest;
        }
        return shortest;
    }

    void heard(long receivedMillis, long sequence) {
        lastSequence = sequence;
        lastSeenMillis = Math.max(lastSeenMillis, receivedMillis);
    }

    /** False for a message that is one too many. */
    boolean admits(FloodShield shield, long receivedMillis) {
        long next = shield.admit(bucketMicros, receivedMillis);
        if (next >= 0) {
            bucketMicros = next;
        }
        return next >= 0;
    }

    void failed(DecodeFailure failure, long timeMillis) {
        lastFailure = failure;
        lastFailureMillis = timeMillis;
    }

    /** Keeps a reading; false if the device has too many points already. */
    boolean keep(Reading reading, SharedWords shared) {
        if (last.size() >= MAX_POINTS && !last.has(reading.point())) {
            intake.refused(Refusal.TOO_MANY_POINTS);
            return false;
        }
        values += last.put(reading, shared);
        intake.reading(reading.quality());
        return true;
    }

    int values() {
        return values;
    }

    long lastSequence() {
        return lastSequence;
    }

    void skew(long millis) {
        skewMillis = skewKnown ? skewMillis + (millis - skewMillis) / SKEW_SHARE : millis;
        skewKnown = true;
    }

    Intake intake() {
        return intake;
    }

    DeviceView view() {
        return new DeviceView(
                id,
                epoch,
                registered,
                typeName(),
                place(),
                attributes,
                tags,
                createdMillis,
                lastSeenMillis,
                patienceMillis,
                skewMillis,
                last.readings(id),
                intake.counts(),
                Optional.ofNullable(lastFailure),
                lastFailureMillis);
    }

    void write(ByteWriter out) {
        out.varint(ordinal).string(id).varint(epoch).zigzag(createdMillis).u8(registered ? 1 : 0);
        new DeviceChange.Registered(id, typeName, place, attributes, tags).write(out);
        out.zigzag(lastSeenMillis).zigzag(skewMillis).u8(skewKnown ? 1 : 0);
        out.varint(bucketMicros).varint(lastSequence);
        intake.write(out);
        DecodeFailure failure = lastFailure;
        out.zigzag(lastFailureMillis).u8(failure == null ? 0 : 1);
        if (failure != null) {
            out.string(failure.reason().name()).zigzag(failure.offset()).string(failure.detail());
        }
        out.varint(last.size());
        for (Reading reading : last.readings(id)) {
            out.string(reading.point());
            StoredValue.write(out, reading.value());
            out.zigzag(reading.eventMillis()).zigzag(reading.receivedMillis());
            out.u8(reading.quality().ordinal()).varint(reading.sequence());
        }
    }

    /** @param layout of the registry that wrote it */
    static Device read(ByteReader in, int layout, SharedWords shared) {
        Device device =
                new Device(in.count(), in.string(), layout == 0 ? 0 : in.varint(), in.zigzag());
        device.registered = in.u8() == 1;
        if (DeviceChange.read(in) instanceof DeviceChange.Registered words) {
            device.take(words, shared);
        }
        device.lastSeenMillis = in.zigzag();
        device.skewMillis = in.zigzag();
        device.skewKnown = in.u8() == 1;
        if (layout > 0) {
            device.bucketMicros = in.varint();
            device.lastSequence = in.varint();
        }
        device.intake.read(in);
        device.lastFailureMillis = in.zigzag();
        if (in.u8() == 1) {
            device.lastFailure =
                    new DecodeFailure(Refusal.valueOf(in.string()), (int) in.zigzag(), in.string());
        }
        for (int left = in.count(); left > 0; left--) {
            String point = in.string();
            Reading reading = new Reading(
                    device.id,
                    point,
                    StoredValue.read(in),
                    in.zigzag(),
                    in.zigzag(),
                    QUALITIES[in.u8()],
                    in.varint());
            device.values += device.last.put(reading, shared);
        }
        return device;
    }

    private static final Quality[] QUALITIES = Quality.values();
}
