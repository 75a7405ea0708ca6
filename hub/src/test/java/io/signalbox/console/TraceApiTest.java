package io.signalbox.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.payload.JsonValue.JsonObject;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

class TraceApiTest {
    private static final String PLANT = """
            type Pump {
              flow    : l/min
              command : start | stop   writable
            }
            rule hot for each Pump p
              when p.flow > 100 l/min
              then set p.command = stop expires in 1 min
                   alarm major "{p} flows at {p.flow}"
            """;

    @TempDir
    Path folder;

    private SmallHub hub;

    @BeforeEach
    void start() throws IOException, InterruptedException {
        hub = new SmallHub(folder);
        hub.post("apply", ApiTest.files("plant.rules", PLANT));
        for (String device : List.of("p1", "p2")) {
            hub.post("devices", "{\"id\":\"" + device + "\",\"type\":\"Pump\"}");
        }
        hub.pass(1);
    }

    @AfterEach
    void stop() throws InterruptedException {
        hub.close();
    }

    private void flow(String device, int value) {
        hub.post(
                "publish",
                "{\"topic\":\"d/" + device + "/up/flow\",\"payload\":\"" + value + "\"}");
    }

    private static List<String> kinds(JsonObject trail, String list) {
        return trail.items(list).stream()
                .map(step -> step.asObject().text("kind"))
                .toList();
    }

    @Test
    void aMessageIsFollowedToTheCommandThatItCaused() throws Exception {
        flow("p2", 7);
        flow("p1", 120);
        flow("p2", 8);
        hub.passUntil(() -> !hub.get("alarms").json().items("alarms").isEmpty());
        hub.pass(70);

        JsonObject trail = hub.get("trace?device=p1").json();

        assertThat(trail.object("record").text("text")).contains("d/p1/up/flow").endsWith(": 120");
        assertThat(trail.items("readings").getFirst().asObject().number("value"))
                .isEqualTo(120);
        assertThat(trail.items("because")).isEmpty();
        assertThat(kinds(trail, "steps"))
                .contains("decision", "claim", "command", "alarm", "message")
                .doesNotContain("tick");
        assertThat(trail.items("steps").toString())
                .contains("hot: active", "command = stop", "p1 flows at 120 l/min")
                .contains("expired")
                .doesNotContain("p2");
        assertThat(trail.flag("whole")).isTrue();
    }

    @Test
    void anEffectKnowsWhatItWasCausedBy() throws Exception {
        flow("p1", 120);
        hub.passUntil(() -> {
            JsonObject soFar = hub.get("trace?device=p1").json();
            return !soFar.isAbsent("steps") && kinds(soFar, "steps").contains("command");
        });
        JsonObject trail = hub.get("trace?device=p1").json();
        JsonObject command = trail.items("steps").stream()
                .map(step -> step.asObject())
                .filter(step -> step.text("kind").equals("command"))
                .findFirst()
                .orElseThrow();

        JsonObject back = hub.get("trace?record=" + command.integer("sequence")).json();

        assertThat(kinds(back, "because")).startsWith("message").contains("claim");
        assertThat(back.object("record")).isEqualTo(command);
    }

    @Test
    void whatCannotBeFollowedIsSaid() {
        assertThat(hub.get("trace").json().text("detail")).contains("record");
        assertThat(hub.get("trace?device=p9").json().text("detail")).contains("no device 'p9'");
        assertThat(hub.get("trace?device=p1").json().text("detail")).contains("reported");
        assertThat(hub.get("trace?device=p1&record=1").json().text("detail")).contains("both");
        assertThat(hub.get("trace?record=1&for=8d").json().text("detail")).contains("up to 7d");
    }
}
