package io.signalbox.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.console.SmallHub.Reply;
import io.signalbox.payload.JsonValue.JsonObject;
import io.signalbox.payload.JsonWriter;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;

/** Devices that wait, their adoption, and the types that are made from what they sent. */
class TypesTest {
    private static final String METER = """
            # type Meter { }
            type Meter "A meter" {
              level : m every 1 min   # as always
            }
            rule full for each Meter m
              when m.level > 5 m
              then alarm minor "{m}"
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

    private Reply apply(String file, String text) {
        return hub.post(
                "apply",
                new JsonWriter()
                        .beginArray()
                        .beginObject()
                        .field("file", file)
                        .field("text", text)
                        .end()
                        .end()
                        .toString());
    }

    /** A device that says a number every 10 s, and a word now and then. */
    private void speak() throws InterruptedException {
        String[] modes = {"auto", "hand", "auto", "off", "auto", "off", "hand", "auto"};
        for (int i = 0; i < modes.length; i++) {
            hub.post(
                    "devices/tank-7/readings",
                    "{\"level\":" + i + ".5,\"mode\":\"" + modes[i] + "\",\"full\":" + (i > 5)
                            + ",\"serial\":\"A-17\",\"a-b\":1}");
            if (i == 1 || i == 6) {
                hub.post("devices/tank-7/readings/door", "\"open\"");
            }
            hub.pass(10);
        }
    }

    @Test
    void aTypeIsProposedThatTheLanguageAccepts() throws InterruptedException {
        speak();
        JsonObject proposal = hub.get("devices/tank-7/type").json();
        assertThat(proposal.text("text")).isEqualTo("""
                type Tank {
                  door : text
                  full : boolean   every 10 s
                  level : number   every 10 s
                  mode : auto | hand | off   every 10 s
                  serial : text   every 10 s
                }
                """);
        assertThat(proposal.items("left_out")).hasSize(1);
        assertThat(proposal.items("left_out").getFirst().asObject().text("point"))
                .isEqualTo("a-b");

        Reply applied = apply("tank.rules", proposal.text("text"));
        assertThat(applied.status()).as(applied.text()).isEqualTo(200);
        assertThat(hub.get("devices/tank-7/type").json().text("name")).isEqualTo("Tank2");
        assertThat(hub.get("devices/tank-7/type?name=Tank").status()).isEqualTo(400);
        assertThat(hub.get("devices/tank-7/type?name=a-b").status()).isEqualTo(400);
        assertThat(hub.get("devices/tank-7/type?name=Vessel").json().text("text"))
                .startsWith("type Vessel {");
    }

    @Test
    void aDeviceThatWaitsIsAdoptedWithWhatItSent() throws InterruptedException {
        speak();
        apply("meter.rules", METER);
        assertThat(hub.get("status").json().object("devices").integer("waiting"))
                .isEqualTo(1);
        assertThat(hub.post("devices/tank-7/adopt", "{\"type\":\"Metre\"}")
                        .json()
                        .text("fix"))
                .isEqualTo("did you mean 'Meter'?");
        Reply adopted = hub.post("devices/tank-7/adopt", "{\"type\":\"Meter\",\"place\":\"yard\"}");
        assertThat(adopted.status()).as(adopted.text()).isEqualTo(200);
        assertThat(adopted.json().items("adopted").toString()).isEqualTo("[\"level\"]");
        assertThat(adopted.json().items("not_in_type")).hasSize(5);
        assertThat(hub.get("status").json().object("devices").integer("waiting"))
                .isZero();
        JsonObject device = hub.get("devices/tank-7").json();
        assertThat(device.flag("registered")).isTrue();
        assertThat(device.text("place")).isEqualTo("yard");
        hub.passUntil(() -> hub.get("alarms").text().contains("\"full\""));

        assertThat(hub.post("devices/tank-7/adopt", "{\"type\":\"Meter\",\"place\":\"yard\"}")
                        .status())
                .isEqualTo(200);
        assertThat(hub.post("devices/tank-7/adopt", "{\"type\":\"Meter\"}").status())
                .isEqualTo(409);
        assertThat(hub.post("devices/none/adopt", "{\"type\":\"Meter\"}").status())
                .isEqualTo(404);
        assertThat(hub.post("devices/tank-7/adopt", "{}").status()).isEqualTo(400);
    }

    @Test
    void newPointsOfADeviceAreAddedToItsType() throws InterruptedException {
        apply("meter.rules", METER);
        hub.post("devices", "{\"id\":\"tank-7\",\"type\":\"Meter\"}");
        speak();
        String before = hub.get("types/Meter").json().text("version");
        Reply added = hub.post("devices/tank-7/points", "{}");
        assertThat(added.status()).as(added.text()).isEqualTo(200);
        assertThat(added.json().items("points").toString())
                .isEqualTo("[\"door\", \"full\", \"mode\", \"serial\"]");
        assertThat(added.json().text("text")).isEqualTo("""
                type Meter "A meter" {
                  level : m every 1 min   # as always
                  door : text
                  full : boolean   every 10 s
                  mode : auto | hand | off   every 10 s
                  serial : text   every 10 s
                }""");
        assertThat(hub.get("types/Meter").json().text("version")).isNotEqualTo(before);
        assertThat(hub.get("status").json().object("rules").integer("rules")).isEqualTo(1);
        long records = hub.journal.committed();
        assertThat(hub.post("devices/tank-7/points", "{}").json().items("points"))
                .isEmpty();
        assertThat(hub.journal.committed()).isEqualTo(records);

        hub.post("devices/other/readings", "{\"a\":1}");
        hub.pass(1);
        assertThat(hub.post("devices/other/points", "{}").json().text("code"))
                .isEqualTo("device-untyped");
        assertThat(hub.get("types").json().items("types")).hasSize(1);
        assertThat(hub.get("types/Metr").json().text("fix")).isEqualTo("did you mean 'Meter'?");
    }
}
