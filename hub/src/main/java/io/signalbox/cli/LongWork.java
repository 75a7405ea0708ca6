package io.signalbox.cli;

import java.util.Locale;

/** How far long work is: a moving bar for a person, nothing for a program. */
final class LongWork {
    private static final int BAR = 20;
    private static final long PAUSE_MILLIS = 100;

    private final Terminal terminal;
    private final String noun;
    private long shownMillis;
    private boolean cleared;

    /** @param noun what is counted, such as {@code readings} */
    LongWork(Terminal terminal, String noun) {
        this.terminal = terminal;
        this.noun = noun;
    }

    /** Says how much is done of what there is; draws ten times a second at most. */
    synchronized void show(long done, long all) {
        long now = terminal.clock().millis();
        if (!cleared && terminal.interactive() && now - shownMillis >= PAUSE_MILLIS) {
            shownMillis = now;
            terminal.redraw(bar(done, all));
        }
    }

    /** Removes the bar, for good. */
    synchronized void clear() {
        cleared = true;
        terminal.redraw("");
    }

    private String bar(long done, long all) {
        double part = all <= 0 ? 1 : Math.min(1, (double) done / all);
        int full = (int) Math.round(part * BAR);
        return String.format(
                Locale.ROOT,
                "[%s%s] %3.0f %%  %,d of %,d %s",
                "#".repeat(full),
                ".".repeat(BAR - full),
                part * 100,
                done,
                all,
                noun);
    }
}
