package io.signalbox.rules;

import io.signalbox.language.Action;
import io.signalbox.language.Level;
import io.signalbox.language.Rule;
import io.signalbox.message.Value;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What devices are told by definition: the weightiest of all claims, if no interlock forbids its
 * value. All claims are on the one actuator of the device.
 *
 * <p>What follows from a record follows in order: a claim, then what follows from that, which is its
 * command. So a claim that ends before its command comes is told to nobody, and one that ends after
 * it is, for a moment.
 */
final class OracleClaims {
    static final long FOREVER = Long.MAX_VALUE;

    /**
     * Somebody wants something of a device.
     *
     * @param version of the rule; empty for a person
     * @param subject the device or place of the rule
     * @param promise of a rule, what it does if all is in vain
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
            long number,
            Optional<Promise> promise) {
        Wish counted(long count) {
            return new Wish(
                    device, by, version, subject, value, level, priority, end, count, promise);
        }

        boolean isConfirmed() {
            return promise.filter(p -> p.action.confirmMillis() > 0).isPresent();
        }
    }

    /** The action by which an activation of a rule wants something. */
    record Promise(Action.Claim action, long activation) {}

    /** How often and since when a device is told something. */
    private static final class Command {
        final long order;
        Turn turn = Turn.NEW;
        int attempts;

        /** When it is told again, or given up. */
        long due = FOREVER;

        Command(long order) {
            this.order = order;
        }
    }

    private record Due(long at, long order, Runnable what) {}

    private static final Comparator<Wish> WEIGHT = Comparator.comparingInt((Wish w) -> -w.level)
            .thenComparingInt(Wish::priority)
            .thenComparingLong(Wish::number);

    /** How far a wish has come. */
    private enum Turn {
        /** It is in the journal, and its command follows: until then the device is told nothing. */
        NEW,
        /** The device is told as soon as nothing weighs more. */
        WAITING,
        TOLD,
        /** When its turn came an interlock forbade it. */
        REFUSED,
        /** The device obeyed, or it did not, or something else weighs more. */
        DONE
    }

    private final Oracle oracle;
    private final List<Wish> wishes = new ArrayList<>();
    private final Map<Wish, Command> commands = new HashMap<>();
    private final Map<Wish, Long> orders = new HashMap<>();

    /** Those of which it is known that all was in vain. */
    private final Set<Wish> givenUp = new HashSet<>();

    /** Those whose lease has ended, and which go with the next change on their device. */
    private final Set<Wish> overdue = new HashSet<>();

    /** What the record at hand itself says. */
    private final List<Runnable> heard = new ArrayList<>();

    private final Map<String, String> told = new HashMap<>();

    /** The last value that followed from the record at hand, by device. */
    private final Map<String, String> telling = new TreeMap<>();

    private final List<String> lines = new ArrayList<>();
    private long number;
    private long order;

    OracleClaims(Oracle oracle) {
        this.oracle = oracle;
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
        heard.add(() -> put(wish.counted(number++)));
    }

    /** What was ordered by hand is taken back. */
    void release(String device) {
        heard.add(() -> end(w -> w.device.equals(device) && w.level == Level.OPERATOR.number()));
    }

    /** A device is no more. */
    void forget(String device) {
        heard.add(() -> wishes.removeIf(w -> w.device.equals(device)));
    }

    /** A rule wants something. */
    void claim(Wish wish) {
        Wish counted = wish.counted(number++);
        oracle.follows(wish.device::equals, () -> put(counted));
    }

    /** What is wanted of a device that has gone meanwhile is wanted in vain. */
    private void put(Wish wish) {
        if (!oracle.devices().containsKey(wish.device)) {
            return;
        }
        orders.put(wish, order++);
        Wish before = holder(wish.device);
        lapse(wish.device);
        wishes.removeIf(older -> older.device.equals(wish.device) && isRenewed(older, wish));
        if (wish.end > oracle.now()) {
            wishes.add(wish);
            queue(wish);
        } else {
            order++;
            inVain(wish);
        }
        turnOver(wish.device, before);
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
        return () -> ends(w -> w.by.equals(rule)
                && w.subject.equals(subject)
                && w.end == FOREVER
                && w.number < before);
    }

    /** Those that left the place in which all were claimed, or for which they stood. */
    void left(OraclePlaces places, Rule rule) {
        long before = number;
        ends(w -> w.by.equals(rule.name())
                && w.end == FOREVER
                && w.number < before
                && !places.isIn(w.subject, oracle.devices().get(w.device), rule.type()));
    }

    /** A device is none any more of those that the rule claims in a place. */
    void left(String device, Rule rule) {
        long before = number;
        ends(w -> w.by.equals(rule.name())
                && w.device.equals(device)
                && w.end == FOREVER
                && w.number < before);
    }

    private void ends(Predicate<Wish> which) {
        oracle.follows(
                device -> wishes.stream().anyMatch(w -> w.device.equals(device) && which.test(w)),
                () -> end(which));
    }

    private void end(Predicate<Wish> which) {
        for (Wish wish : wishes.stream().filter(which).toList()) {
            Wish before = holder(wish.device);
            wishes.remove(wish);
            lapse(wish.device);
            turnOver(wish.device, before);
        }
    }

    private @Nullable Wish holder(String device) {
        return wishes.stream().filter(w -> w.device.equals(device)).max(WEIGHT).orElse(null);
    }

