package io.signalbox.outside;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The language server as an editor sees it: one made of the npm packages that VS Code is made of. */
@Timeout(120)
class EditorIT {
    private static final Path NPM = Path.of("src/test/npm").toAbsolutePath();

    @TempDir
    Path folder;

    @Test
    void theProtocolsOwnClientIsServed() throws IOException {
        requirePackage("vscode-languageserver-protocol");
        Path file = Files.writeString(folder.resolve("pläne.rules"), """
                type Pump {
                flow : l/min every 1 s
                }
                rule dry for each Pump p
                  when p.flow < 5 l/min and p.flaw > 1 l/min
                  then alarm major "😀 {p}"
                """);
        List<String> command =
                new ArrayList<>(List.of("node", NPM.resolve("editor.js").toString()));
        command.add(file.toString());
        command.addAll(HubProcess.command("rule", "lsp"));
        HubProcess.Result result = Programs.run(new ProcessBuilder(command));
        assertThat(result.out().lines())
                .as(result.err())
                .containsExactly(
                        "server signalbox sync 2",
                        "found 4:30-34 'flaw' is not a point of 'Pump' (flow) did you mean 'flow'?",
                        "completes flow",
                        "hover **l/min**: a unit of volume flow",
                        "definition 0:5",
                        "symbols Pump dry",
                        "formatted \"type Pump {\\n  flow : l/min  every 1 s\\n}\\n\\nrule dry for each"
                                + " Pump p\\n  when p.flow < 5 l/min and p.flaw > 1 l/min\\n"
                                + "  then alarm major \\\"😀 {p}\\\"\\n\"",
                        "refused -32601",
                        "exit 0");
    }

    /** Skips the test on a laptop without the package; in CI its absence is a failure. */
    static void requirePackage(String name) {
        boolean installed = Files.isDirectory(NPM.resolve("node_modules").resolve(name));
        if (!installed) {
            System.out.println("skipped: " + name + " is not installed; run npm ci in " + NPM);
        }
        Assumptions.assumeTrue(installed || System.getenv("CI") != null);
        assertThat(installed).as("npm package " + name).isTrue();
    }
}
