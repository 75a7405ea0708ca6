package io.signalbox.demo;

import io.signalbox.client.Client;
import io.signalbox.client.ClientOptions;
import io.signalbox.message.Qos;
import io.signalbox.payload.JsonWriter;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** The machines' communication modules: one MQTT client each, with a stored session. */
final class Fleet implements AutoCloseable {
    private static final int SESSION_SECONDS = 3600;

    private final Map<Machine, Client> clients = new LinkedHashMap<>();

    private Fleet() {}

    static Fleet connect(String host, int port, Plant plant, Narrator narrator) throws IOException {
        Fleet fleet = new Fleet();
        for (Machine machine : plant.machines()) {
            ClientOptions options = ClientOptions.of(host, port, machine.id())
                    .withStoredSession(SESSION_SECONDS)
                    .withReconnect();
            Client client = Client.connect(options);
            fleet.clients.put(machine, client);
            client.subscribe("d/" + machine.id() + "/down/+", Qos.AT_LEAST_ONCE, command -> {
                if (obey(client, machine, Told.of(command))) {
                    narrator.obeyed(command);
                }
            });
        }
        return fleet;
    }

    private static boolean obey(Client client, Machine machine, Told command) {
        String value = command.member("value");
        synchronized (machine) {
            if (!value.isEmpty() && machine.command(command.name(), value)) {
                report(client, machine);
                return true;
            }
        }
        return false;
    }

    /** Every machine says how it is. */
    void report() {
        clients.forEach((machine, client) -> {
            synchronized (machine) {
                report(client, machine);
            }
        });
    }

    private static void report(Client client, Machine machine) {
        try {
            var answer = client.send(
                    "d/" + machine.id() + "/up/data", readings(machine), Qos.AT_LEAST_ONCE, false);
            answer.exceptionally(_ -> null);
        } catch (IOException e) {
            // The hub is away; the client reconnects by itself and the next report follows.
            System.getLogger(Fleet.class.getName())
                    .log(System.Logger.Level.DEBUG, machine.id() + " could not report", e);
        }
    }

    private static byte[] readings(Machine machine) {
        JsonWriter json = new JsonWriter().beginObject();
        machine.readings(json);
        return json.end().toBytes();
    }

    @Override
    public void close() {
        clients.values().forEach(Client::close);
    }
}
