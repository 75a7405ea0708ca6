package io.signalbox.analysis;

import io.signalbox.language.Checked;
import io.signalbox.language.Finding;
import io.signalbox.language.Source;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Findings of small programs. */
final class Analysed {
    /** Types that the programs use. */
    static final String TYPES = """
            type Room {
              temp   : °C       every 10 s
              co2    : ppm      every 10 s
              people : integer
              window : open | closed
              door   : open | closed
              alarm  : boolean
              shown  : heat | cool | idle        every 1 min
              mode   : heat | cool | idle        writable  confirm shown
              fan    : %        writable
            }
            """;

    private static final String PAGE = page();

    private Analysed() {}

    private static String page() {
        try {
            Path root = Path.of(Files.exists(Path.of("ARCHITECTURE.md")) ? "." : "..");
            return Files.readString(root.resolve("docs/analysis.md"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the program is told, without notes, as "code: message". */
    static List<String> warnings(String rules) {
        return findings(rules).stream()
                .filter(finding -> finding.kind() == Finding.Kind.WARNING)
                .map(finding -> finding.code() + ": " + finding.message())
                .toList();
    }

    static List<Finding> findings(String rules) {
        Checked checked = Analysis.check(List.of(new Source("f", TYPES + rules)));
        if (!checked.accepted()) {
            throw new AssertionError(checked.findings());
        }
        for (Finding finding : checked.findings()) {
            boolean named = !finding.code().isEmpty();
            if (named && !PAGE.contains("\n| `" + finding.code() + "` |")) {
                throw new AssertionError("docs/analysis.md does not explain " + finding.code());
            }
        }
        return checked.findings();
    }

    /** A rule that sets the mode of a room. */
    static String mode(String name, String words, String when, String clear, String mode) {
        return "rule " + name + " for each Room r " + words + "\n  when " + when
                + (clear.isEmpty() ? "" : "\n  clear when " + clear) + "\n  then set r.mode = "
                + mode + " expires in 1 h\n";
    }

    static String mode(String name, String when, String clear, String mode) {
        return mode(name, "", when, clear, mode);
    }
}
