package io.signalbox.scenario;

import static java.util.Objects.requireNonNull;

import io.signalbox.mqtt.codec.ProtocolVersion;
import io.signalbox.mqtt.codec.ReasonCode;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Holds one scenario in one world. Everything that comes must be expected: what is left over at the
 * end of a connection or of the scenario is a failure, too.
 */
final class Conversation {
    private static final byte[] PINGREQ = {(byte) 0xC0, 0};

    private final Scenario scenario;
    private final World world;
    private final ProtocolVersion version;
    private final Map<String, Client> clients = new LinkedHashMap<>();
    private final Map<String, String> variables = new HashMap<>();
    private Step step;

    private Conversation(Scenario scenario, World world, ProtocolVersion version) {
        this.scenario = scenario;
        this.world = world;
        this.version = version;
        this.step = scenario.steps().getFirst();
    }

    static void hold(Scenario scenario, World world, ProtocolVersion version) throws IOException {
        new Conversation(scenario, world, version).run();
    }

    private void run() throws IOException {
        List<Step> steps = scenario.steps();
        try {
            for (int i = 0; i < steps.size(); i++) {
                step = steps.get(i);
                if (step instanceof Step.Receive first && first.anyOrder()) {
                    List<Step.Receive> group = group(steps, i);
                    receive(group);
                    i += group.size() - 1;
                } else {
                    run(step);
                }
            }
            for (String client : List.copyOf(clients.keySet())) {
                isSilent(client, true);
            }
        } catch (AssertionError e) {
            throw new AssertionError(
                    "scenarios/mqtt/" + scenario.name() + ".txt:" + step.line() + " (" + version
                            + "): " + e.getMessage(),
                    e);
        }
    }

    private static List<Step.Receive> group(List<Step> steps, int from) {
        List<Step.Receive> group = new ArrayList<>();
        Step.Receive first = (Step.Receive) steps.get(from);
        for (int i = from; i < steps.size(); i++) {
            if (!(steps.get(i) instanceof Step.Receive next)
                    || !next.anyOrder()
                    || !next.client().equals(first.client())) {
                break;
            }
            group.add(next);
        }
        return group;
    }

    private void run(Step one) throws IOException {
        switch (one) {
            case Step.Send s -> send(s);
            case Step.SendBytes s -> {
                ProtocolVersion spoken = s.version() == null ? version : s.version();
                open(s.client(), spoken, false).send(s.bytes(), s.more());
            }
            case Step.Receive r -> receive(List.of(r));
            case Step.Silence s -> isSilent(s.client(), false);
            case Step.Closed c -> closed(c);
            case Step.Refused r -> refused(r);
            case Step.Drop d -> drop(d.client());
            case Step.After a -> world.pass(a.millis());
            case Step.Restart _ -> world.restart();
            case Step.Kill _ -> world.kill();
        }
    }

    private Client client(String name) {
        Client client = clients.get(name);
        if (client == null) {
            throw new AssertionError("expected a client that has sent something, found '" + name
                    + "', which has not");
        }
        return client;
    }

    /** The client with this name; a new connection if it has none any more. */
    private Client open(String name, ProtocolVersion spoken, boolean connects) throws IOException {
        Client client = clients.get(name);
        if (client != null && client.leaving && connects && !client.ended) {
            isSilent(name, true);
            client.drop();
        }
        if (client == null || client.ended) {
            client = new Client(world.open(), spoken);
            clients.put(name, client);
        }
        return client;
    }

    private void send(Step.Send send) throws IOException {
        String type = send.packet().form().type();
        ProtocolVersion spoken = send.packet().has("v3.1.1")
                ? ProtocolVersion.V3_1_1
                : send.packet().has("v5") ? ProtocolVersion.V5 : version;
        Client client = open(send.client(), spoken, type.equals("CONNECT"));
        Said said = new Match(client.version, send.client(), variables).resolved(send.packet());
        client.send(Packing.bytes(said, client.version), send.more());
        client.leaving |= type.equals("DISCONNECT");
    }

