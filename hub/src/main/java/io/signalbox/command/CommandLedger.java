package io.signalbox.command;

import io.signalbox.bytes.ByteReader;
import io.signalbox.bytes.ByteWriter;
import io.signalbox.device.Arrival;
import io.signalbox.device.Device;
import io.signalbox.effect.Cause;
import io.signalbox.effect.Effects;
import io.signalbox.journal.Entry;
import io.signalbox.journal.RecordType;
import io.signalbox.message.Reading;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Who claims which actuator, what the device is told, and what became of it: the last of the folds
 * that decide.
 *
 * <p>The claims on an actuator stand in an array of priorities as BACnet has it (ASHRAE 135, clause
 * 19). The device is told the value of the highest one, by a command; when that claim ends the next
 * one holds, and is told in turn. If none is left the device is told nothing.
 *
 * <p>A claim that must wait has a {@code queued} command already. A command that was sent and loses
 * its place is {@code superseded}; if its claim comes back to its turn, that is another command
 * with another id. Retries keep the id. A newer claim of the same rule, or of a person, takes the
 * place of the older one.
 *
 * <p>The fold thread applies records, under this object's lock; any thread asks for views.
 */
public final class CommandLedger {
    private static final int OPERATOR = 8;

    private final Effects effects;
    private final Interlocks interlocks;
    private final Fates fates;
    private final TreeMap<String, DeviceCommands> devices = new TreeMap<>();
    private final Deadlines deadlines = new Deadlines();
    private final long[] entered = new long[CommandState.values().length];
    private final ByteWriter scratch = new ByteWriter();
    private long nextOrder;
    private long repeated;

    public CommandLedger(Effects effects, Interlocks interlocks, Fates fates) {
        this.effects = effects;
        this.interlocks = interlocks;
        this.fates = fates;
    }

    /**
     * Takes the next record.
     *
     * @param arrival what the devices' fold made of it
     * @param nowMillis the journal's time, which never goes back
     */
    public synchronized void apply(Entry entry, Arrival arrival, long nowMillis) {
        if ((entry.flags() & Entry.CAUSED) == 0) {
            passTime(nowMillis);
        }
        switch (entry.type()) {
            case CLAIM -> changed(ClaimChange.read(body(entry)), nowMillis);
            case COMMAND -> seen(CommandChange.read(body(entry)), entry, nowMillis);
            case PUBLISH, DEVICE -> arrived(arrival);
            case TICK, FILTER, SESSION, SUBSCRIPTION, CURSOR, DECLARATION, ALARM, TRACE -> {}
        }
    }

    private static ByteReader body(Entry entry) {
        ByteReader body = entry.body();
        if ((entry.flags() & Entry.CAUSED) != 0) {
            Cause.read(body);
        }
        return body;
    }

    private void arrived(Arrival arrival) {
        switch (arrival) {
            case Arrival.Readings told -> confirm(told.device(), told.readings());
            case Arrival.Answer answer -> answered(answer);
            case Arrival.Removed removed -> removed(removed.device().id());
            case Arrival.Nothing n -> {}
            case Arrival.Registered r -> {}
            case Arrival.Declared d -> {}
        }
    }

    /**
     * Ends leases and sends again what was not confirmed. Only records from outside pass time:
     * what follows from an effect stays short, and never reaches the limit of effects in a row.
     */
    private void passTime(long nowMillis) {
        Deadlines.Timed due;
        while ((due = deadlines.next(nowMillis)) != null) {
            switch (due) {
                case Held held -> leaseEnded(held, nowMillis);
                case Command command -> notConfirmed(command, nowMillis);
            }
        }
    }

    private void changed(ClaimChange change, long nowMillis) {
        switch (change) {
            case ClaimChange.Made made -> made(made.claim(), nowMillis);
            case ClaimChange.Released released -> {
                DeviceCommands device = devices.get(released.device());
                Held held = device == null ? null : device.live(released.claimId());
                if (device != null && held != null) {
                    end(device, held, CommandState.SUPERSEDED, released.reason(), nowMillis);
                }
            }
        }
    }

    private void made(Claim claim, long nowMillis) {
        DeviceCommands device = devices.computeIfAbsent(claim.device(), id -> new DeviceCommands());
        if (device.knows(claim.id())) {
            repeated++;
            return;
        }
        device.removed = false;
        Held held = new Held(claim, nextOrder++);
        boolean ended = claim.leaseEndMillis() <= nowMillis;
        if (ended || device.claims(claim.point()).size() >= DeviceCommands.MAX_CLAIMS) {
            Command command = queue(device, held, "");
            if (ended) {
                ask(command, CommandState.EXPIRED, 0, "its lease had ended before it was made");
            } else {
                ask(command, CommandState.FAILED, 0, "too many claims on this actuator");
            }
            return;
        }
        Held before = device.holder(claim.point());
        for (Held older : List.copyOf(device.claims(claim.point()))) {
            if (isReplaced(older.claim, claim)) {
                deadlines.remove(older.claim.leaseEndMillis(), older);
                device.remove(older);
                give(older, CommandState.SUPERSEDED, "by " + claim.id());
            }
        }
        device.put(held);
        deadlines.add(claim.leaseEndMillis(), held);
        Held holder = device.holder(claim.point());
        queue(device, held, holder == held || holder == null ? "" : "behind " + holder.claim.id());
        turnOver(device, claim.point(), before, nowMillis);
    }

