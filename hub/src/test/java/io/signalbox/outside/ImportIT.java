package io.signalbox.outside;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Rules of other systems: what Prometheus' own program accepts becomes rules whose tests pass. */
@Timeout(180)
class ImportIT {
    private static final Path FILES =
            Path.of("src/test/resources/io/signalbox/importer").toAbsolutePath();

    @TempDir
    Path folder;

    @Test
    void whatPromtoolAcceptsBecomesRulesWithPassingTests() throws IOException {
        Programs.require("promtool", "prometheus");
        Path alerts = FILES.resolve("alerts.yml");
        HubProcess.Result peer = Programs.run("promtool", "check", "rules", alerts.toString());
        assertThat(peer.exitCode()).as(peer.err() + peer.out()).isZero();
        assertThat(peer.out()).contains("11 rules found");
        passes(List.of("rule", "import", "prometheus", alerts.toString()), "1 test, all passed");
    }

    @Test
    void automationsBecomeRulesWithPassingTests() throws IOException {
        Path automations = FILES.resolve("automations.yaml");
        passes(
                List.of("rule", "import", "homeassistant", automations.toString()),
                "1 test, all passed");
    }

    private void passes(List<String> command, String tests) throws IOException {
        HubProcess.Result imported = HubProcess.run(Map.of(), command.toArray(String[]::new));
        assertThat(imported.exitCode()).isOne();
        Path rules = Files.writeString(folder.resolve("imported.rules"), imported.out());
        HubProcess.Result tested = HubProcess.run(Map.of(), "rule", "test", rules.toString());
        assertThat(tested.exitCode()).as(tested.err()).isZero();
        assertThat(tested.out()).contains(tests);
    }
}
