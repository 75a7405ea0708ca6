package io.signalbox.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.bytes.ByteWriter;
import io.signalbox.console.SmallHub.Reply;
import io.signalbox.device.DeviceChange;
import io.signalbox.device.FloodShield;
import io.signalbox.device.Stray;
import io.signalbox.journal.RecordBatch;
import io.signalbox.journal.RecordType;
import io.signalbox.payload.JsonValue;
import io.signalbox.payload.JsonValue.JsonObject;
import io.signalbox.payload.JsonWriter;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** The registry over HTTP. */
class DevicesTest {
    private static final String TYPE = "type Pump { flow : l/min every 1 s }";

    @TempDir
    Path folder;

    private SmallHub hub;

    @BeforeEach
    void start() throws IOException {
        hub = new SmallHub(folder);
        hub.post(
                "apply", "[{\"file\":\"a.rules\",\"text\":\"" + TYPE.replace("\n", "\\n") + "\"}]");
    }

    @AfterEach
    void stop() throws InterruptedException {
        hub.close();
    }

    private List<String> found(String q) {
        Reply reply = search(q);
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        return reply.json().items("devices").stream()
                .map(device -> device.asObject().text("id"))
                .toList();
    }

    private Reply search(String q) {
        return hub.get("devices?q=" + URLEncoder.encode(q, StandardCharsets.UTF_8));
    }

    private static List<String> tags(JsonObject device) {
        return device.items("tags").stream()
                .map(tag -> ((JsonValue.JsonText) tag).value())
                .toList();
    }

    @Test
    void tagsAndAttributesAreRegisteredChangedAndFound() {
        String p1 = "{\"id\":\"p1\",\"type\":\"Pump\",\"place\":\"hall3\","
                + "\"tags\":[\"pilot\",\"new\",\"pilot\"],\"attributes\":{\"fw\":\"2.1\"}}";
        Reply made = hub.post("devices", p1);
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        assertThat(tags(made.json())).containsExactly("new", "pilot");
        assertThat(made.json().object("attributes").text("fw")).isEqualTo("2.1");
        assertThat(hub.post("devices", p1).status()).isEqualTo(200);
        assertThat(hub.post("devices", "{\"id\":\"p1\",\"type\":\"Pump\",\"place\":\"hall3\"}")
                        .status())
                .isEqualTo(200);
        assertThat(hub.post("devices", p1.replace("2.1", "2.2")).status()).isEqualTo(409);

        JsonObject changed = hub.patch(
                        "devices/p1",
                        "{\"place\":null,\"tag\":[\"x\"],\"untag\":[\"new\",\"gone\"],"
                                + "\"attributes\":{\"fw\":\"2.10\",\"title\":\"North\"}}")
                .json();
        assertThat(tags(changed)).containsExactly("pilot", "x");
        assertThat(changed.isAbsent("place")).isTrue();
        assertThat(found("fw>2.9 tag:x north type:pump")).containsExactly("p1");
        hub.patch("devices/p1", "{\"attributes\":{\"fw\":null}}");
        assertThat(found("fw:*")).isEmpty();
        assertThat(hub.get("devices/p1").json().object("attributes").text("title"))
                .isEqualTo("North");
    }

    @Test
    void wordsThatCannotBeAreRefused() throws InterruptedException {
        hub.post("devices", "{\"id\":\"p1\",\"type\":\"Pump\"}");
        for (String wrong : new String[] {
            "{\"tag\":[\"a b\"]}",
            "{\"tag\":\"a\"}",
            "{\"tag\":[1]}",
            "{\"place\":\" \"}",
            "{\"colour\":\"red\"}",
            "{\"attributes\":{\"a b\":\"x\"}}",
            "{\"attributes\":{\"a\":\"\"}}",
            "{\"attributes\":{\"a\":\"" + "x".repeat(257) + "\"}}",
            "{\"attributes\":{\"a\":1}}",
            "[]"
        }) {
            Reply reply = hub.patch("devices/p1", wrong);
            assertThat(reply.status()).as(wrong).isEqualTo(400);
        }
        assertThat(hub.patch("devices/p1", "{\"type\":\"Tank\"}").json().text("code"))
                .isEqualTo("device-typed");
        hub.post("devices/p2/readings", "{\"flow\":1}");
        hub.pass(1);
        assertThat(hub.patch("devices/p2", "{\"tag\":[\"a\"]}").json().text("code"))
                .isEqualTo("device-waiting");
    }

    @Test
    void aMistakeInASearchIsToldWithItsColumn() {
        Reply wrong = search("type:Pump offline>1x");
        assertThat(wrong.status()).isEqualTo(400);
        assertThat(wrong.json().text("code")).isEqualTo("search-invalid");
        assertThat(wrong.json().integer("column")).isEqualTo(19);
        assertThat(search("tpye:Pump").json().items("hints").toString())
                .contains("did you mean 'type'?");
    }

