package io.signalbox.rules;

import io.signalbox.language.Action;
import io.signalbox.language.Interlock;
import io.signalbox.language.Level;
import io.signalbox.language.Rule;
import io.signalbox.language.Setting;
import io.signalbox.message.Value;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What devices are told by definition: behind each record the weightiest of all claims that last
 * then, if no interlock forbids its value. All claims are on the one actuator of the device.
 */
final class OracleClaims {
    static final long FOREVER = Long.MAX_VALUE;

    /**
     * Somebody wants something of a device.
     *
     * @param version of the rule; empty for a person
     * @param subject the device or place of the rule
     */
    record Wish(
            String device,
            String by,
            String version,
            String subject,
            Value value,
            int level,
            int priority,
            long end,
            long number) {
        Wish(
                String device,
                String by,
                String version,
                String subject,
                Value value,
                int level,
                int priority,
                long end) {
            this(device, by, version, subject, value, level, priority, end, -1);
        }

        Wish counted(long count) {
            return new Wish(device, by, version, subject, value, level, priority, end, count);
        }
    }

    private static final Comparator<Wish> WEIGHT = Comparator.comparingInt((Wish w) -> -w.level)
            .thenComparingInt(Wish::priority)
            .thenComparingLong(Wish::number);

    private final List<Wish> wishes = new ArrayList<>();
    private final Map<String, Wish> holders = new HashMap<>();
    private final Map<String, String> told = new HashMap<>();
    private final Set<Wish> refused = new HashSet<>();

    /** Those whose turn it was once: until they are told again a moment passes. */
    private final Set<Wish> asked = new HashSet<>();

    /** Devices on which another claim held for a moment within the record. */
    private final Set<String> stirred = new HashSet<>();

    /** By device what was held for that moment, because all that weighed more had ended. */
    private final Map<String, Wish> meanwhile = new HashMap<>();

    /** What the record at hand says, and what rules made of it: it comes in this order. */
    private final List<Runnable> heard = new ArrayList<>();

    private final List<Runnable> decided = new ArrayList<>();
    private final List<String> lines = new ArrayList<>();
    private long number;

    /** How many wishes there were when the record came. */
    private long settled;

    /** What an interlock is as a rule. */
    static Rule rule(Interlock i) {
        Stream<Action> force = i.force().stream()
                .map(value -> new Action.Claim(
                        i.point(),
                        new Setting.Fixed(value),
                        0,
                        0,
                        0,
                        0,
                        Optional.empty(),
                        i.condition().written()));
        return new Rule(
                i.name(),
                i.title(),
                i.type(),
                i.variable(),
                Level.INTERLOCK,
                0,
                i.condition(),
                Optional.empty(),
                force.toList(),
                List.of(),
                i.text(),
                i.hash(),
                i.at());
    }

    /** What devices were told, as {@code time device = value}; not when it was the same again. */
    List<String> lines() {
        return lines;
    }

    /** All that is wanted of a device, the weightiest first, as {@code by subject = value}. */
    List<String> standing(String device) {
        return wishes.stream()
                .filter(wish -> wish.device.equals(device))
                .sorted(WEIGHT.reversed())
                .map(wish -> wish.by + " " + wish.subject + " = " + Told.shown(wish.value))
                .toList();
    }

    /** A person orders something. */
    void order(Wish wish) {
        heard.add(() -> put(wish));
    }

    /** What was ordered by hand is taken back. */
    void release(String device) {
        heard.add(() -> end(w -> w.device.equals(device) && w.level == Level.OPERATOR.number()));
    }

    /** A device is no more. */
    void forget(String device) {
        heard.add(() -> end(w -> w.device.equals(device)));
    }

    /** A rule wants something. */
    void claim(Wish wish) {
        Wish counted = wish.counted(number++);
        decided.add(() -> put(counted));
    }

    private void put(Wish wish) {
        wishes.removeIf(older -> older.device.equals(wish.device) && isRenewed(older, wish));
        wishes.add(wish.number < 0 ? wish.counted(number++) : wish);
        stir(wish.device);
    }

