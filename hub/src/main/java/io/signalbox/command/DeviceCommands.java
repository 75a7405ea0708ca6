package io.signalbox.command;

import io.signalbox.bytes.ByteReader;
import io.signalbox.bytes.ByteWriter;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** The claims on the actuators of one device, and its latest commands. */
final class DeviceCommands {
    /** Finished commands that are kept of a device, for its timeline. */
    static final int MAX_FINISHED = 64;

    /** Claims on one actuator at a time. */
    static final int MAX_CLAIMS = 32;

    private final TreeMap<String, List<Held>> actuators = new TreeMap<>();
    private final LinkedHashMap<String, Command> commands = new LinkedHashMap<>();

    /** True once the device is gone: forgotten as soon as all has ended. */
    boolean removed;

    /** The claims on an actuator, the one that holds first. */
    List<Held> claims(String point) {
        return actuators.getOrDefault(point, List.of());
    }

    /** True if there is no room for another claim on this actuator. */
    boolean isFull(String point) {
        return claims(point).size() >= MAX_CLAIMS;
    }

    /** Of the claims of a rule on an actuator, those of all its instances, the oldest. */
    Optional<Held> oldest(String point, String rule) {
        return claims(point).stream()
                .filter(held -> held.claim.origin().isOf(rule, ""))
                .min(Comparator.comparingLong(Held::order));
    }

    /** The claims on all actuators. */
    List<Held> claims() {
        List<Held> all = new ArrayList<>();
        actuators.values().forEach(all::addAll);
        return all;
    }

    @Nullable
    Held holder(String point) {
        List<Held> claims = actuators.get(point);
        return claims == null ? null : claims.getFirst();
    }

    /** The claims of each actuator that has any, the one that holds first. */
    Collection<List<Held>> actuators() {
        return actuators.values();
    }

    void put(Held held) {
        held.live = true;
        List<Held> claims = actuators.computeIfAbsent(held.claim.point(), p -> new ArrayList<>());
        claims.add(held);
        claims.sort(Held::compare);
    }

    void remove(Held held) {
        held.live = false;
        List<Held> claims = actuators.get(held.claim.point());
        if (claims != null && claims.remove(held) && claims.isEmpty()) {
            actuators.remove(held.claim.point());
        }
    }

    /** True if a claim with this id was made already. */
    boolean knows(String claimId) {
        return commands.containsKey(claimId)
                || claims().stream().anyMatch(held -> held.claim.id().equals(claimId));
    }

    @Nullable
    Held live(String claimId) {
        for (List<Held> claims : actuators.values()) {
            for (Held held : claims) {
                if (held.claim.id().equals(claimId)) {
                    return held;
                }
            }
        }
        return null;
    }

    /** The actuator whose claims change; nothing if that claim is no more. */
    String point(ClaimChange change) {
        return switch (change) {
            case ClaimChange.Made made -> made.claim().point();
            case ClaimChange.Over over -> over.point();
            case ClaimChange.Released released -> {
                Held held = live(released.claimId());
                yield held == null ? "" : held.claim.point();
            }
        };
    }

    @Nullable
    Command command(String id) {
        return commands.get(id);
    }

    Iterable<Command> commands() {
        return commands.values();
    }

    void add(Command command) {
        commands.put(command.id, command);
        command.held.command = command;
    }

    /** Forgets the oldest finished commands beyond {@link #MAX_FINISHED}. */
    void trim() {
        int finished = 0;
        for (Command command : commands.values()) {
            finished += isDone(command) ? 1 : 0;
        }
        Iterator<Command> oldest = commands.values().iterator();
        while (finished > MAX_FINISHED && oldest.hasNext()) {
            if (isDone(oldest.next())) {
                oldest.remove();
                finished--;
            }
        }
    }

    private static boolean isDone(Command command) {
        return command.over() && !(command.held.live && command.held.turn == command.turn);
    }

    /** True if nothing is claimed and everything has ended. */
    boolean idle() {
        return actuators.isEmpty() && commands.values().stream().allMatch(DeviceCommands::isDone);
    }

    void write(ByteWriter out) {
        LinkedHashMap<Held, Integer> helds = new LinkedHashMap<>();
        commands.values().forEach(command -> helds.putIfAbsent(command.held, helds.size()));
        out.u8(removed ? 1 : 0).varint(helds.size());
        for (Held held : helds.keySet()) {
            held.claim.write(out);
            out.varint(held.order).varint(held.turn);
            String subject = held.claim.origin().subject();
            out.u8((held.live ? 1 : 0)
                    | (held.givenUp ? 2 : 0)
                    | (held.overdue ? 4 : 0)
                    | (subject.isEmpty() ? 0 : 8));
            if (!subject.isEmpty()) {
                out.string(subject);
            }
        }
        out.varint(commands.size());
        for (Command command : commands.values()) {
            out.varint(helds.getOrDefault(command.held, 0)).varint(command.turn);
            command.write(out);
        }
    }

    static DeviceCommands read(ByteReader in) {
        DeviceCommands device = new DeviceCommands();
        device.removed = in.u8() == 1;
        List<Held> helds = new ArrayList<>();
        for (int left = in.count(); left > 0; left--) {
            Claim claim = Claim.read(in);
            long order = in.varint();
            int turn = in.count();
            int flags = in.u8();
            Held held = new Held((flags & 8) != 0 ? claim.of(in.string()) : claim, order);
            held.turn = turn;
            held.givenUp = (flags & 2) != 0;
            held.overdue = (flags & 4) != 0;
            if ((flags & 1) != 0) {
                device.put(held);
            }
            helds.add(held);
        }
        for (int left = in.count(); left > 0; left--) {
            Held held = helds.get(in.count());
            Command command = Command.read(held, in.count(), in);
            device.commands.put(command.id, command);
            if (command.turn == held.turn) {
                held.command = command;
            }
        }
        return device;
    }
}
