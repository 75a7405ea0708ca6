package io.signalbox.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.console.SmallHub.Reply;
import io.signalbox.payload.JsonValue.JsonObject;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

class AlarmsApiTest {
    private static final String PLANT = """
            type Pump {
              flow : l/min
            }
            rule hot for each Pump p
              when p.flow > 100 l/min
              then alarm major "{p} flows at {p.flow}"
            rule warm for each Pump p
              when p.flow > 50 l/min
              then alarm minor "{p} is warm"
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
        flow("p1", 120);
        flow("p2", 70);
        hub.passUntil(() -> list("").size() == 3);
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

    private List<String> list(String query) {
        return hub.get("alarms" + query).json().items("alarms").stream()
                .map(item ->
                        item.asObject().text("rule") + " " + item.asObject().text("device"))
                .toList();
    }

    @Test
    void theirHistorySaysWhoDidWhat() {
        hub.post("alarms/acknowledge", "{\"rule\":\"hot\",\"by\":\"ada\",\"note\":\"seen\"}");
        JsonObject all = hub.get("alarms/history?from=-1h").json();
        assertThat(all.items("events")).hasSize(4);
        JsonObject newest = all.items("events").getFirst().asObject();
        assertThat(newest.text("event")).isEqualTo("acknowledged");
        assertThat(newest.text("by") + " " + newest.text("note")).isEqualTo("ada seen");
        assertThat(newest.isAbsent("severity")).isTrue();
        JsonObject raised = hub.get("alarms/history?from=-1h&rule=warm&device=p2&limit=1")
                .json()
                .items("events")
                .getFirst()
                .asObject();
        assertThat(raised.text("severity") + " " + raised.text("text"))
                .isEqualTo("minor p2 is warm");
        assertThat(hub.get("alarms/history?from=-1h&limit=3").json().flag("more"))
                .isTrue();
        assertThat(hub.get("alarms/history?from=-2h&to=-1h").json().items("events"))
                .isEmpty();
    }

    @Test
    void pagesFollowOneAnother() {
        JsonObject first = hub.get("alarms?limit=2").json();
        assertThat(first.items("alarms")).hasSize(2);
        JsonObject second =
                hub.get("alarms?limit=2&before=" + first.integer("next")).json();
        assertThat(second.items("alarms")).hasSize(1);
        assertThat(second.isAbsent("next")).isTrue();
        assertThat(hub.get("alarms?before=x").status()).isEqualTo(400);
    }

    @Test
    void choosesByRuleDeviceAndSeverity() {
        assertThat(list("?rule=warm")).containsExactlyInAnyOrder("warm p1", "warm p2");
        assertThat(list("?device=p2")).containsExactly("warm p2");
        assertThat(list("?severity=major")).containsExactly("hot p1");
        assertThat(hub.get("alarms?severity=bad").text()).contains("critical, major, minor");
    }

    @Test
    void whatIsAcknowledgedIsKnownWithWhoAndWhy() {
        Reply reply = hub.post(
                "alarms/acknowledge", "{\"rule\":\"hot\",\"by\":\"kim\",\"note\":\"on my way\"}");
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        JsonObject alarm = reply.json().items("alarms").getFirst().asObject();
        assertThat(alarm.text("state")).isEqualTo("acknowledged");
        assertThat(alarm.object("acknowledged").text("by")).isEqualTo("kim");
        assertThat(alarm.object("acknowledged").text("note")).isEqualTo("on my way");
        assertThat(list("?state=acknowledged")).containsExactly("hot p1");
        assertThat(list("?state=unacknowledged")).containsExactlyInAnyOrder("warm p1", "warm p2");
        Reply again = hub.post("alarms/acknowledge", "{\"rule\":\"hot\"}");
        assertThat(again.json().integer("changed")).isZero();
    }

    @Test
    void whatWasRaisedAfterSomebodyLookedIsNotAcknowledged() throws InterruptedException {
        long seen = hub.get("alarms").json().integer("through");
        flow("p1", 0);
        hub.passUntil(() -> list("?device=p1").isEmpty());
        flow("p1", 120);
        hub.passUntil(() -> list("?device=p1").size() == 2);
        Reply late = hub.post("alarms/acknowledge", "{\"rule\":\"hot\",\"through\":" + seen + "}");
        assertThat(late.status()).isEqualTo(409);
        assertThat(late.json().text("code")).isEqualTo("alarm-newer");
        JsonObject alarm =
                hub.get("alarms?rule=hot").json().items("alarms").getFirst().asObject();
        assertThat(alarm.integer("occurrences")).isEqualTo(2);
    }

    @Test
    void whatIsShelvedIsHiddenUntilItsTime() throws InterruptedException {
        Reply reply = hub.post(
                "alarms/shelve", "{\"device\":\"p1\",\"for\":\"5s\",\"reason\":\"new bearing\"}");
        assertThat(reply.json().integer("changed")).isEqualTo(2);
        assertThat(list("")).containsExactly("warm p2");
        assertThat(hub.get("alarms").json().integer("shelved")).isEqualTo(2);
        assertThat(list("?state=shelved")).hasSize(2);
        hub.pass(5);
        assertThat(list("")).hasSize(3);
    }

    @Test
    void whatIsShelvedComesBackWhenSomebodyWants() {
        hub.post("alarms/shelve", "{\"all\":true,\"for\":\"1h\"}");
        assertThat(list("")).isEmpty();
        hub.post("alarms/unshelve", "{\"rule\":\"warm\"}");
        assertThat(list("")).containsExactlyInAnyOrder("warm p1", "warm p2");
    }

    @Test
    void refusesWhatNobodyCanMean() {
        assertThat(hub.post("alarms/acknowledge", "{}").text())
                .contains("expected a rule, a device, or all = true");
        assertThat(hub.post("alarms/shelve", "{\"all\":true}").status()).isEqualTo(400);
        assertThat(hub.post("alarms/shelve", "{\"all\":true,\"for\":\"8d\"}").text())
                .contains("at most 7d");
        assertThat(hub.post("alarms/acknowledge", "{\"rule\":\"cold\"}").status())
                .isEqualTo(404);
        assertThat(hub.post("alarms/acknowledge", "{\"rool\":\"hot\"}").text())
                .contains("found 'rool'");
        String long501 = "x".repeat(501);
        assertThat(hub.post("alarms/acknowledge", "{\"all\":true,\"note\":\"" + long501 + "\"}")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void showsWhatWaitsToBeTold() throws InterruptedException {
        hub.passUntil(() -> channel().items("waiting").size() == 3);
        JsonObject notice = channel().items("waiting").getFirst().asObject();
        assertThat(notice.text("kind")).isEqualTo("raised");
        assertThat(notice.items("alarms")).hasSize(1);
        hub.post("notices/test", "{}");
        assertThat(channel().items("waiting").getLast().asObject().text("kind")).isEqualTo("test");
    }

    private JsonObject channel() {
        return hub.get("notices").json().items("channels").getFirst().asObject();
    }
}