    private void lapse(String device) {
        for (Wish wish : List.copyOf(wishes)) {
            if (wish.device.equals(device) && overdue.remove(wish)) {
                wishes.remove(wish);
                switch (command(wish).turn) {
                    case NEW, WAITING, TOLD -> inVain(wish);
                    case REFUSED, DONE -> {}
                }
            }
        }
    }

    private void settle(String device) {
        Wish before = holder(device);
        lapse(device);
        turnOver(device, before);
    }

    /** Another wish is the weightiest: one that had its turn needs another command. */
    private void turnOver(String device, @Nullable Wish before) {
        Wish holder = holder(device);
        if (holder == null || holder.equals(before)) {
            return;
        }
        switch (command(holder).turn) {
            case NEW -> {}
            case WAITING -> tell(holder);
            case TOLD, REFUSED, DONE -> queue(holder);
        }
        if (before != null && wishes.contains(before) && command(before).turn == Turn.TOLD) {
            done(before);
        }
    }

    /** Its place among what is due at one instant. */
    private long place(Wish wish) {
        return Objects.requireNonNull(orders.get(wish));
    }

    private Command command(Wish wish) {
        return Objects.requireNonNull(commands.get(wish));
    }

    private void done(Wish wish) {
        command(wish).turn = Turn.DONE;
        command(wish).due = FOREVER;
    }

    private void queue(Wish wish) {
        Command command = new Command(order++);
        commands.put(wish, command);
        oracle.follows(_ -> false, () -> {
            if (command.turn == Turn.NEW) {
                command.turn = Turn.WAITING;
                if (wish.equals(holder(wish.device))) {
                    tell(wish);
                }
            }
        });
    }

    private void tell(Wish wish) {
        if (wish.end <= oracle.now()) {
            return;
        }
        Command command = command(wish);
        command.due = FOREVER;
        if (oracle.forbids(wish.device, wish.value)) {
            command.turn = Turn.REFUSED;
            inVain(wish);
            return;
        }
        command.turn = Turn.TOLD;
        telling.put(wish.device, Told.shown(wish.value));
        oracle.follows(_ -> false, () -> told(wish, command));
    }

    private void told(Wish wish, Command command) {
        command.attempts++;
        if (command.turn == Turn.TOLD && wish.isConfirmed()) {
            Action.Claim action = wish.promise.orElseThrow().action;
            command.due = oracle.now()
                    + (command.attempts > 1 ? action.retryEveryMillis() : action.confirmMillis());
        }
    }

    private void notConfirmed(Wish wish, Command command) {
        command.due = FOREVER;
        if (command.attempts <= wish.promise.orElseThrow().action.retries()) {
            tell(wish);
        } else {
            done(wish);
            inVain(wish);
        }
    }

    /** The device says what its actuator does. */
    void reported(String device, Value value) {
        heard.add(() -> {
            Wish holder = holder(device);
            if (holder != null
                    && command(holder).turn == Turn.TOLD
                    && command(holder).attempts > 0
                    && Oracle.isNear(holder.value, value)) {
                done(holder);
            }
        });
    }

    /** Its rule comes to know of it, once. */
    private void inVain(Wish wish) {
        oracle.follows(_ -> false, () -> {
            if (givenUp.add(wish) && oracle.devices().containsKey(wish.device)) {
                wish.promise
                        .filter(p -> p.action.otherwise().isPresent())
                        .ifPresent(p -> oracle.giveUp(wish.by, wish.subject, p.activation));
            }
        });
    }

    /**
     * A record has been decided. Leases end before all that follows from it; if that changes what is
     * wanted of the same device, together with the change.
     *
     * @param tick whether what was refused is looked at again
     */
    void turnTo(boolean tick) {
        for (Optional<Due> due = due(); due.isPresent(); due = due()) {
            due.get().what.run();
        }
        heard.forEach(Runnable::run);
        heard.clear();
        if (tick) {
            wishes.stream()
                    .filter(w -> command(w).turn == Turn.REFUSED && w.equals(holder(w.device)))
                    .filter(w -> !oracle.forbids(w.device, w.value))
                    .sorted(Comparator.comparingLong(this::place))
                    .forEach(this::queue);
        }
    }

    private Optional<Due> due() {
        Stream<Due> leases = wishes.stream()
                .filter(w -> !overdue.contains(w))
                .map(w -> new Due(w.end, place(w), () -> leaseEnded(w)));
        Stream<Due> waits = wishes.stream().map(w -> {
            Command command = command(w);
            return new Due(command.due, command.order, () -> notConfirmed(w, command));
        });
        return Stream.concat(leases, waits)
                .filter(due -> due.at <= oracle.now())
                .min(Comparator.comparingLong(Due::at).thenComparingLong(Due::order));
    }

    private void leaseEnded(Wish wish) {
        overdue.add(wish);
        if (!oracle.changes(wish.device)) {
            settle(wish.device);
        }
    }

    /** All that follows from the record has come, of the hub's time {@code wall}. */
    void settled(long wall) {
        telling.forEach((device, value) -> {
            if (!value.equals(told.put(device, value))) {
                lines.add(wall + " " + device + " = " + value);
            }
        });
        telling.clear();
        commands.keySet().retainAll(wishes);
        orders.keySet().retainAll(wishes);
    }
}
