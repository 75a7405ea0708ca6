package io.signalbox.console;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.signalbox.console.SmallHub.Reply;
import io.signalbox.payload.JsonValue;
import io.signalbox.payload.JsonValue.JsonObject;
import io.signalbox.payload.JsonWriter;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;

/** The API over the real parts of a hub. */
class ApiTest {
    private static final String PLANT = """
            type Pump in Hall "Centrifugal pump" {
              state   : running | stopped          every 10 s
              flow    : l/min                      every 1 s
              command : start | stop   writable    confirm state
            }

            rule hot "Too much flow" for each Pump p
              when p.flow > 100 l/min
              then set p.command = stop expires in 1 min
                   alarm major "{p} flows at {p.flow}"
            """;

    @TempDir
    Path folder;

    private SmallHub hub;

    @BeforeEach
    void start() throws IOException {
        hub = new SmallHub(folder);
    }

    @AfterEach
    void stop() throws InterruptedException {
        hub.close();
    }

    @Test
    void aNewHubSaysThatItServes() {
        JsonObject status = hub.get("status").json();
        assertThat(status.text("state")).isEqualTo("serving");
        assertThat(status.text("version")).isEqualTo("1.2.3");
        assertThat(status.integer("pid")).isEqualTo(42);
        assertThat(status.object("journal").text("durability")).isEqualTo("fsync");
        assertThat(status.object("devices").integer("count")).isZero();
        JsonObject pressure = status.object("pressure");
        assertThat(pressure.text("disk")).isEqualTo("alarm");
        assertThat(pressure.number("disk_used_percent")).isEqualTo(91.2);
        assertThat(pressure.text("load")).isEqualTo("shed_qos_0");
    }

    @Test
    void filesAreAppliedAllOrNone() {
        Reply good = hub.post("apply", files("plant.rules", PLANT));
        assertThat(good.status()).as(good.text()).isEqualTo(200);
        assertThat(good.json().integer("types")).isEqualTo(1);

        Reply bad = hub.post("apply", files("plant.rules", PLANT.replace("p.flow >", "p.flaw >")));
        assertThat(bad.status()).isEqualTo(422);
        assertThat(bad.json().text("code")).isEqualTo("findings");
        JsonObject finding = bad.json().items("findings").getFirst().asObject();
        assertThat(finding.text("file")).isEqualTo("plant.rules");
        assertThat(finding.integer("line")).isEqualTo(8);
        assertThat(finding.integer("column")).isPositive();
        assertThat(hub.get("status").json().object("rules").integer("rules")).isEqualTo(1);
    }

    private JsonObject onlyFile() {
        String text = hub.get("files?tree=true").text();
        JsonValue body = JsonValue.parse(text.substring(text.indexOf("\r\n\r\n")));
        return body.asObject().items("files").getFirst().asObject();
    }

    @Test
    void rulesMayBeTreesInJson() {
        hub.post("apply", files("plant.rules", PLANT));
        String tree = onlyFile().object("tree").toString();
        Reply same = hub.post("apply", "[{\"file\":\"plant.json\",\"tree\":" + tree + "}]");
        assertThat(same.status()).as(same.text()).isEqualTo(200);
        JsonObject after = onlyFile();
        assertThat(after.text("file")).isEqualTo("plant.json");
        assertThat(after.object("tree").toString()).isEqualTo(tree);
        Reply text = hub.post("apply", files("plant.json", tree));
        assertThat(text.status()).as(text.text()).isEqualTo(200);
        String wrong = tree.replace("\"point\":\"flow\"", "\"point\":\"flaw\"");
        Reply bad = hub.post("apply", "[{\"file\":\"plant.json\",\"tree\":" + wrong + "}]");
        assertThat(bad.status()).isEqualTo(422);
        assertThat(bad.text())
                .contains("\"file\":\"plant.json\",\"line\":1,\"column\":")
                .contains("\"pointer\":\"/declarations/");
        Reply none = hub.post("apply", "[{\"file\":\"plant.json\",\"tree\":{\"format\":3}}]");
        assertThat(none.status()).isEqualTo(422);
        assertThat(none.text())
                .contains("\"message\":\"expected a text, found 3\"", "\"pointer\":\"/format\"");
        Reply both = hub.post("apply", "[{\"file\":\"a\",\"text\":\"\",\"tree\":{}}]");
        assertThat(both.status()).isEqualTo(400);
        assertThat(both.text()).contains("expected 'text' or 'tree', found both in 'a'");
    }

