package io.signalbox.rules;

import io.signalbox.alarm.Alarms;
import io.signalbox.bytes.ByteReader;
import io.signalbox.bytes.ByteWriter;
import io.signalbox.command.Claim;
import io.signalbox.command.CommandState;
import io.signalbox.command.Fates;
import io.signalbox.device.Device;
import io.signalbox.device.DeviceRegistry;
import io.signalbox.effect.Effects;
import io.signalbox.language.Program;
import io.signalbox.language.Rule;
import io.signalbox.message.Reading;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The rules that wait for what is late ({@code settle 30 s}), beside the engine of those that decide
 * at once: a {@link Lane} for each time that rules settle for. A settled rule decides as if each
 * sample took exactly that time to come, in whatever order they come within it.
 */
final class Settling implements Fates {
    private final DeviceRegistry registry;
    private final Effects effects;
    private final Explanations explanations;
    private final Alarms alarms;
    private final Engine eager;
    private final TreeMap<Long, Lane> lanes = new TreeMap<>();

    /** @param eager the engine of the rules that decide at once */
    Settling(
            DeviceRegistry registry,
            Effects effects,
            Explanations explanations,
            Alarms alarms,
            Engine eager) {
        this.registry = registry;
        this.effects = effects;
        this.explanations = explanations;
        this.alarms = alarms;
        this.eager = eager;
    }

    /** What of a program settles for this time; interlocks decide at once. */
    static Program part(Program program, long settleMillis) {
        List<Rule> rules = program.rules().stream()
                .filter(rule -> rule.pace().settleMillis() == settleMillis)
                .toList();
        return settleMillis == 0 && rules.size() == program.rules().size()
                ? program
                : new Program(
                        program.types(),
                        List.of(),
                        rules,
                        settleMillis == 0 ? program.interlocks() : List.of(),
                        List.of(),
                        List.of(),
                        program.places());
    }

    private Lane lane(long settleMillis) {
        PastAddress address = new PastAddress();
        Engine engine = new Engine(
                registry,
                effects,
                explanations,
                alarms,
                eager.counters(),
                eager.retired(),
                eager.ahead(),
                settleMillis,
                address);
        return new Lane(settleMillis, engine, address, registry, eager.counters());
    }

    /** The engine that has the rule, or the one of those that decide at once. */
    Engine engineOf(String rule) {
        for (Lane lane : lanes.values()) {
            if (lane.engine().book().instances(rule) != null) {
                return lane.engine();
            }
        }
        return eager;
    }

    /** Turns to a record. */
    void begin(long recordMillis, boolean mayAct) {
        lanes.values().forEach(lane -> lane.begin(recordMillis, mayAct));
    }

    void tick(long millis) {
        lanes.values().forEach(lane -> lane.tick(millis));
    }

    void readings(List<Reading> heard) {
        for (Lane lane : lanes.values()) {
            heard.forEach(reading -> lane.add(reading, eager.now()));
        }
    }

    void registered(Device device) {
        lanes.values().forEach(lane -> lane.registered(device, eager.now()));
    }

    void removed(Device device) {
        lanes.values().forEach(lane -> lane.removed(device));
    }

    void pace(int activationsPerMinute) {
        lanes.values().forEach(lane -> lane.engine().pace(activationsPerMinute));
    }

    /**
     * Other rules hold from here on, also those that decide at once. All that ends does so before
     * anything begins: a rule that settles no more, or for another time, leaves one engine and comes
     * to another, and its alarms have the same names there.
     *
     * @param factsGoOn as {@link Rulebook#adopt} has it
     */
    void declared(boolean factsGoOn) {
        Set<Long> wanted = new TreeSet<>();
        registry.program().rules().forEach(rule -> wanted.add(rule.pace().settleMillis()));
        wanted.remove(0L);
        for (long settle : wanted) {
            if (!lanes.containsKey(settle)) {
                Lane lane = lane(settle);
                lane.open(eager.now());
                lane.engine().pace(eager.pauses().most());
                lanes.put(settle, lane);
            }
        }
        Rulebook atOnce = eager.turnOver();
        Map<Lane, Rulebook> books = new LinkedHashMap<>();
        lanes.values().forEach(lane -> books.put(lane, lane.engine().turnOver()));
        eager.declared(atOnce, Set.of(), factsGoOn);
        books.forEach((lane, next) -> lane.declared(next, factsGoOn));
        lanes.keySet().retainAll(wanted);
    }

    @Override
    public void inVain(Claim claim, CommandState fate, String reason) {
        engineOf(claim.origin().by()).fates().inVain(claim, fate, reason);
    }

    void snapshot(ByteWriter out) {
        out.varint(lanes.size());
        lanes.forEach((settle, lane) -> {
            out.varint(settle);
            lane.snapshot(out);
        });
    }

    /**
     * Takes up what {@link #snapshot} wrote; the registry has been restored before.
     *
     * @param placed false for one that did not know where devices stood in the time of the rules
     */
    void restore(ByteReader in, boolean placed) {
        lanes.clear();
        for (int left = in.count(); left > 0; left--) {
            long settle = in.varint();
            Lane lane = lane(settle);
            lane.restore(in, placed);
            lanes.put(settle, lane);
        }
    }
}
