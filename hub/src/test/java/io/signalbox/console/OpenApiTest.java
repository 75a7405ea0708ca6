package io.signalbox.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.console.SmallHub.Reply;
import io.signalbox.payload.JsonValue;
import io.signalbox.payload.JsonValue.JsonArray;
import io.signalbox.payload.JsonValue.JsonObject;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The OpenAPI document, held against the server that it describes. */
class OpenApiTest {
    private static final String COMMAND = " /api/v1/devices/{id}/commands/{command}";
    private static final String BACKTEST = " /api/v1/backtests/{id}";
    private static final String PLANT = """
            type Pump {
              flow    : l/min
              command : start | stop   writable
            }
            rule hot for each Pump p
              when p.flow > 100 l/min
              then set p.command = stop expires in 1 min
            """;

    /** Good and bad requests: the operation, the target, a body, and the status of the answer. */
    private record Call(String operation, String target, String body, int status) {}

    private static Call call(String operation, String target, int status) {
        return new Call(operation, target, "", status);
    }

    private static final List<Call> CALLS = List.of(
            call("GET /metrics", "/metrics", 200),
            call("GET /health/live", "/health/live", 200),
            call("GET /health/live", "/health/live?x=1", 400),
            call("GET /health/ready", "/health/ready", 200),
            call("GET /api/v1/openapi.json", "/api/v1/openapi.json", 200),
            call("GET /api/v1/status", "/api/v1/status", 200),
            new Call("POST /api/v1/apply", "/api/v1/apply", files(PLANT), 200),
            new Call("POST /api/v1/apply", "/api/v1/apply?dry_run=true", files(PLANT), 200),
            new Call("POST /api/v1/apply", "/api/v1/apply", files("type {"), 422),
            call("GET /api/v1/files", "/api/v1/files", 200),
            call("GET /api/v1/files", "/api/v1/files?tree=true", 200),
            new Call(
                    "POST /api/v1/apply",
                    "/api/v1/apply",
                    "[{\"file\":\"a.json\",\"tree\":{}}]",
                    422),
            new Call("POST /api/v1/apply", "/api/v1/apply", "{}", 400),
            new Call("POST /api/v1/publish", "/api/v1/publish", "{\"topic\":\"a\"}", 200),
            new Call("POST /api/v1/publish", "/api/v1/publish", "{\"topic\":\"a\",\"qos\":0}", 202),
            new Call("POST /api/v1/publish", "/api/v1/publish", "{\"topic\":\"#\"}", 400),
            call("GET /api/v1/subscribe", "/api/v1/subscribe", 400),
            new Call("POST /api/v1/devices", "/api/v1/devices", pump(), 201),
            new Call("POST /api/v1/devices", "/api/v1/devices", pump(), 200),
            new Call("POST /api/v1/devices", "/api/v1/devices", "{\"id\":\"p1\"}", 409),
            new Call("POST /api/v1/devices", "/api/v1/devices", "{\"id\":\"a b\"}", 400),
            call("GET /api/v1/devices", "/api/v1/devices", 200),
            call("GET /api/v1/devices", "/api/v1/devices?limit=0", 400),
            call("GET /api/v1/devices", "/api/v1/devices?q=offline%3E1x", 400),
            change("p1", "{\"tag\":[\"pilot\"]}", 200),
            change("p1", "{\"type\":\"Tank\"}", 409),
            change("p1", "{\"tag\":1}", 400),
            change("p9", "{}", 404),
            call("GET /api/v1/devices/{id}", "/api/v1/devices/p1", 200),
            call("GET /api/v1/devices/{id}", "/api/v1/devices/p9", 404),
            readings("", "{\"flow\":1}", 200),
            readings("", "{\"flow\":null}", 422),
            readings("", "1", 400),
            readings("", " ".repeat(1001), 413),
            readings("/{point}", "1", 200),
            readings("/{point}", "{}", 400),
            adopt("p1", "{\"type\":\"Pump\"}", 200),
            adopt("p1", "{}", 400),
            adopt("p9", "{\"type\":\"Pump\"}", 404),
            adopt("p1", "{\"type\":\"Pump\",\"place\":\"yard\"}", 409),
            call("GET /api/v1/devices/{id}/type", "/api/v1/devices/p1/type", 200),
            call("GET /api/v1/devices/{id}/type", "/api/v1/devices/p1/type?name=a-b", 400),
            call("GET /api/v1/devices/{id}/type", "/api/v1/devices/p9/type", 404),
            call("POST /api/v1/devices/{id}/points", "/api/v1/devices/p1/points", 200),
            call("POST /api/v1/devices/{id}/points", "/api/v1/devices/p9/points", 404),
            call("GET /api/v1/types", "/api/v1/types", 200),
            call("GET /api/v1/types", "/api/v1/types?a=1", 400),
            call("GET /api/v1/types/{name}", "/api/v1/types/Pump", 200),
            call("GET /api/v1/types/{name}", "/api/v1/types/Tank", 404),
            call("GET /api/v1/data", "/api/v1/data?device=p1&from=-1h", 200),
            call("GET /api/v1/data", "/api/v1/data", 400),
            sql("select count(*) from readings", 200),
            sql("drop table readings", 400),
            sql("select length(string_agg(device)) from readings", 400),
            call("GET /api/v1/data/export", "/api/v1/data/export", 200),
            call("GET /api/v1/data/export", "/api/v1/data/export?format=parquet", 200),
            call("GET /api/v1/data/export", "/api/v1/data/export?format=xml", 400),
            call("GET /api/v1/data/verify", "/api/v1/data/verify", 200),
            imported("p1", 200),
            imported("p 1", 400),
            call("GET /api/v1/why", "/api/v1/why?rule=hot&device=p1", 200),
            call("GET /api/v1/why", "/api/v1/why?rule=cold&device=p1", 404),
            call("GET /api/v1/why", "/api/v1/why?rule=hot&device=p1&at=-1h", 200),
            call("GET /api/v1/why", "/api/v1/why?rule=hot&device=p1&at=x", 400),
            call("GET /api/v1/trace", "/api/v1/trace?record=1", 200),
            call("GET /api/v1/trace", "/api/v1/trace?record=x", 400),
            call("GET /api/v1/trace", "/api/v1/trace?record=999999", 404),
            call("GET /api/v1/whynot", "/api/v1/whynot?rule=hot&device=p1", 200),
            call("GET /api/v1/whynot", "/api/v1/whynot?rule=hot&device=p1&at=-1d", 404),
            call("GET /api/v1/whynot", "/api/v1/whynot?rule=hot&device=p9", 404),
            call("GET /api/v1/decisions", "/api/v1/decisions?from=-1d", 200),
            call("GET /api/v1/decisions", "/api/v1/decisions", 400),
            backtest("{\"from\":\"-1h\",\"against_live\":true}", 202),
            backtest("{}", 400),
            backtest("{\"from\":\"-1h\",\"files\":" + files("type {") + "}", 422),
            call("GET" + BACKTEST, "/api/v1/backtests/1", 200),
            call("GET" + BACKTEST, "/api/v1/backtests/7", 404),
            call("DELETE" + BACKTEST, "/api/v1/backtests/1", 200),
            call("DELETE" + BACKTEST, "/api/v1/backtests/x", 404),
            call("GET /api/v1/alarms", "/api/v1/alarms?state=all", 200),
            call("GET /api/v1/alarms", "/api/v1/alarms?state=some", 400),
            call("GET /api/v1/alarms/history", "/api/v1/alarms/history?from=-1d", 200),
            call("GET /api/v1/alarms/history", "/api/v1/alarms/history", 400),
            alarms("acknowledge", "{\"all\":true}", 200),
            alarms("acknowledge", "{\"rule\":\"cold\"}", 404),
            alarms("acknowledge", "{}", 400),
            alarms("shelve", "{\"all\":true,\"for\":\"1h\"}", 200),
            alarms("shelve", "{\"all\":true,\"for\":\"8d\"}", 400),
            alarms("unshelve", "{\"all\":true}", 200),
            alarms("unshelve", "{\"device\":\"p9\"}", 404),
            call("GET /api/v1/notices", "/api/v1/notices", 200),
            new Call("POST /api/v1/notices/test", "/api/v1/notices/test", "{}", 202),
            new Call("POST /api/v1/notices/again", "/api/v1/notices/again", "{}", 202),
            call("GET /api/v1/commands", "/api/v1/commands", 200),
            call("GET /api/v1/commands", "/api/v1/commands?limit=x", 400),
            call("GET /api/v1/commands", "/api/v1/commands?device=p1&from=-1d&state=sent", 200),
            call("GET /api/v1/commands", "/api/v1/commands?to=now", 400),
            call("GET /api/v1/commands", "/api/v1/commands?state=on", 400),
            order("p1", "stop", 202),
            order("p1", "fly", 422),
            order("p9", "stop", 404),
            call("GET" + COMMAND, "/api/v1/devices/p1/commands/COMMAND", 200),
            call("GET" + COMMAND, "/api/v1/devices/p1/commands/0", 404),
            call("DELETE" + COMMAND, "/api/v1/devices/p1/commands/COMMAND", 200),
            call("DELETE" + COMMAND, "/api/v1/devices/p1/commands/0", 404),
            call("DELETE /api/v1/devices/{id}", "/api/v1/devices/p1", 200),
            call("DELETE /api/v1/devices/{id}", "/api/v1/devices/p1", 404));

