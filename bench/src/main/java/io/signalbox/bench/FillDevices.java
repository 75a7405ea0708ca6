package io.signalbox.bench;

import io.signalbox.bytes.ByteWriter;
import io.signalbox.client.Client;
import io.signalbox.client.ClientOptions;
import io.signalbox.device.Declaration;
import io.signalbox.device.DeviceChange;
import io.signalbox.journal.FileDisk;
import io.signalbox.journal.Journal;
import io.signalbox.journal.JournalConfig;
import io.signalbox.journal.RecordBatch;
import io.signalbox.journal.RecordType;
import io.signalbox.language.Source;
import io.signalbox.message.Qos;
import io.signalbox.time.SystemClock;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;

/** Makes a plant of many devices: registers them in the journal of a hub, or speaks for them. */
public final class FillDevices {
    private static final int BATCH = 1000;
    private static final String TYPE = """
            type Meter {
              flow : l/min every 1 min   level : m every 1 min   power : kW every 1 min
              state : run | stop | fault every 1 min   open : boolean
            }
            rule full for each Meter m
              when m.level > 90 m
              then alarm minor "{m}"
            """;

    private FillDevices() {}

    /** {@code register DATA-FOLDER NUMBER}, while no hub runs; {@code speak MQTT-PORT NUMBER}. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        int number = Integer.parseInt(arguments[2]);
        if (arguments[0].equals("register")) {
            register(Path.of(arguments[1]), number);
        } else {
            speak(Integer.parseInt(arguments[1]), number);
        }
    }

    private static void register(Path data, int number) throws IOException, InterruptedException {
        SystemClock clock = new SystemClock();
        Path folder = Files.createDirectories(data.resolve("journal"));
        try (Journal journal = Journal.open(new FileDisk(folder), JournalConfig.DEFAULT, clock)) {
            ByteWriter body = new ByteWriter();
            new Declaration(List.of(new Source("meter.rules", TYPE))).write(body);
            RecordBatch batch = new RecordBatch();
            batch.add(RecordType.DECLARATION, 0, clock.millis(), body);
            for (int i = 0; i < number; i++) {
                TreeMap<String, String> attributes = new TreeMap<>();
                if (i % 10 == 0) {
                    attributes.put("fw", "2." + i % 20);
                }
                ByteWriter words = new ByteWriter();
                new DeviceChange.Registered(id(i), "Meter", "hall" + i % 100, attributes)
                        .write(words);
                batch.add(RecordType.DEVICE, 0, clock.millis(), words);
                if (batch.count() == BATCH) {
                    journal.append(batch);
                    batch = new RecordBatch();
                }
            }
            journal.append(batch);
        }
    }

    private static String id(int device) {
        return "meter-" + String.format("%06d", device);
    }

    private static void speak(int port, int number) throws IOException {
        try (Client client = Client.connect(ClientOptions.of("127.0.0.1", port, "fill"))) {
            for (int i = 0; i < number; i++) {
                String payload = "{\"flow\":" + i % 97 + ".25,\"level\":" + i % 89
                        + ",\"power\":" + i % 1013 + ",\"state\":\""
                        + (i % 50 == 0 ? "fault" : "run") + "\",\"open\":" + (i % 2 == 0) + "}";
                byte[] bytes = payload.getBytes(StandardCharsets.UTF_8);
                String topic = "d/" + id(i) + "/up/data";
                if (i < number - 1) {
                    var _ = client.send(topic, bytes, Qos.AT_LEAST_ONCE, false);
                } else {
                    client.publish(topic, bytes, Qos.AT_LEAST_ONCE, false);
                }
            }
        }
        System.out.println(number + " messages acknowledged");
    }
}
