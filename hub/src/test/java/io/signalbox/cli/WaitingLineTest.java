package io.signalbox.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WaitingLineTest {
    private final TerminalDouble terminal = new TerminalDouble();

    @Test
    void aPersonSeesHowLongItTakesAndThenNothingOfIt() {
        terminal.interactive = true;
        WaitingLine line = new WaitingLine(terminal.terminal(), "reading");
        line.show();
        assertThat(terminal.err()).isEqualTo("\r\u001b[Kreading, 1 s (Ctrl-C ends it)");
        line.close();
        line.show();
        assertThat(terminal.err()).endsWith("ends it)\r\u001b[K");
    }

    @Test
    void anAnswerAtOnceLeavesTheTerminalAlone() {
        terminal.interactive = true;
        new WaitingLine(terminal.terminal(), "reading").close();
        assertThat(terminal.err()).isEmpty();
    }

    @Test
    void aBarThatIsRemovedStaysAway() {
        terminal.interactive = true;
        LongWork work = new LongWork(terminal.terminal(), "records");
        work.clear();
        work.show(1, 2);
        assertThat(terminal.err()).isEqualTo("\r\u001b[K");
    }
}
