package io.signalbox.command;

import io.signalbox.bytes.ByteReader;
import io.signalbox.bytes.ByteWriter;
import io.signalbox.effect.Effects;
import io.signalbox.journal.RecordType;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Decides which claim on an actuator holds, and tells the device. All its decisions are effects;
 * what follows from them waits until they stand in the journal.
 *
 * <p>The claims on an actuator stand in an array of priorities as BACnet has it (ASHRAE 135, clause
 * 19). The device is told the value of the highest one, by a command; when that claim ends the next
 * one holds, and is told in turn. If none is left the device is told nothing.
 *
 * <p>A claim that must wait has a {@code queued} command already. A command that was sent and loses
 * its place is {@code superseded}; if its claim comes back to its turn, that is another command
 * with another id. Retries keep the id. A newer claim of an instance of a rule, or of a person, takes
 * the place of the older one, also if it comes so late that its own lease has ended.
 */
final class Arbiter {
    /** How long at most a claim whose lease has ended waits for a change that is on its way. */
    private static final long LONGEST_WAIT_MILLIS = 3_600_000;

    private static final String REMOVED = "the device was removed";

    private final Effects effects;
    private final Interlocks interlocks;
    private final ClaimsAhead ahead;
    private final TreeMap<String, DeviceCommands> devices = new TreeMap<>();
    private final Deadlines deadlines = new Deadlines();

    /** Claims whose command an interlock forbade, by their order. */
    private final TreeMap<Long, Held> vetoed = new TreeMap<>();

    private final ByteWriter scratch = new ByteWriter();
    private long nextOrder;
    private long repeated;

    Arbiter(Effects effects, Interlocks interlocks, ClaimsAhead ahead) {
        this.ahead = ahead;
        this.effects = effects;
        this.interlocks = interlocks;
    }

    @Nullable
    DeviceCommands find(String device) {
        return devices.get(device);
    }

    /** All devices that were ever claimed, by id. */
    Iterable<DeviceCommands> devices() {
        return devices.values();
    }

    /** Claims that came again with an id that was known. */
    long repeated() {
        return repeated;
    }

    /**
     * Ends leases and sends again what was not confirmed. Only records from outside pass time:
     * what follows from an effect stays short, and never reaches the limit of effects in a row.
     */
    void passTime(long nowMillis) {
        Deadlines.Timed due;
        while ((due = deadlines.next(nowMillis)) != null) {
            switch (due) {
                case Held held -> leaseEnded(held, nowMillis);
                case Command command -> notConfirmed(command, nowMillis);
            }
        }
    }

    /** Tells devices what an interlock forbade, if their claim still holds and it does not now. */
    void lookAgain() {
        for (Held held : List.copyOf(vetoed.values())) {
            Claim claim = held.claim;
            DeviceCommands device = devices.get(claim.device());
            if (device == null || !held.live) {
                vetoed.remove(held.order);
            } else if (device.holder(claim.point()) == held
                    && isAllowed(claim)
                    && held.isVetoed()) {
                vetoed.remove(held.order);
                held.turn++;
                queue(device, held, "allowed again");
            }
        }
    }

    private boolean isAllowed(Claim claim) {
        return interlocks.check(claim.device(), claim.point(), claim.value())
                instanceof Interlocks.Verdict.Allowed;
    }

    void changed(ClaimChange change, long nowMillis) {
        DeviceCommands known = devices.get(change.device());
        String point = known == null ? "" : known.point(change);
        switch (change) {
            case ClaimChange.Made made -> made(made.claim(), nowMillis);
            case ClaimChange.Released released -> {
                DeviceCommands device = devices.get(released.device());
                Held held = device == null ? null : device.live(released.claimId());
                if (device != null && held != null) {
                    end(device, held, CommandState.SUPERSEDED, released.reason(), nowMillis);
                }
            }
            case ClaimChange.Over over -> over(over, nowMillis);
        }
        if (known != null) {
            for (Held held : known.claims()) {
                if (held.overdue && (point.isEmpty() || point.equals(held.claim.point()))) {
                    settle(known, held.claim.point(), nowMillis);
                }
            }
        }
    }

