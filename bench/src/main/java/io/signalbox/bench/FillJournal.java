package io.signalbox.bench;

import io.signalbox.client.Client;
import io.signalbox.client.ClientOptions;
import io.signalbox.message.Qos;

import java.io.IOException;
import java.util.Arrays;

/** Publishes acknowledged messages until a hub's journal has grown by so many megabytes. */
public final class FillJournal {
    private static final int PAYLOAD_BYTES = 1000;

    private FillJournal() {}

    /** Arguments: the hub's MQTT port, and megabytes. */
    public static void main(String[] arguments) throws IOException {
        int port = Integer.parseInt(arguments[0]);
        long messages = Long.parseLong(arguments[1]) * 1_000_000 / PAYLOAD_BYTES;
        byte[] payload = new byte[PAYLOAD_BYTES];
        Arrays.fill(payload, (byte) 'x');
        try (Client client = Client.connect(ClientOptions.of("127.0.0.1", port, "fill"))) {
            for (long i = 1; i < messages; i++) {
                var _ = client.send("bench/fill", payload, Qos.AT_LEAST_ONCE, false);
            }
            client.publish("bench/fill", payload, Qos.AT_LEAST_ONCE, false);
        }
        System.out.println(messages + " messages acknowledged");
    }
}