    private void receive(List<Step.Receive> expected) throws IOException {
        List<Step.Receive> open = new ArrayList<>(expected);
        Client client = client(expected.getFirst().client());
        Match match = new Match(client.version, expected.getFirst().client(), variables);
        while (!open.isEmpty()) {
            Said came = client.next();
            Step.Receive fitting = null;
            for (Step.Receive one : open) {
                if (fitting == null && came != null && match.fits(one.packet(), came)) {
                    fitting = one;
                }
            }
            if (fitting == null) {
                step = open.getFirst();
                throw new AssertionError("expected " + open.getFirst().packet()
                        + (open.size() > 1 ? " or one of the next lines" : "") + ", found "
                        + found(client, came));
            }
            open.remove(fitting);
        }
    }

    private static String found(Client client, @Nullable Said came) {
        if (came != null) {
            return came.toString();
        }
        return client.ended ? "the end of the connection" : "nothing";
    }

    private void isSilent(String name, boolean last) throws IOException {
        Client client = client(name);
        if (!world.isSettled()) {
            roundTrips(client);
        }
        Said came = world.isSettled() || client.ended ? client.next() : client.kept();
        if (came != null) {
            throw new AssertionError((last ? "at the end: " : "") + "expected nothing more for "
                    + name + ", found " + came);
        }
        if (client.ended && !client.leaving && !client.endExpected) {
            throw new AssertionError("expected no end of the connection of " + name);
        }
    }

    /** What all clients have caused so far has reached this client when its PINGRESP is there. */
    private void roundTrips(Client client) throws IOException {
        for (Client other : clients.values()) {
            roundTrip(other);
        }
        roundTrip(client);
    }

    private static void roundTrip(Client client) throws IOException {
        if (!client.connected || client.leaving) {
            return;
        }
        client.send(PINGREQ, false);
        Said came;
        do {
            came = client.beyondInbox();
            if (came != null && !came.form().type().equals("PINGRESP")) {
                client.keep(came);
            }
        } while (came != null && !came.form().type().equals("PINGRESP"));
    }

    private void closed(Step.Closed closed) throws IOException {
        Client client = client(closed.client());
        Said came = client.next();
        boolean told = came != null && came.form().type().equals("DISCONNECT");
        String reason = client.version == ProtocolVersion.V5 ? closed.reason() : null;
        if (reason != null && !world.isForeign() && !(told && came.one("reason").equals(reason))) {
            throw new AssertionError(
                    "expected DISCONNECT " + reason + ", found " + found(client, came));
        }
        awaitEnd(closed.client(), told && (reason != null || world.isForeign()) ? null : came);
    }

    private void awaitEnd(String name, @Nullable Said first) throws IOException {
        Client client = client(name);
        Said came = first == null ? client.next() : first;
        if (came != null || !client.ended) {
            throw new AssertionError("expected the end of the connection of " + name + ", found "
                    + found(client, came));
        }
        client.drop();
        client.endExpected = true;
    }

    private void refused(Step.Refused refused) throws IOException {
        Client client = client(refused.client());
        ReasonCode code = code(refused.reason());
        boolean silently = client.version == ProtocolVersion.V3_1_1 && code.returnCode() < 0;
        Said came = client.next();
        boolean answered = came != null
                && came.form().type().equals("CONNACK")
                && came.one("session").equals("0")
                && (world.isForeign()
                        ? !came.one("reason").equals("0x00")
                        : isSaid(code, client.version, came.one("reason")));
        if (!silently && !answered && !(world.isForeign() && came == null)) {
            throw new AssertionError(
                    "expected CONNACK " + refused.reason() + ", found " + found(client, came));
        }
        awaitEnd(refused.client(), answered && !silently ? null : came);
    }

    /** In 3.1.1 several reasons are one return code. */
    private static boolean isSaid(ReasonCode code, ProtocolVersion version, String said) {
        return version == ProtocolVersion.V5
                ? said.equals(Said.reason(code.number()))
                : code(said).returnCode() == code.returnCode();
    }

    private static ReasonCode code(String reason) {
        int number = Integer.decode(reason);
        return requireNonNull(Arrays.stream(ReasonCode.values())
                .filter(c -> c.number() == number)
                .findFirst()
                .orElse(null));
    }

    private void drop(String name) throws IOException {
        isSilent(name, false);
        client(name).drop();
        client(name).endExpected = true;
    }
}