    /** Each place of a rule wants for itself; what the places of an old version want is of old. */
    private static boolean isRenewed(Wish older, Wish newer) {
        boolean person = newer.level == Level.OPERATOR.number();
        boolean persons = person && older.level == Level.OPERATOR.number();
        boolean same = older.subject.equals(newer.subject);
        boolean old = !older.version.equals(newer.version);
        return persons || (older.by.equals(newer.by) && (same || old));
    }

    /** What an instance wanted without an end before this instant; it changes its state, or ends. */
    Runnable over(String rule, String subject) {
        long before = number;
        return () -> decided.add(() -> end(w -> w.by.equals(rule)
                && w.subject.equals(subject)
                && w.end == FOREVER
                && w.number < before));
    }

    private interface Which {
        boolean is(Wish wish);
    }

    private void end(Which which) {
        for (Wish wish : List.copyOf(wishes)) {
            if (which.is(wish)) {
                wishes.remove(wish);
                stir(wish.device);
            }
        }
    }

    /** Those that left the place in which all were claimed, or for which they stood. */
    void left(Oracle oracle, OraclePlaces places, Rule rule) {
        long before = number;
        decided.add(() -> end(w -> w.by.equals(rule.name())
                && w.end == FOREVER
                && w.number < before
                && !places.isIn(w.subject, oracle.devices().get(w.device), rule.type())));
    }

    /** A device is none any more of those that the rule claims in a place. */
    void left(String device, Rule rule) {
        long before = number;
        decided.add(() -> end(w -> w.by.equals(rule.name())
                && w.device.equals(device)
                && w.end == FOREVER
                && w.number < before));
    }

    private void stir(String device) {
        Wish holder = holder(device).orElse(null);
        if (!Objects.equals(holder, holders.get(device))) {
            stirred.add(device);
            if (holder != null && holder.number < settled && !asked.contains(holder)) {
                meanwhile.put(device, holder);
            }
        }
    }

    private Optional<Wish> holder(String device) {
        return wishes.stream().filter(w -> w.device.equals(device)).max(WEIGHT);
    }

    /** A record has been taken at this time; a tick has what was refused looked at again. */
    void settle(Oracle oracle, long wall, boolean tick) {
        wishes.stream()
                .filter(w -> w.end <= oracle.now())
                .sorted(Comparator.comparingLong(Wish::end).thenComparingLong(Wish::number))
                .toList()
                .forEach(w -> end(w::equals));
        heard.forEach(Runnable::run);
        decided.forEach(Runnable::run);
        heard.clear();
        decided.clear();
        end(w -> w.end <= oracle.now());
        for (String device : oracle.devices().keySet()) {
            Wish holder = holder(device).orElse(null);
            boolean same = holder != null && holder.equals(holders.get(device));
            boolean asks = !same || stirred.contains(device) || (tick && refused.contains(holder));
            if (holder == null) {
                holders.remove(device);
                tellShortly(oracle, wall, device);
            } else if (asks) {
                holders.put(device, holder);
                asked.add(holder);
                if (oracle.forbids(device, holder.value)) {
                    refused.add(holder);
                    tellShortly(oracle, wall, device);
                } else {
                    refused.remove(holder);
                    tell(wall, device, holder.value);
                }
            }
        }
        stirred.clear();
        meanwhile.clear();
        settled = number;
    }

    /** Behind what ended came something else, and behind that nothing that may be told. */
    private void tellShortly(Oracle oracle, long wall, String device) {
        Wish shortly = meanwhile.get(device);
        if (shortly != null
                && shortly.end > oracle.now()
                && !oracle.forbids(device, shortly.value)) {
            tell(wall, device, shortly.value);
        }
    }

    private void tell(long wall, String device, Value value) {
        String shown = Told.shown(value);
        if (!shown.equals(told.put(device, shown))) {
            lines.add(wall + " " + device + " = " + shown);
        }
    }
}
