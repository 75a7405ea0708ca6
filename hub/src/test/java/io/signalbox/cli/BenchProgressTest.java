package io.signalbox.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.load.Progress;

import org.junit.jupiter.api.Test;

class BenchProgressTest {
    private static final Progress HALF = new Progress("measuring", 7.25, 0.5, 4.2, 50, 12_345, 9);

    @Test
    void aPersonSeesABarAndAnEstimate() {
        assertThat(BenchProgress.bar(HALF))
                .isEqualTo("[##########..........]  50 %  measuring, 5 s left: 50 connected,"
                        + " 12,345 acknowledged, 9 received");
    }

    @Test
    void thereIsNoEstimateBeforeAnythingIsDone() {
        Progress begun = new Progress("connecting", 0, 0, 0, 0, 0, 0);
        assertThat(BenchProgress.bar(begun)).startsWith("[....").doesNotContain("left");
    }

    @Test
    void aProgramReadsLinesOfJson() {
        TerminalDouble terminal = new TerminalDouble();
        var progress = new BenchProgress(terminal.terminal());
        progress.show(HALF);
        progress.show(HALF);
        progress.clear();
        String line = "{\"phase\":\"measuring\",\"seconds\":7.25,\"done\":0.5,\"left_s\":4.2,"
                + "\"connected\":50,\"acknowledged\":12345,\"received\":9}";
        assertThat(terminal.err().lines()).containsExactly(line, line);
        assertThat(terminal.out()).isEmpty();
    }
}