    private static boolean isReplaced(Claim older, Claim newer) {
        boolean persons = older.rank().level() == OPERATOR && newer.rank().level() == OPERATOR;
        return persons || older.origin().by().equals(newer.origin().by());
    }

    private void leaseEnded(Held held, long nowMillis) {
        DeviceCommands device = devices.get(held.claim.device());
        if (device != null) {
            Command command = held.command;
            boolean told = command != null && command.awaited();
            String reason = told ? "not confirmed before its lease ended" : "it had no turn";
            end(device, held, CommandState.EXPIRED, reason, nowMillis);
        }
    }

    private void end(
            DeviceCommands device, Held held, CommandState fate, String reason, long nowMillis) {
        String point = held.claim.point();
        Held before = device.holder(point);
        deadlines.remove(held.claim.leaseEndMillis(), held);
        device.remove(held);
        give(held, fate, reason);
        turnOver(device, point, before, nowMillis);
        device.trim();
    }

    /** Gives a claim's command its end, unless it has one. */
    private void give(Held held, CommandState fate, String reason) {
        Command command = held.command;
        if (command != null && !command.asked.isFinal()) {
            ask(command, fate, command.attempt, reason);
        }
    }

    /** Tells the device what the claim that holds now wants, if that is another one than before. */
    private void turnOver(
            DeviceCommands device, String point, @Nullable Held before, long nowMillis) {
        Held holder = device.holder(point);
        if (holder == before || holder == null) {
            return;
        }
        Command command = holder.command;
        if (command == null || command.asked.isFinal()) {
            holder.turn++;
            command = queue(device, holder, "its turn again");
        } else if (command.state != null) {
            send(command, nowMillis);
        }
        if (before != null && before.live && isSent(before)) {
            give(before, CommandState.SUPERSEDED, "by " + command.id);
        }
    }

    private static boolean isSent(Held held) {
        Command command = held.command;
        return command != null && command.awaited();
    }

    private Command queue(DeviceCommands device, Held held, String reason) {
        Command command = new Command(held, held.turn, nextOrder++);
        device.add(command);
        ask(command, CommandState.QUEUED, 0, reason);
        return command;
    }

    /** Tells the device; what has no lease any more ends with the next passing of time. */
    private void send(Command command, long nowMillis) {
        Claim claim = command.held.claim;
        if (claim.leaseEndMillis() <= nowMillis) {
            return;
        }
        switch (interlocks.check(claim.device(), claim.point(), claim.value())) {
            case Interlocks.Verdict.Vetoed veto ->
                ask(
                        command,
                        CommandState.VETOED,
                        command.attempt,
                        veto.interlock() + ": " + veto.reason());
            case Interlocks.Verdict.Allowed allowed -> {
                effects.publish(DownMessage.of(command, nowMillis));
                ask(command, CommandState.SENT, command.attempt + 1, "");
            }
        }
    }

    private void ask(Command command, CommandState state, int attempt, String reason) {
        command.asked = state;
        if (state != CommandState.DELIVERED) {
            deadlines.remove(command.due, command);
            command.due = Command.NEVER;
        }
        Claim claim = command.held.claim;
        scratch.clear();
        new CommandChange(
                        command.id,
                        claim.id(),
                        claim.device(),
                        claim.point(),
                        claim.value(),
                        state,
                        attempt,
                        reason)
                .write(scratch);
        effects.append(RecordType.COMMAND, 0, scratch);
    }

    private void seen(CommandChange change, Entry entry, long nowMillis) {
        entered[change.state().ordinal()]++;
        DeviceCommands device = devices.get(change.device());
        Command command = device == null ? null : device.command(change.id());
        if (device == null || command == null) {
            return;
        }
        command.enter(
                change.state(),
                change.attempt(),
                new CommandView.Step(
                        change.state(),
                        change.attempt(),
                        entry.timeMillis(),
                        entry.sequence(),
                        change.reason()));
        Held held = command.held;
        boolean waits = command.asked == CommandState.QUEUED;
        if (change.state() == CommandState.QUEUED) {
            if (waits && held == device.holder(held.claim.point())) {
                send(command, nowMillis);
            }
        } else if (change.state() == CommandState.SENT) {
            sent(command, nowMillis);
        } else if (change.state().isFinal()) {
            ended(device, command, change);
        }
    }

    private void sent(Command command, long nowMillis) {
        Claim.Proof proof = command.held.claim.proof();
        if (command.attempt == 1) {
            command.sentMillis = nowMillis;
        }
        if (command.awaited() && proof.withinMillis() > 0) {
            boolean again = command.attempt > 1 && proof.everyMillis() > 0;
            command.due = nowMillis + (again ? proof.everyMillis() : proof.withinMillis());
            deadlines.add(command.due, command);
        }
    }