    @Test
    void aFileThatMovedIsNotThereTwice() {
        hub.post("apply", files("plant.rules", PLANT));
        Reply moved = hub.post("apply", files("/elsewhere/pumps.rules", PLANT));
        assertThat(moved.status()).as(moved.text()).isEqualTo(200);
        assertThat(moved.json().integer("files")).isEqualTo(1);
    }

    @Test
    void filesKnowWhatOthersDeclared() {
        String type = PLANT.substring(0, PLANT.indexOf("rule"));
        hub.post("apply", files("types.rules", type));
        Reply rules = hub.post("apply", files("rules.rules", PLANT.substring(type.length())));
        assertThat(rules.status()).as(rules.text()).isEqualTo(200);
        assertThat(rules.json().integer("files")).isEqualTo(2);
    }

    @Test
    void devicesAreRegisteredOnceAndListed() {
        hub.post("apply", files("plant.rules", PLANT));
        String p1 = "{\"id\":\"p1\",\"type\":\"Pump\",\"place\":\"hall3\"}";
        assertThat(hub.post("devices", p1).status()).isEqualTo(201);
        assertThat(hub.post("devices", p1).status()).isEqualTo(200);
        Reply other = hub.post("devices", p1.replace("hall3", "hall4"));
        assertThat(other.status()).isEqualTo(409);
        assertThat(other.json().text("code")).isEqualTo("device-exists");
        assertThat(hub.post("devices", "{\"id\":\"a/b\"}").status()).isEqualTo(400);
        assertThat(hub.post("devices", "{\"id\":\"p2\",\"typ\":\"Pump\"}").status())
                .isEqualTo(400);
        hub.post("devices", "{\"id\":\"p2\"}");

        JsonObject page = hub.get("devices?limit=1").json();
        assertThat(ids(page)).containsExactly("p1");
        assertThat(ids(hub.get("devices?after=" + page.text("next")).json())).containsExactly("p2");
        assertThat(ids(hub.get("devices?type=Pump").json())).containsExactly("p1");
        assertThat(hub.get("devices/p1").json().flag("declared")).isTrue();
        Reply none = hub.get("devices/p9");
        assertThat(none.status()).isEqualTo(404);
        assertThat(none.json().text("code")).isEqualTo("device-unknown");
    }

    @Test
    void aReadingLeadsToAnAlarmACommandAndTheReasonWhy() throws InterruptedException {
        hub.post("apply", files("plant.rules", PLANT));
        hub.post("devices", "{\"id\":\"p1\",\"type\":\"Pump\"}");
        hub.pass(1);
        Reply published = hub.post("publish", "{\"topic\":\"d/p1/up/flow\",\"payload\":\"120\"}");
        assertThat(published.status()).as(published.text()).isEqualTo(200);
        assertThat(published.json().flag("durable")).isTrue();
        hub.passUntil(() -> !hub.get("alarms").json().items("alarms").isEmpty()
                && hub.get("commands").text().contains("\"sent\""));

        JsonObject device = hub.get("devices/p1").json();
        JsonObject flow = device.items("points").getFirst().asObject();
        assertThat(flow.number("value")).isEqualTo(120);
        assertThat(flow.text("unit")).isEqualTo("l/min");

        JsonObject alarm = hub.get("alarms").json().items("alarms").getFirst().asObject();
        assertThat(alarm.text("text")).isEqualTo("p1 flows at 120 l/min");
        assertThat(alarm.text("severity")).isEqualTo("major");

        JsonObject command = hub.get("commands?device=p1")
                .json()
                .items("commands")
                .getFirst()
                .asObject();
        assertThat(command.text("state")).isEqualTo("sent");
        assertThat(command.text("value")).isEqualTo("stop");
        assertThat(command.text("subject")).isEqualTo("p1");

        JsonObject why = hub.get("why?rule=hot&device=p1").json();
        assertThat(why.flag("active")).isTrue();
        assertThat(why.toString()).contains("120", command.text("id"));
        assertThat(hub.get("why?rule=cold&device=p1").status()).isEqualTo(404);

        JsonObject data = hub.get("data?device=p1&point=flow&from=-1h").json();
        assertThat(data.items("rows").getFirst().asObject().number("value")).isEqualTo(120);
        JsonObject parts = hub.get("data?device=p1&point=flow&from=-1h&every=5m&fn=max,count")
                .json();
        assertThat(parts.items("rows").getFirst().asObject().number("max")).isEqualTo(120);
        assertThat(hub.get("data?device=p1&point=flow&from=yesterday").json().text("code"))
                .isEqualTo("query-invalid");
    }

