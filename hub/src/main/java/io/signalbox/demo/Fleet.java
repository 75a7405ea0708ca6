package io.signalbox.demo;

import io.signalbox.client.Client;
import io.signalbox.client.ClientOptions;
import io.signalbox.message.Qos;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The machines' communication modules: one MQTT client each, with a stored session. */
final class Fleet implements AutoCloseable {
    private static final Pattern VALUE = Pattern.compile("\"value\"\\s*:\\s*\"?([^\",}]*)");
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
                if (obey(client, machine, command.topic(), text(command.payload()))) {
                    narrator.obeyed(command);
                }
            });
        }
        return fleet;
    }

    private static boolean obey(Client client, Machine machine, String topic, String payload) {
        Matcher value = VALUE.matcher(payload);
        String point = topic.substring(topic.lastIndexOf('/') + 1);
        synchronized (machine) {
            if (value.find() && machine.command(point, value.group(1))) {
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
                    "d/" + machine.id() + "/up/data",
                    Demo.json(machine.readings()),
                    Qos.AT_LEAST_ONCE,
                    false);
            answer.exceptionally(_ -> null);
        } catch (IOException e) {
            // The hub is away; the client reconnects by itself and the next report follows.
            System.getLogger(Fleet.class.getName())
                    .log(System.Logger.Level.DEBUG, machine.id() + " could not report", e);
        }
    }

    private static String text(byte[] payload) {
        return new String(payload, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        clients.values().forEach(Client::close);
    }
}
