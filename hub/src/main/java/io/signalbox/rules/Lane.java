package io.signalbox.rules;

import io.signalbox.bytes.ByteReader;
import io.signalbox.bytes.ByteWriter;
import io.signalbox.device.Device;
import io.signalbox.device.DeviceRegistry;
import io.signalbox.device.StoredValue;
import io.signalbox.message.Quality;
import io.signalbox.message.Reading;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The rules that settle for one and the same time: an engine whose time is so much behind the
 * plant's, and the samples that it has not seen yet. It takes them in the order of their times, and
 * what is of one time in an order of its own, so it does not matter in which order they came.
 */
final class Lane {
    /** Samples that wait; what comes beyond is not seen by the rules of the lane, and counted. */
    static final int MAX_WAITING = 100_000;

    /** A sample, or with no reading the registration of a device in a place. */
    private record Waiting(
            long eventMillis, String device, Optional<Reading> reading, String place) {
        private static final Comparator<Waiting> ORDER = Comparator.comparingLong(
                        Waiting::eventMillis)
                .thenComparing(Waiting::device)
                .thenComparing(w -> w.reading.map(Reading::point).orElse(""))
                .thenComparing(w -> w.reading.map(r -> r.value().toString()).orElse(""))
                .thenComparing(w -> w.reading.map(Reading::quality).orElse(Quality.GOOD));
    }

    private final long lagMillis;
    private final Engine engine;
    private final PastAddress address;
    private final DeviceRegistry registry;
    private final DecisionCounters counters;
    private final TreeSet<Waiting> waiting = new TreeSet<>(Waiting.ORDER);

    /** All up to here is decided. */
    private long watermark;

    Lane(
            long lagMillis,
            Engine engine,
            PastAddress address,
            DeviceRegistry registry,
            DecisionCounters counters) {
        this.lagMillis = lagMillis;
        this.engine = engine;
        this.address = address;
        this.registry = registry;
        this.counters = counters;
    }

    Engine engine() {
        return engine;
    }

    /**
     * Begins at the plant's time {@code nowMillis}; of what devices told last before it was there,
     * the part that lies ahead is yet to come.
     */
    void open(long nowMillis) {
        watermark = nowMillis - lagMillis;
        engine.begin(watermark, true, true);
        for (Device device : registry.devices()) {
            device.type()
                    .ifPresent(type -> type.points()
                            .forEach(point -> device.last(point.name())
                                    .filter(reading ->
                                            Math.min(reading.eventMillis(), nowMillis) > watermark)
                                    .ifPresent(reading -> add(reading, nowMillis))));
        }
    }

    /** Turns to a record that may make the lane act. */
    void begin(long recordMillis, boolean mayAct) {
        engine.begin(recordMillis - lagMillis, true, mayAct);
    }

    void add(Reading reading, long nowMillis) {
        long event = Math.min(reading.eventMillis(), nowMillis);
        if (event <= watermark || waiting.size() >= MAX_WAITING) {
            counters.unsettledOne();
        } else {
            waiting.add(new Waiting(event, reading.device(), Optional.of(at(reading, event)), ""));
        }
    }

    private static Reading at(Reading r, long event) {
        return new Reading(
                r.device(), r.point(), r.value(), event, event, r.quality(), r.sequence());
    }

    /** The device is there from now on. */
    void registered(Device device, long nowMillis) {
        Waiting one =
                new Waiting(nowMillis, device.id(), Optional.empty(), Address.PRESENT.of(device));
        // of two at one instant the last one counts
        waiting.remove(one);
        waiting.add(one);
    }

    void removed(Device device) {
        waiting.removeIf(w -> w.device.equals(device.id()));
        address.forget(device.id());
        engine.removed(device);
    }

    /** Other rules hold; what devices told while the lane was there, waits or has been seen. */
    void declared(Rulebook next, boolean factsGoOn) {
        Set<String> coming = coming();
        address.learn(registry, coming);
        engine.declared(next, coming, factsGoOn);
    }

    /** The devices whose first registration lies ahead. */
    private Set<String> coming() {
        Set<String> coming = new TreeSet<>();
        for (Waiting one : waiting) {
            if (one.reading.isEmpty()) {
                registry.find(one.device)
                        .filter(device -> !engine.hasSeat(device))
                        .ifPresent(device -> coming.add(one.device));
            }
        }
        return coming;
    }

    /** A tick of the plant: decides up to where nothing is waited for any more. */
    void tick(long nowMillis) {
        long to = Math.max(watermark, nowMillis - lagMillis);
        while (!waiting.isEmpty() && waiting.first().eventMillis <= to) {
            take(waiting.first());
        }
        watermark = to;
        engine.tick(to);
    }

    private void take(Waiting first) {
        Device device = registry.find(first.device).orElse(null);
        if (first.eventMillis - watermark > PlantTime.LEAD_MILLIS) {
            engine.tick(first.eventMillis);
        }
        watermark = Math.max(watermark, first.eventMillis);
        if (first.reading.isEmpty()) {
            waiting.remove(first);
            if (device != null) {
                engine.pass(first.eventMillis);
                address.put(first.device, first.place);
                engine.registered(device);
            }
            return;
        }
        List<Reading> together = new ArrayList<>();
        while (!waiting.isEmpty()
                && waiting.first().eventMillis == first.eventMillis
                && waiting.first().device.equals(first.device)) {
            waiting.pollFirst().reading.ifPresent(together::add);
        }
        if (device != null) {
            engine.readings(device, together, false);
        }
    }

    void snapshot(ByteWriter out) {
        out.u64(watermark);
        address.snapshot(out, registry);
        engine.snapshot(out);
        engine.snapshotPauses(out);
        out.varint(waiting.size());
        for (Waiting one : waiting) {
            out.u64(one.eventMillis).string(one.device).u8(one.reading.isPresent() ? 1 : 0);
            one.reading.ifPresentOrElse(
                    r -> {
                        out.string(r.point()).u8(r.quality().ordinal()).varint(r.sequence());
                        StoredValue.write(out, r.value());
                    },
                    () -> out.string(one.place));
        }
    }

    /**
     * Takes up what {@link #snapshot} wrote; the registry has been restored before.
     *
     * @param placed false if nothing is said in it of places
     */
    void restore(ByteReader in, boolean placed) {
        watermark = in.u64();
        if (placed) {
            address.restore(in);
        }
        address.learn(registry, Set.of());
        engine.restore(in);
        engine.restorePauses(in);
        waiting.clear();
        for (int left = in.count(); left > 0; left--) {
            long event = in.u64();
            String device = in.string();
            if (in.u8() == 1) {
                Reading reading = reading(event, device, in);
                waiting.add(new Waiting(event, device, Optional.of(reading), ""));
            } else {
                String place = placed
                        ? in.string()
                        : registry.find(device).map(Address.PRESENT::of).orElse("");
                waiting.add(new Waiting(event, device, Optional.empty(), place));
            }
        }
    }

    private static Reading reading(long event, String device, ByteReader in) {
        String point = in.string();
        Quality quality = Quality.values()[in.u8()];
        long sequence = in.varint();
        return new Reading(device, point, StoredValue.read(in), event, event, quality, sequence);
    }
}