    private static Call alarms(String action, String body, int status) {
        String path = "/api/v1/alarms/" + action;
        return new Call("POST " + path, path, body, status);
    }

    @TempDir
    Path folder;

    /** What answers had that the document does not know. */
    private final Set<String> unknown = new TreeSet<>();

    private SmallHub hub;
    private JsonObject document;

    @BeforeEach
    void start() throws IOException {
        hub = new SmallHub(folder);
        document = hub.get("openapi.json").json();
    }

    @AfterEach
    void stop() throws InterruptedException {
        hub.close();
    }

    @Test
    void everyRouteIsInItAndNothingElse() {
        assertThat(document.text("openapi")).startsWith("3.1.");
        assertThat(operations().keySet()).isEqualTo(new TreeSet<>(hub.routes()));
    }

    @Test
    void goodAndBadRequestsAreAnsweredAsItSays() {
        Map<String, JsonObject> operations = operations();
        Set<String> answered = new TreeSet<>();
        String command = "";
        for (Call call : CALLS) {
            Reply reply = send(call, command);
            assertThat(reply.status()).as(call + reply.text()).isEqualTo(call.status);
            JsonObject responses = Objects.requireNonNull(
                            operations.get(call.operation), call.operation)
                    .object("responses");
            assertThat(responses.members()).as(call.operation).containsKey("" + call.status);
            JsonObject response = resolved(responses.object("" + call.status));
            assertThat(response.object("content").members().keySet())
                    .as(call.operation)
                    .anyMatch(type -> reply.text().contains("Content-Type: " + type));
            if (call.status < 300) {
                answered.add(call.operation);
                required(call, response, reply);
                described(call, response, reply);
            }
            if (call.status == 202 && call.operation.endsWith("/commands")) {
                command = reply.json().text("id");
            }
        }
        assertThat(unknown).isEmpty();
        Set<String> streams = Set.of("GET /api/v1/subscribe");
        assertThat(operations.keySet()).filteredOn(o -> !streams.contains(o)).isSubsetOf(answered);
    }

