package io.signalbox.hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.bytes.ByteWriter;
import io.signalbox.config.Configuration;
import io.signalbox.device.DeviceChange;
import io.signalbox.journal.FileDisk;
import io.signalbox.journal.Journal;
import io.signalbox.journal.JournalConfig;
import io.signalbox.journal.RecordBatch;
import io.signalbox.journal.RecordType;
import io.signalbox.time.ManualClock;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

class HubStartTest {
    /** So many that it takes a moment to go through them; the last one is asked for. */
    private static final int DEVICES = 150_000;

    private final ManualClock clock = new ManualClock(1_800_000_000_000L);

    @TempDir
    Path data;

    @Test
    void whoAsksAHubThatIsReadyFindsWhatItKnewBeforeACrash() throws Exception {
        Path other = data.resolve("other");
        assertThat(start(other, "d0")).as("a first one takes longer").isEqualTo(404);
        Path killed = data.resolve("killed");
        register(killed);
        assertThat(start(killed, "d" + (DEVICES - 1))).isEqualTo(200);
    }

    /** Starts a hub and asks at once for a device: the status of the answer. */
    private int start(Path folder, String device) throws Exception {
        Map<String, String> keys = Map.of(
                "server.data", folder.toString(),
                "listen.mqtt", "127.0.0.1:0",
                "listen.http", "127.0.0.1:0");
        Configuration configuration = Configuration.load(null, Map.of(), keys);
        try (Hub hub = Hub.start(configuration.hub(), clock, fault -> {});
                HttpClient client = HttpClient.newHttpClient()) {
            String http = hub.readyLine().replaceAll(".*http=(\\S+).*", "$1");
            URI uri = URI.create("http://" + http + "/api/v1/devices/" + device);
            return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                    .statusCode();
        }
    }

    /** What a hub that was killed leaves: a journal and no snapshot of the devices. */
    private void register(Path folder) throws Exception {
        try (Journal journal = Journal.open(
                new FileDisk(folder.resolve("journal")), JournalConfig.DEFAULT, clock)) {
            for (int device = 0; device < DEVICES; ) {
                RecordBatch batch = new RecordBatch();
                for (int i = 0; i < 1_000; i++) {
                    ByteWriter body = new ByteWriter();
                    new DeviceChange.Registered("d" + device++, "Pump", null, new TreeMap<>())
                            .write(body);
                    batch.add(RecordType.DEVICE, 0, clock.millis(), body);
                }
                journal.append(batch);
            }
        }
    }
}