    private void notConfirmed(Command command, long nowMillis) {
        command.due = Command.NEVER;
        Claim.Proof proof = command.held.claim.proof();
        if (command.attempt <= proof.retries()) {
            send(command, nowMillis);
        } else {
            String reason = "not confirmed within " + proof.withinMillis() + " ms"
                    + (proof.retries() == 0 ? "" : " and " + proof.retries() + " retries");
            ask(command, CommandState.FAILED, command.attempt, reason);
        }
    }

    private void ended(DeviceCommands device, Command command, CommandChange change) {
        Held held = command.held;
        CommandState fate = change.state();
        if (fate.inVain() && !held.givenUp) {
            held.givenUp = true;
            fates.inVain(held.claim, fate, change.reason());
        }
        device.trim();
        forgetIfRemoved(change.device(), device);
    }

    private void confirm(Device told, List<Reading> readings) {
        DeviceCommands device = devices.get(told.id());
        if (device == null) {
            return;
        }
        for (Command command : device.holding()) {
            if (command.awaited() && command.attempt > 0) {
                Confirmation expected = Confirmation.of(told, command.held.claim);
                for (Reading reading : readings) {
                    if (expected.isShownBy(reading, command.sentMillis)) {
                        ask(
                                command,
                                CommandState.CONFIRMED,
                                command.attempt,
                                reading.point() + " = " + reading.value());
                        break;
                    }
                }
            }
        }
    }

    private void answered(Arrival.Answer answer) {
        DeviceCommands device = devices.get(answer.device());
        Command command = device == null ? null : device.command(answer.commandId());
        if (command == null || !command.awaited()) {
            return;
        }
        if (answer.refused()) {
            ask(command, CommandState.REFUSED, command.attempt, answer.reason());
        } else if (command.asked == CommandState.SENT) {
            ask(command, CommandState.DELIVERED, command.attempt, answer.reason());
        }
    }

    private void removed(String id) {
        DeviceCommands device = devices.get(id);
        if (device == null) {
            return;
        }
        for (Held held : device.claims()) {
            deadlines.remove(held.claim.leaseEndMillis(), held);
            device.remove(held);
            give(held, CommandState.FAILED, "the device was removed");
        }
        device.removed = true;
        forgetIfRemoved(id, device);
    }

    private void forgetIfRemoved(String id, DeviceCommands device) {
        if (device.removed && device.idle()) {
            devices.remove(id);
        }
    }

    /** The latest commands of a device, oldest first. */
    public synchronized List<CommandView> commands(String device) {
        List<CommandView> views = new ArrayList<>();
        DeviceCommands commands = devices.get(device);
        if (commands != null) {
            addViews(commands, views);
        }
        return views;
    }

    /** The latest commands of all devices, in the order in which they were claimed. */
    public synchronized List<CommandView> commands() {
        List<CommandView> views = new ArrayList<>();
        devices.values().forEach(device -> addViews(device, views));
        views.sort(Comparator.comparingLong(view -> view.steps().getFirst().sequence()));
        return views;
    }

    private static void addViews(DeviceCommands device, List<CommandView> views) {
        for (Command command : device.commands()) {
            CommandState seen = command.state;
            if (seen != null) {
                views.add(command.view(seen));
            }
        }
    }

    /** The command with this id. */
    public synchronized Optional<CommandView> command(String device, String id) {
        return commands(device).stream().filter(view -> view.id().equals(id)).findFirst();
    }

    /** The claims in place on a device, by actuator, the one that holds first. */
    public synchronized List<Claim> claims(String device) {
        DeviceCommands commands = devices.get(device);
        return commands == null
                ? List.of()
                : commands.claims().stream().map(held -> held.claim).toList();
    }

    /** How often commands have entered each state since the hub's first start. */
    public synchronized Map<CommandState, Long> entered() {
        Map<CommandState, Long> counts = new EnumMap<>(CommandState.class);
        for (CommandState state : CommandState.values()) {
            counts.put(state, entered[state.ordinal()]);
        }
        return counts;
    }

    /** Claims that came again with an id that was known, and did nothing. */
    public synchronized long repeated() {
        return repeated;
    }

    /** Writes claims, commands and counts. */
    public void snapshot(ByteWriter out) {
        out.varint(nextOrder).varint(repeated).varint(entered.length);
        for (long count : entered) {
            out.varint(count);
        }
        out.varint(devices.size());
        devices.forEach((id, device) -> {
            out.string(id);
            device.write(out);
        });
    }

    /** Takes up what {@link #snapshot} wrote, before the first record. */
    public synchronized void restore(ByteReader in) {
        nextOrder = in.varint();
        repeated = in.varint();
        int states = in.count();
        for (int i = 0; i < states; i++) {
            entered[i] = in.varint();
        }
        devices.clear();
        deadlines.clear();
        for (int left = in.count(); left > 0; left--) {
            String id = in.string();
            DeviceCommands device = DeviceCommands.read(in);
            devices.put(id, device);
            device.claims().forEach(held -> deadlines.add(held.claim.leaseEndMillis(), held));
            device.commands().forEach(command -> deadlines.add(command.due, command));
        }
    }
}