    @Test
    void parametersAreThoseOfTheCode() {
        operations().forEach((operation, words) -> {
            if (!operation.startsWith("GET ") || operation.endsWith("/metrics")) {
                return;
            }
            String path = operation.substring(4).replaceAll("\\{.*?}", "p1");
            JsonObject refusal = hub.at(path + "?other=1").json();
            assertThat(refusal.text("code")).as(operation).isEqualTo("parameter-unknown");
            String known = refusal.isAbsent("fix") ? "" : refusal.text("fix");
            assertThat(parameters(words).stream()
                            .filter(p -> p.text("in").equals("query"))
                            .map(p -> p.text("name")))
                    .as(operation)
                    .containsExactlyInAnyOrder(
                            known.isEmpty()
                                    ? new String[0]
                                    : known.substring("there are ".length()).split(", "));
        });
    }

    @Test
    void everyPartOfThePathIsDeclared() {
        operations().forEach((operation, words) -> {
            List<String> inPath = Pattern.compile("\\{(.*?)}")
                    .matcher(operation)
                    .results()
                    .map(m -> m.group(1))
                    .toList();
            assertThat(parameters(words).stream()
                            .filter(p -> p.text("in").equals("path"))
                            .map(p -> p.text("name")))
                    .as(operation)
                    .containsExactlyElementsOf(inPath);
        });
    }

    /** Members that the document says are always there. */
    private void required(Call call, JsonObject response, Reply reply) {
        JsonObject json = response.object("content");
        if (json.isAbsent("application/json")) {
            return;
        }
        JsonObject schema = resolved(json.object("application/json").object("schema"));
        if (schema.members().get("required") instanceof JsonArray names) {
            for (JsonValue name : names.items()) {
                assertThat(reply.json().members().keySet()).as("" + call).contains(text(name));
            }
        }
    }

    /** Each member of an answer, however deep, is one that the document knows, of that type. */
    private void described(Call call, JsonObject response, Reply reply) {
        JsonObject json = response.object("content");
        if (!json.isAbsent("application/json")) {
            JsonObject schema = json.object("application/json").object("schema");
            described(call.operation, schema, reply.json());
        }
    }

