package io.signalbox.cli;

import io.signalbox.load.Progress;
import io.signalbox.payload.JsonWriter;

import java.util.Locale;

/** How far a bench is: a moving bar for a person, a line of JSON a second for a program. */
final class BenchProgress {
    private static final int BAR = 20;

    private final Terminal terminal;

    BenchProgress(Terminal terminal) {
        this.terminal = terminal;
    }

    void show(Progress now) {
        if (terminal.interactive()) {
            terminal.redraw(bar(now));
        } else {
            terminal.err().println(json(now));
        }
    }

    /** Removes the bar. */
    void clear() {
        terminal.redraw("");
    }

    static String bar(Progress now) {
        int full = (int) Math.round(now.done() * BAR);
        String left = now.leftSeconds() == 0
                ? ""
                : String.format(Locale.ROOT, ", %.0f s left", Math.ceil(now.leftSeconds()));
        return String.format(
                Locale.ROOT,
                "[%s%s] %3.0f %%  %s%s: %,d connected, %,d acknowledged, %,d received",
                "#".repeat(full),
                ".".repeat(BAR - full),
                now.done() * 100,
                now.phase(),
                left,
                now.connected(),
                now.acknowledged(),
                now.received());
    }

    static String json(Progress now) {
        return new JsonWriter()
                .beginObject()
                .field("phase", now.phase())
                .field("seconds", rounded(now.seconds()))
                .field("done", rounded(now.done()))
                .field("left_s", rounded(now.leftSeconds()))
                .field("connected", now.connected())
                .field("acknowledged", now.acknowledged())
                .field("received", now.received())
                .end()
                .toString();
    }

    private static double rounded(double number) {
        return Math.round(number * 1000) / 1000.0;
    }
}