    private void over(ClaimChange.Over over, long nowMillis) {
        DeviceCommands device = devices.get(over.device());
        if (device != null) {
            for (Held held : List.copyOf(device.claims(over.point()))) {
                if (held.claim.origin().isOf(over.rule(), over.subject())
                        && held.claim.leaseEndMillis() == Claim.FOREVER) {
                    end(device, held, CommandState.SUPERSEDED, over.reason(), nowMillis);
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
        Held before = device.holder(claim.point());
        lapse(device, claim.point());
        for (Held older : List.copyOf(device.claims(claim.point()))) {
            if (older.claim.givesWayTo(claim)) {
                replace(device, older, claim);
            }
        }
        if (device.isFull(claim.point()) && !makeRoom(device, claim)) {
            String reason = "too many claims on this actuator";
            ask(queue(device, held, ""), CommandState.FAILED, 0, reason);
            turnOver(device, claim.point(), before, nowMillis);
            return;
        }
        if (claim.leaseEndMillis() <= nowMillis) {
            String reason = "its lease had ended before it was made";
            ask(queue(device, held, ""), CommandState.EXPIRED, 0, reason);
        } else {
            device.put(held);
            deadlines.add(claim.leaseEndMillis(), held);
            Held holder = device.holder(claim.point());
            queue(device, held, holder == held || holder == null ? "" : behind(holder.claim));
        }
        turnOver(device, claim.point(), before, nowMillis);
    }

    /** A claim on a device that was removed before the claim came: nobody is told. */
    void tooLate(Claim claim) {
        DeviceCommands device = devices.computeIfAbsent(claim.device(), id -> new DeviceCommands());
        if (device.knows(claim.id())) {
            repeated++;
            return;
        }
        device.removed = true;
        Held held = new Held(claim, nextOrder++);
        ask(queue(device, held, ""), CommandState.FAILED, 0, REMOVED);
    }

    private void replace(DeviceCommands device, Held older, Claim newer) {
        deadlines.remove(older.claim.leaseEndMillis(), older);
        device.remove(older);
        give(older, CommandState.SUPERSEDED, "by " + newer.id());
    }

    /** Of a rule the oldest claim goes, which a device took along from place to place. */
    private boolean makeRoom(DeviceCommands device, Claim claim) {
        Optional<Held> oldest = device.oldest(claim.point(), claim.origin().by());
        oldest.ifPresent(held -> replace(device, held, claim));
        return oldest.isPresent();
    }

    private static String behind(Claim holder) {
        return "behind " + holder.point() + " = " + holder.value() + " of "
                + holder.origin().word() + " (" + holder.id() + ")";
    }

    /** What is changed by the same record goes over to what holds behind it, at once. */
    private void leaseEnded(Held held, long nowMillis) {
        DeviceCommands device = devices.get(held.claim.device());
        if (device == null || !held.live) {
            return;
        }
        String point = held.claim.point();
        boolean waits = !held.overdue
                && ahead.on(held.claim.device()).stream()
                        .anyMatch(change -> device.point(change).equals(point));
        held.overdue = true;
        if (waits) {
            deadlines.add(held.claim.leaseEndMillis() + LONGEST_WAIT_MILLIS, held);
        } else {
            settle(device, point, nowMillis);
        }
    }

    /** The claims on an actuator whose leases have ended are no more. */
    private void settle(DeviceCommands device, String point, long nowMillis) {
        Held before = device.holder(point);
        lapse(device, point);
        turnOver(device, point, before, nowMillis);
        device.trim();
    }

    private void lapse(DeviceCommands device, String point) {
        for (Held held : List.copyOf(device.claims(point))) {
            if (held.overdue) {
                device.remove(held);
                boolean told = held.isSent();
                String reason = told ? "not confirmed before its lease ended" : "it had no turn";
                give(held, CommandState.EXPIRED, reason);
            }
        }
    }

    private void end(
            DeviceCommands device, Held held, CommandState fate, String reason, long nowMillis) {
        String point = held.claim.point();
        Held before = device.holder(point);
        deadlines.remove(held.claim.leaseEndMillis(), held);
        device.remove(held);
        give(held, fate, reason);
        lapse(device, point);
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
        if (before != null && before.live && before.isSent()) {
            give(before, CommandState.SUPERSEDED, "by " + command.id);
        }
    }

    private Command queue(DeviceCommands device, Held held, String reason) {
        Command command = new Command(held, held.turn, nextOrder++);
        device.add(command);
        ask(command, CommandState.QUEUED, 0, reason);
        return command;
    }

    /**
     * Tells the device; what has no lease any more ends with the next passing of time. The state
     * goes into the journal before the message, so that no report of the device can come between.
     */
    void send(Command command, long nowMillis) {
        Claim claim = command.held.claim;
        if (claim.leaseEndMillis() <= nowMillis) {
            return;
        }
        switch (interlocks.check(claim.device(), claim.point(), claim.value())) {
            case Interlocks.Verdict.Vetoed veto -> {
                String reason = veto.interlock() + ": " + veto.reason();
                ask(command, CommandState.VETOED, command.attempt, reason);
                vetoed.put(command.held.order, command.held);
            }
            case Interlocks.Verdict.Allowed allowed -> {
                ask(command, CommandState.SENT, command.attempt + 1, "");
                effects.publish(DownMessage.of(command, nowMillis));
            }
        }
    }

    void ask(Command command, CommandState state, int attempt, String reason) {
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
                        reason,
                        claim.origin().word())
                .write(scratch);
        effects.append(RecordType.COMMAND, 0, scratch);
    }

    void sent(Command command, long nowMillis) {
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

    void removed(String id) {
        DeviceCommands device = devices.get(id);
        if (device == null) {
            return;
        }
        for (Held held : device.claims()) {
            deadlines.remove(held.claim.leaseEndMillis(), held);
            device.remove(held);
            give(held, CommandState.FAILED, REMOVED);
        }
        device.removed = true;
        forgetIfRemoved(id, device);
    }

    void forgetIfRemoved(String id, DeviceCommands device) {
        if (device.removed && device.idle()) {
            devices.remove(id);
        }
    }

    void write(ByteWriter out) {
        out.varint(nextOrder).varint(repeated).varint(devices.size());
        devices.forEach((id, device) -> {
            out.string(id);
            device.write(out);
        });
    }

    void read(ByteReader in) {
        nextOrder = in.varint();
        repeated = in.varint();
        devices.clear();
        deadlines.clear();
        vetoed.clear();
        for (int left = in.count(); left > 0; left--) {
            String id = in.string();
            DeviceCommands device = DeviceCommands.read(in);
            devices.put(id, device);
            for (Held held : device.claims()) {
                long wait = held.overdue ? LONGEST_WAIT_MILLIS : 0;
                deadlines.add(held.claim.leaseEndMillis() + wait, held);
                if (held.isVetoed()) {
                    vetoed.put(held.order, held);
                }
            }
            device.commands().forEach(command -> deadlines.add(command.due, command));
        }
    }
}
