package io.signalbox.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.console.SmallHub;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What goes out of a hub into files, and comes back. */
class ExportCommandTest {
    @TempDir
    static Path folder;

    private static SmallHub hub;

    @BeforeAll
    static void start() throws IOException {
        hub = new SmallHub(folder.resolve("data"));
        Path run = Files.createDirectories(folder.resolve("data/run"));
        Files.writeString(
                run.resolve("hub.json"), "{\"addresses\":{\"http\":\"" + hub.address() + "\"}}");
    }

    @AfterAll
    static void stop() throws InterruptedException {
        hub.close();
    }

    private TerminalDouble ran(int expected, String... arguments) {
        return ran(expected, new byte[0], arguments);
    }

    private TerminalDouble ran(int expected, byte[] input, String... arguments) {
        TerminalDouble terminal = new TerminalDouble();
        terminal.folder = folder;
        terminal.environment.put("SIGNALBOX_SERVER__DATA", "data");
        terminal.in = input;
        assertThat(terminal.run(arguments)).as(terminal.err()).isEqualTo(expected);
        return terminal;
    }

    @Test
    void whatWasMadeInAHubGoesIntoAFolderAndBack() throws IOException {
        Files.writeString(folder.resolve("fan.rules"), "type Fan {\n  speed : number\n}\n");
        ran(0, "apply", "-f", "fan.rules");
        ran(0, "device", "create", "f1", "--type", "Fan", "--in", "hall1");
        ran(0, "device", "set", "f1", "--tag", "pilot", "--attribute", "fw=1.2");
        assertThat(ran(0, "export", "plant").out()).contains("exported ", " to plant");
        Path file = folder.resolve("plant/devices.jsonl");
        String line = "{\"id\":\"f1\",\"type\":\"Fan\",\"place\":\"hall1\","
                + "\"attributes\":{\"fw\":\"1.2\"},\"tags\":[\"pilot\"]}";
        assertThat(Files.readAllLines(file)).contains(line);
        assertThat(folder.resolve("plant/fan.rules"))
                .hasContent("type Fan {\n  speed : number\n}\n");

        String others = ran(0, "apply", "-f", "plant").out();
        assertThat(others).contains("devices: 0 new, 0 changed, ");
        Files.writeString(
                file,
                line.replace("hall1", "hall2")
                                .replace("\"fw\":\"1.2\"", "\"hw\":\"3\"")
                                .replace("pilot", "spare")
                        + "\n" + line.replace("f1", "f2") + "\n");
        TerminalDouble dry = ran(0, "apply", "-f", "plant", "--dry-run");
        assertThat(dry.out()).contains("would apply ", "devices: 1 new, 1 changed, 0 as");
        assertThat(dry.err()).contains("nothing was changed");
        assertThat(ran(1, "device", "get", "f2").err()).contains("there is no device");
        assertThat(ran(0, "apply", "-f", "plant/devices.jsonl").out())
                .isEqualTo("devices: 1 new, 1 changed, 0 as they were\n");
        String changed = ran(0, "device", "get", "f1", "--json").out();
        assertThat(changed)
                .contains("\"place\":\"hall2\"", "\"tags\":[\"spare\"]", "{\"hw\":\"3\"}");
        ran(0, "device", "delete", "f1", "--yes");
        ran(0, "device", "delete", "f2", "--yes");
    }

    @Test
    void aFileOfDevicesThatIsNotRightIsToldWithItsLine() throws IOException {
        Path file = folder.resolve("bad.jsonl");
        String good = "{\"id\":\"g1\"}\n";
        Files.writeString(file, good + "{\"id\":\"g2\",\"colour\":\"red\"}\n");
        assertThat(ran(1, "apply", "-f", "bad.jsonl").err())
                .contains("bad.jsonl:2:1: error: expected attributes, id, place, tags, type");
        Files.writeString(file, good + good);
        assertThat(ran(1, "apply", "-f", "bad.jsonl").err())
                .contains("bad.jsonl:2:1: error: expected each device once, found 'g1' again");
        assertThat(ran(1, "device", "get", "g1").err()).contains("there is no device");
        ran(74, "apply", "-f", "none.jsonl");
    }

    @Test
    void anExportStaysInItsFolder() throws IOException {
        Files.createDirectories(folder.resolve("a/b"));
        Files.writeString(folder.resolve("up.rules"), "type Up {\n  x : number\n}\n");
        ran(0, "apply", "-f", "a/b/../../up.rules");
        ran(0, "export", "a/b/out");
        assertThat(folder.resolve("a/b/out/a/b/up.rules")).exists();
        assertThat(folder.resolve("a/up.rules")).doesNotExist();
        Files.writeString(folder.resolve("a/b/out/old.rules"), "");
        assertThat(ran(0, "export", "a/b/out").err())
                .contains("the hub has no file a/b/out/old.rules");
        Files.writeString(folder.resolve("flat"), "");
        assertThat(ran(74, "export", "flat").err()).contains("flat");
    }
}