    @Test
    void theStatusSaysWhereReadingsOfADeviceAstrayWouldCome() {
        assertThat(hub.get("status").json().isAbsent("astray")).isTrue();
        hub.strays = List.of(Stray.of("d/x/temp", SmallHub.START_MILLIS).orElseThrow());
        JsonObject status = hub.get("status").json();
        assertThat(status.object("devices").integer("astray")).isEqualTo(1);
        assertThat(status.items("astray"))
                .singleElement()
                .hasToString("{\"device\":\"x\",\"since\":\"2026-01-02T03:04:05.000Z\","
                        + "\"topic\":\"d/x/temp\",\"expected\":\"d/x/up/temp\"}");
    }

    @Test
    void theLedgerAddsUpAfterAMixedLoad() throws InterruptedException {
        ByteWriter body = new ByteWriter();
        new DeviceChange.Shielded(new FloodShield(10)).write(body);
        RecordBatch batch = new RecordBatch();
        batch.add(RecordType.DEVICE, 0, hub.clock.millis(), body);
        hub.journal.append(batch);

        JsonWriter messages = new JsonWriter().beginArray();
        for (int i = 0; i < 300; i++) {
            message(messages, 0, "d/b1/up/data", "{\"n\":" + i + ",\"m\":null}");
        }
        for (int i = 0; i < 20; i++) {
            message(messages, 1, "d/g" + i + "/up/flow", "" + i);
            message(messages, 1, "d/g" + i + "/up/data", "{\"a\":1,\"b\":2}");
            message(messages, 1, "d/g" + i + "/up/data", "{");
        }
        message(messages, 1, "d/a b/up/data", "1");
        message(messages, 1, "other/topic", "1");
        Reply published = hub.post("publish", messages.end().toString());
        assertThat(published.status()).as(published.text()).isEqualTo(200);
        hub.pass(1);

        JsonObject status = hub.get("status").json();
        JsonObject devices = status.object("devices");
        assertThat(devices.integer("received")).isEqualTo(300 + 60 + 1);
        assertThat(devices.integer("dropped_flood")).isEqualTo(200);
        assertThat(devices.integer("dropped_syntax")).isEqualTo(20);
        assertThat(devices.integer("dropped_bad_device")).isEqualTo(1);
        assertThat(devices.integer("refused_null")).isEqualTo(100);
        assertThat(devices.integer("flooding")).isEqualTo(1);
        JsonObject flood = status.items("floods").getFirst().asObject();
        assertThat(flood.text("device")).isEqualTo("b1");
        assertThat(flood.integer("excess")).isEqualTo(200);
        assertThat(found("flooding")).containsExactly("b1");

        hub.get("data?device=b1&from=-1h");
        JsonObject ledger = hub.get("status").json().object("ledger");
        assertThat(ledger.integer("received"))
                .isEqualTo(ledger.integer("decoded") + ledger.integer("dropped"));
        assertThat(ledger.integer("readings")).isEqualTo(100 + 20 + 40);
        assertThat(ledger.integer("stored")).isEqualTo(ledger.integer("readings"));
        assertThat(ledger.integer("waiting")).isZero();
        assertThat(hub.metrics("").text())
                .contains("signalbox_readings_stored_total 160")
                .contains("signalbox_devices_flooding 1")
                .contains("signalbox_device_messages_dropped_total{reason=\"flood\"} 200");
    }

    private static void message(JsonWriter json, int qos, String topic, String payload) {
        json.beginObject()
                .field("topic", topic)
                .field("payload", payload)
                .field("qos", qos)
                .end();
    }

    @Test
    void presenceGoesByTheIntervalOfTheType() throws InterruptedException {
        hub.post("devices", "{\"id\":\"p1\",\"type\":\"Pump\"}");
        assertThat(found("offline")).containsExactly("p1");
        hub.post("devices/p1/readings", "{\"flow\":1}");
        hub.post("devices/p2/readings", "{\"flow\":1}");
        hub.pass(1);
        assertThat(found("online")).containsExactly("p1", "p2");
        hub.pass(11);
        assertThat(found("offline")).containsExactly("p1");
        assertThat(hub.get("devices/p1").json().text("presence")).isEqualTo("offline");
        assertThat(found("offline>10s")).containsExactly("p1");
        assertThat(found("offline>1m")).isEmpty();
        hub.post("devices/p1/readings", "{\"flow\":1}");
        hub.pass(1);
        assertThat(found("offline")).isEmpty();
    }
}