    @Test
    void aNumberInWordsKeepsAllItsDigits() throws InterruptedException {
        hub.post(
                "apply",
                files("m.rules", "type Meter { a : number writable b : integer writable }"));
        hub.post("devices", "{\"id\":\"m1\",\"type\":\"Meter\"}");
        hub.pass(1);
        for (String order : List.of(
                "{\"point\":\"a\",\"value\":\"21\"}",
                "{\"point\":\"b\",\"value\":\"9007199254740993\"}",
                "{\"point\":\"b\",\"value\":9007199254740993}")) {
            Reply ordered = hub.post("devices/m1/commands", order);
            assertThat(ordered.status()).as(ordered.text()).isEqualTo(202);
            hub.pass(1);
        }
        assertThat(hub.get("commands?device=m1").text())
                .contains("\"value\":21")
                .contains("\"value\":9007199254740993");
    }

    @Test
    void aPersonsOrderIsSentOnceAndConfirmedByTheReport() throws InterruptedException {
        hub.post("apply", files("plant.rules", PLANT));
        hub.post("devices", "{\"id\":\"p1\",\"type\":\"Pump\"}");
        hub.pass(1);
        String stop = "{\"point\":\"command\",\"value\":\"stop\",\"confirm\":\"5s\"}";
        Reply ordered = hub.post("devices/p1/commands", stop, "Idempotency-Key: \"k1\"\r\n");
        assertThat(ordered.status()).as(ordered.text()).isEqualTo(202);
        String id = ordered.json().text("id");
        hub.passUntil(() -> state("p1", id).equals("sent"));
        Reply again = hub.post("devices/p1/commands", stop, "Idempotency-Key: k1\r\n");
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.json().text("id")).isEqualTo(id);
        Reply other = hub.post(
                "devices/p1/commands", stop.replace("stop", "start"), "Idempotency-Key: k1\r\n");
        assertThat(other.json().text("code")).isEqualTo("key-reused");