    private void described(String where, JsonObject words, JsonValue value) {
        JsonObject schema = resolved(words);
        if (schema.members().get("type") instanceof JsonValue.JsonText type) {
            if (!typeOf(value).contains(type.value())) {
                unknown.add(where + " is no " + type.value());
            }
        }
        switch (value) {
            case JsonArray array
            when !schema.isAbsent("items") ->
                array.items().forEach(item -> described(where, schema.object("items"), item));
            case JsonObject object
            when !schema.isAbsent("properties") ->
                object.members().forEach((name, member) -> {
                    JsonObject known = schema.object("properties");
                    boolean open = !schema.isAbsent("additionalProperties");
                    if (!open && known.isAbsent(name)) {
                        unknown.add(where + " " + name);
                    }
                    if (!known.isAbsent(name)) {
                        described(where + " " + name, known.object(name), member);
                    }
                });
            default -> {}
        }
    }

    private static List<String> typeOf(JsonValue value) {
        return switch (value) {
            case JsonObject object -> List.of("object");
            case JsonArray array -> List.of("array");
            case JsonValue.JsonText text -> List.of("string");
            default -> List.of("number", "integer", "boolean", "null");
        };
    }

    private static String text(JsonValue value) {
        return ((JsonValue.JsonText) value).value();
    }

    private Reply send(Call call, String command) {
        String target = call.target.replace("COMMAND", command);
        return call.operation.startsWith("POST ")
                ? hub.post(target.substring("/api/v1/".length()), call.body)
                : call.operation.startsWith("PATCH ")
                        ? hub.patch(target.substring("/api/v1/".length()), call.body)
                        : call.operation.startsWith("DELETE ")
                                ? hub.delete(target.substring("/api/v1/".length()))
                                : hub.at(target);
    }

    /** By method and path. */
    private Map<String, JsonObject> operations() {
        Map<String, JsonObject> operations = new TreeMap<>();
        document.object("paths")
                .members()
                .forEach((path, methods) -> methods.asObject()
                        .members()
                        .forEach((method, words) -> operations.put(
                                method.toUpperCase(Locale.ROOT) + " " + path, words.asObject())));
        return operations;
    }

    private static List<JsonObject> parameters(JsonObject operation) {
        List<JsonObject> parameters = new ArrayList<>();
        if (operation.members().get("parameters") instanceof JsonArray list) {
            list.items().forEach(item -> parameters.add(item.asObject()));
        }
        return parameters;
    }

    /** What a reference stands for; the same object if it is none. */
    private JsonObject resolved(JsonObject words) {
        if (words.isAbsent("$ref")) {
            return words;
        }
        JsonObject at = document;
        for (String part : words.text("$ref").substring(2).split("/")) {
            at = at.object(part);
        }
        return at;
    }

    private static Call readings(String more, String body, int status) {
        return new Call(
                "POST /api/v1/devices/{id}/readings" + more,
                "/api/v1/devices/p1/readings" + more.replace("{point}", "flow"),
                body,
                status);
    }

    private static Call backtest(String body, int status) {
        return new Call("POST /api/v1/backtests", "/api/v1/backtests", body, status);
    }

    private static Call imported(String device, int status) {
        return new Call(
                "POST /api/v1/data/import",
                "/api/v1/data/import",
                "{\"readings\":[{\"device\":\"" + device
                        + "\",\"point\":\"a\",\"ts\":\"2026-01-01T00:00:00Z\",\"value\":1}]}",
                status);
    }

    private static Call sql(String statement, int status) {
        return new Call(
                "POST /api/v1/data/sql",
                "/api/v1/data/sql",
                "{\"sql\":\"" + statement + "\"}",
                status);
    }

    private static Call order(String device, String value, int status) {
        return new Call(
                "POST /api/v1/devices/{id}/commands",
                "/api/v1/devices/" + device + "/commands",
                "{\"point\":\"command\",\"value\":\"" + value + "\"}",
                status);
    }

    private static Call change(String device, String body, int status) {
        return new Call("PATCH /api/v1/devices/{id}", "/api/v1/devices/" + device, body, status);
    }

    private static Call adopt(String device, String body, int status) {
        return new Call(
                "POST /api/v1/devices/{id}/adopt",
                "/api/v1/devices/" + device + "/adopt",
                body,
                status);
    }

    private static String pump() {
        return "{\"id\":\"p1\",\"type\":\"Pump\"}";
    }

    private static String files(String text) {
        return "[{\"file\":\"a.rules\",\"text\":\"" + text.replace("\n", "\\n") + "\"}]";
    }
}
