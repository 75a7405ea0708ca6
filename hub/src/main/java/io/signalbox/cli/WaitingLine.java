package io.signalbox.cli;

import java.time.Duration;

/** What a person waits for and since when, while an answer is made whose length nobody knows. */
final class WaitingLine implements AutoCloseable {
    private static final Duration STEP = Duration.ofSeconds(1);

    private final Terminal terminal;
    private final String doing;
    private final Thread ticks;
    private boolean over;
    private long seconds;

    /** @param doing what is being done, such as {@code reading the journal} */
    WaitingLine(Terminal terminal, String doing) {
        this.terminal = terminal;
        this.doing = doing;
        this.ticks = Thread.ofVirtual().name("waiting-line").unstarted(this::tick);
        if (terminal.interactive()) {
            ticks.start();
        }
    }

    /** Draws the line, one step later than the last time. */
    synchronized void show() {
        if (!over) {
            terminal.redraw(doing + ", " + ++seconds + " s (Ctrl-C ends it)");
        }
    }

    /** Removes the line. */
    @Override
    public synchronized void close() {
        ticks.interrupt();
        if (seconds > 0 && !over) {
            terminal.redraw("");
        }
        over = true;
    }

    private void tick() {
        try {
            while (true) {
                Thread.sleep(STEP);
                show();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