        hub.post("publish", "{\"topic\":\"d/p1/up/state\",\"payload\":\"stopped\"}");
        hub.passUntil(() -> state("p1", id).equals("confirmed"));
        assertThat(hub.get("commands?device=p1").json().items("commands")).hasSize(1);
        JsonObject now = command("commands?device=p1&state=confirmed");
        JsonObject past = command("commands?device=p1&state=confirmed&from=-1h");
        for (String member : past.members().keySet()) {
            assertThat(past.get(member)).as(member).isEqualTo(now.get(member));
        }
        assertThat(past.items("steps")).hasSizeGreaterThan(2);
        assertThat(past.text("by")).isEqualTo("local");
        assertThat(hub.get("commands?state=sent&from=-1h").json().items("commands"))
                .isEmpty();
    }

    @Test
    void aKeyOrdersOnceAlsoAfterAStartAndWhenItsOrderIsForgotten() throws Exception {
        hub.post("apply", files("plant.rules", PLANT));
        hub.post("devices", "{\"id\":\"p1\",\"type\":\"Pump\"}");
        String stop = "{\"point\":\"command\",\"value\":\"stop\"}";
        String key = "Idempotency-Key: k1\r\n";
        Reply first = hub.post("devices/p1/commands", stop, key);
        assertThat(first.status()).as(first.text()).isEqualTo(202);
        stop();
        start();
        Reply again = hub.post("devices/p1/commands", stop, key);
        assertThat(again.status()).as(again.text()).isEqualTo(200);
        assertThat(again.json().text("id")).isEqualTo(first.json().text("id"));
        hub.delete("devices/p1");
        hub.pass(1);
        hub.post("devices", "{\"id\":\"p1\",\"type\":\"Pump\"}");
        Reply over = hub.post("devices/p1/commands", stop, key);
        assertThat(over.status()).as(over.text()).isEqualTo(409);
        assertThat(over.json().text("code")).isEqualTo("order-over");
        Reply other = hub.post("devices/p1/commands", stop.replace("stop", "start"), key);
        assertThat(other.status()).as(other.text()).isEqualTo(422);
    }

    private JsonObject command(String question) {
        return hub.get(question).json().items("commands").getFirst().asObject();
    }

    @Test
    void anOrderNobodyConfirmsExpiresAndOneThatHoldsIsReleased() throws InterruptedException {
        hub.post("apply", files("plant.rules", PLANT));
        hub.post("devices", "{\"id\":\"p1\",\"type\":\"Pump\"}");
        hub.pass(1);
        String stop = "{\"point\":\"command\",\"value\":\"stop\"";
        String lost = hub.post("devices/p1/commands", stop + ",\"expires\":\"3s\"}")
                .json()
                .text("id");
        hub.passUntil(() -> state("p1", lost).equals("expired"));
        String held =
                hub.post("devices/p1/commands", stop + ",\"hold\":true}").json().text("id");
        hub.passUntil(() -> state("p1", held).equals("sent"));
        hub.pass(100);
        assertThat(state("p1", held)).isEqualTo("sent");
        assertThat(hub.delete("devices/p1/commands/" + held).status()).isEqualTo(200);
        hub.passUntil(() -> state("p1", held).equals("superseded"));
        assertThat(hub.delete("devices/p1/commands/0000000000000000").status()).isEqualTo(404);
    }

    @Test
    void anOrderThatTheTypeDoesNotAllowIsRefused() {
        hub.post("apply", files("plant.rules", PLANT));
        hub.post("devices", "{\"id\":\"p1\",\"type\":\"Pump\"}");
        hub.post("devices", "{\"id\":\"p2\"}");
        record Case(String device, String body, int status, String code) {}
        for (Case c : List.of(
                new Case("p9", "{}", 404, "device-unknown"),
                new Case("p2", "{}", 422, "device-untyped"),
                new Case("p1", "{}", 400, "command-invalid"),
                new Case("p1", "{\"point\":\"flow\",\"value\":1}", 422, "point-not-writable"),
                new Case("p1", "{\"point\":\"command\"}", 422, "value-invalid"),
                new Case("p1", "{\"point\":\"command\",\"value\":\"go\"}", 422, "value-invalid"),
                new Case("p1", stop("\"expires\":\"0s\""), 400, "command-invalid"),
                new Case("p1", stop("\"expires\":\"1s\",\"hold\":true"), 400, "command-invalid"),
                new Case("p1", stop("\"retries\":101"), 400, "command-invalid"),
                new Case("p1", stop("\"retries\":1"), 400, "command-invalid"),
                new Case("p1", stop("\"expiry\":\"1s\""), 400, "member-unknown"))) {
            Reply reply = hub.post("devices/" + c.device + "/commands", c.body);
            assertThat(reply.status()).as(c.body).isEqualTo(c.status);
            assertThat(reply.json().text("code")).as(c.body).isEqualTo(c.code);
        }
        assertThat(hub.get("commands").json().items("commands")).isEmpty();
    }

    @Test
    void aRemovedDeviceIsGoneWithItsValues() throws InterruptedException {
        hub.post("devices", "{\"id\":\"p1\"}");
        assertThat(hub.delete("devices/p1").status()).isEqualTo(200);
        assertThat(hub.get("devices/p1").status()).isEqualTo(404);
        assertThat(hub.delete("devices/p1").status()).isEqualTo(404);
    }

    private String state(String device, String id) {
        return hub.get("devices/" + device + "/commands/" + id).json().text("state");
    }

    private static String stop(String more) {
        return "{\"point\":\"command\",\"value\":\"stop\"," + more + "}";
    }

    @Test
    void whatIsPublishedIsCheckedBeforeAnyOfItIs() {
        for (String message : List.of(
                "{\"topic\":\"a/#\"}",
                "{\"topic\":\"\"}",
                "{\"topic\":\"a\",\"qos\":3}",
                "{\"topic\":\"a\",\"payload\":1}",
                "{\"topic\":\"a\",\"payload\":\"?\",\"encoding\":\"base64\"}",
                "{\"topic\":\"a\",\"expiry\":0}",
                "{\"topic\":\"a\",\"retian\":true}",
                "{\"topic\":\"a\",\"payload\":\"" + "x".repeat(1001) + "\"}")) {
            Reply reply = hub.post("publish", "[{\"topic\":\"ok\"}," + message + "]");
            assertThat(reply.status()).as(message).isEqualTo(400);
            assertThat(reply.json().text("detail")).as(message).startsWith("message 2: ");
        }
        assertThat(hub.post("publish", "{\"topic\":\"$SYS/x\"}").status()).isEqualTo(403);
        assertThat(hub.get("status").json().object("broker").integer("received"))
                .isZero();
        assertThat(hub.post("publish", "{\"topic\":\"a\",\"qos\":0}").status()).isEqualTo(202);
    }

    @Test
    void messagesStreamAsEventsInOrder() throws IOException {
        hub.post("publish", "{\"topic\":\"t/r\",\"payload\":\"kept\",\"retain\":true}");
        try (Socket socket = hub.connect()) {
            BufferedReader in = subscribe(socket, "subscribe?filter=t/%23");
            assertThat(event(in).toString()).contains("\"payload\":\"kept\"", "\"retain\":true");
            for (int i = 0; i < 1000; i += 100) {
                StringBuilder list = new StringBuilder("[");
                for (int j = i; j < i + 100; j++) {
                    list.append(list.length() > 1 ? "," : "")
                            .append("{\"topic\":\"t/n\",\"payload\":\"" + j + "\"}");
                }
                assertThat(hub.post("publish", list + "]").status()).isEqualTo(200);
            }
            for (int i = 0; i < 1000; i++) {
                JsonObject message = event(in);
                assertThat(message.text("payload")).isEqualTo(String.valueOf(i));
                assertThat(message.flag("retain")).isFalse();
            }
        }
    }

    @Test
    void bytesThatAreNoTextStreamAsBase64() throws IOException {
        try (Socket socket = hub.connect()) {
            BufferedReader in = subscribe(socket, "subscribe?filter=b&qos=0");
            hub.post("publish", "{\"topic\":\"b\",\"payload\":\"/w==\",\"encoding\":\"base64\"}");
            JsonObject message = event(in);
            assertThat(message.text("payload")).isEqualTo("/w==");
            assertThat(message.text("encoding")).isEqualTo("base64");
        }
    }

    @Test
    void aFilterThatIsNoneIsRefused() {
        assertThat(hub.get("subscribe?filter=a%23").json().text("code"))
                .isEqualTo("filter-invalid");
        assertThat(hub.get("subscribe?filter=$share/g").json().text("code"))
                .isEqualTo("filter-invalid");
        assertThat(hub.get("subscribe").json().text("code")).isEqualTo("parameter-missing");
    }

    private static BufferedReader subscribe(Socket socket, String target) throws IOException {
        socket.getOutputStream()
                .write(("GET /api/v1/" + target + " HTTP/1.1\r\nHost: localhost\r\n\r\n")
                        .getBytes(UTF_8));
        var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
        assertThat(in.readLine()).contains("200");
        String line = in.readLine();
        while (!line.equals(": subscribed")) {
            line = in.readLine();
        }
        return in;
    }

    private static JsonObject event(BufferedReader in) throws IOException {
        String line = in.readLine();
        while (!line.startsWith("data: ")) {
            line = in.readLine();
        }
        return JsonValue.parse(line.substring(6)).asObject();
    }

    private static List<String> ids(JsonObject page) {
        return page.items("devices").stream().map(d -> d.asObject().text("id")).toList();
    }

    static String files(String name, String text) {
        return new JsonWriter()
                .beginArray()
                .beginObject()
                .field("file", name)
                .field("text", text)
                .end()
                .end()
                .toString();
    }
}
