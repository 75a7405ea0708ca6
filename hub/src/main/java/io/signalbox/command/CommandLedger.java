package io.signalbox.command;

import io.signalbox.bytes.ByteReader;
import io.signalbox.bytes.ByteWriter;
import io.signalbox.device.Arrival;
import io.signalbox.device.Device;
import io.signalbox.device.DeviceRegistry;
import io.signalbox.effect.Cause;
import io.signalbox.effect.Effects;
import io.signalbox.journal.Entry;
import io.signalbox.message.Reading;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Who claims which actuator, what the device is told, and what became of it: the last of the folds
 * that decide.
 *
 * <p>The fold thread applies records, under this object's lock; any thread asks for views.
 */
public final class CommandLedger {
    private final DeviceRegistry registry;
    private final Arbiter arbiter;
    private final Fates fates;
    private final long[] entered = new long[CommandState.values().length];

    /** @param registry which devices there are when a claim comes */
    public CommandLedger(
            DeviceRegistry registry,
            Effects effects,
            Interlocks interlocks,
            Fates fates,
            ClaimsAhead ahead) {
        this.registry = registry;
        this.arbiter = new Arbiter(effects, interlocks, ahead);
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
            arbiter.passTime(nowMillis);
        }
        switch (entry.type()) {
            case CLAIM -> claimed(entry, nowMillis);
            case COMMAND -> seen(CommandChange.read(entry), entry, nowMillis);
            case PUBLISH, DEVICE -> arrived(arrival);
            case TICK -> arbiter.lookAgain();
            case FILTER,
                    SESSION,
                    SUBSCRIPTION,
                    CURSOR,
                    DECLARATION,
                    ALARM,
                    TRACE,
                    EXCHANGE,
                    GIVEN,
                    LEASE,
                    NOTICE,
                    IMPORT,
                    TELL,
                    KEY -> {}
        }
    }

    /** What a rule claimed stands behind the record from which it followed: its device may be gone. */
    private void claimed(Entry entry, long nowMillis) {
        ByteReader body = entry.body();
        boolean caused = (entry.flags() & Entry.CAUSED) != 0;
        if (caused) {
            Cause.read(body);
        }
        ClaimChange change = ClaimChange.read(body);
        if (caused && change instanceof ClaimChange.Made made && isGone(change.device())) {
            arbiter.tooLate(made.claim());
        } else {
            arbiter.changed(change, nowMillis);
        }
    }

    /** Rules are over registered devices alone; what still publishes comes again without a type. */
    private boolean isGone(String device) {
        return registry.find(device).filter(Device::registered).isEmpty();
    }

    private void arrived(Arrival arrival) {
        switch (arrival) {
            case Arrival.Readings told -> confirm(told.device(), told.heard());
            case Arrival.Answer answer -> answered(answer);
            case Arrival.Removed removed -> arbiter.removed(removed.device().id());
            case Arrival.Nothing n -> {}
            case Arrival.Happened h -> {}
            case Arrival.Registered r -> {}
            case Arrival.Declared d -> {}
            case Arrival.Paced p -> {}
        }
    }

    private void seen(CommandChange change, Entry entry, long nowMillis) {
        entered[change.state().ordinal()]++;
        DeviceCommands device = arbiter.find(change.device());
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
                arbiter.send(command, nowMillis);
            }
        } else if (change.state() == CommandState.SENT) {
            arbiter.sent(command, nowMillis);
        } else if (change.state().isFinal()) {
            ended(device, command, change);
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
        arbiter.forgetIfRemoved(change.device(), device);
    }

    private void confirm(Device told, List<Reading> readings) {
        DeviceCommands device = arbiter.find(told.id());
        if (device == null) {
            return;
        }
        for (List<Held> claims : device.actuators()) {
            Command command = claims.getFirst().command;
            if (command != null && command.awaited() && command.attempt > 0) {
                confirm(command, Confirmation.of(told, command.held.claim), readings);
            }
        }
    }

    private void confirm(Command command, Confirmation expected, List<Reading> readings) {
        for (Reading reading : readings) {
            if (expected.isShownBy(reading, command.sentMillis)) {
                String reason = reading.point() + " = " + reading.value();
                arbiter.ask(command, CommandState.CONFIRMED, command.attempt, reason);
                return;
            }
        }
    }

    private void answered(Arrival.Answer answer) {
        DeviceCommands device = arbiter.find(answer.device());
        Command command = device == null ? null : device.command(answer.commandId());
        if (command == null || !command.awaited()) {
            return;
        }
        if (answer.refused()) {
            arbiter.ask(command, CommandState.REFUSED, command.attempt, answer.reason());
        } else if (command.asked == CommandState.SENT) {
            arbiter.ask(command, CommandState.DELIVERED, command.attempt, answer.reason());
        }
    }

    /** The latest commands of a device, oldest first. */
    public synchronized List<CommandView> commands(String device) {
        List<CommandView> views = new ArrayList<>();
        DeviceCommands commands = arbiter.find(device);
        if (commands != null) {
            addViews(commands, views);
        }
        return views;
    }

    /** The latest commands of all devices, in the order in which they were claimed. */
    public synchronized List<CommandView> commands() {
        List<CommandView> views = new ArrayList<>();
        arbiter.devices().forEach(device -> addViews(device, views));
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

    /** The commands that a claim led to, one for each of its turns. */
    public synchronized List<CommandView> ofClaim(String device, String claimId) {
        return commands(device).stream()
                .filter(view -> view.claim().id().equals(claimId))
                .toList();
    }

    /** The claims in place on a device, by actuator, the one that holds first. */
    public synchronized List<Claim> claims(String device) {
        DeviceCommands commands = arbiter.find(device);
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
        return arbiter.repeated();
    }

    /** Writes claims, commands and counts. */
    public void snapshot(ByteWriter out) {
        out.varint(entered.length);
        for (long count : entered) {
            out.varint(count);
        }
        arbiter.write(out);
    }

    /** Takes up what {@link #snapshot} wrote, before the first record. */
    public synchronized void restore(ByteReader in) {
        int states = in.count();
        for (int i = 0; i < states; i++) {
            entered[i] = in.varint();
        }
        arbiter.read(in);
    }
}
