package io.signalbox.demo;

import io.signalbox.mqtt.codec.Publish;
import io.signalbox.time.Clock;

import java.io.PrintStream;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;

/** Tells on the terminal what happens: one line each, who in front. */
final class Narrator {
    private static final DateTimeFormatter CLOCK_TIME = DateTimeFormatter.ofPattern("HH:mm:ss");
    private static final int PLAIN = 0;
    private static final int BOLD = 1;
    private static final int RED = 31;
    private static final int GREEN = 32;
    private static final int YELLOW = 33;

    private final Clock clock;
    private final PrintStream out;
    private final boolean colour;

    Narrator(Clock clock, PrintStream out, boolean colour) {
        this.clock = clock;
        this.out = out;
        this.colour = colour;
    }

    /** Something that an onlooker in the plant would notice. */
    void plant(String sentence) {
        line(PLAIN, "plant", sentence);
    }

    /** The hub itself came or went. */
    void hub(String sentence) {
        line(BOLD, "hub", sentence);
    }

    /** A machine did as it was told, and reports it. */
    void obeyed(Publish command) {
        Told told = Told.of(command);
        line(
                GREEN,
                "machine",
                told.device() + " obeys: " + told.name() + " = " + told.member("value"));
    }

    /** A command on its way to a machine. */
    void command(Publish command) {
        Told told = Told.of(command);
        line(YELLOW, "command", told.device() + "." + told.name() + " = " + told.member("value"));
    }

    /** An alarm that was raised or cleared. */
    void alarm(Publish alarm) {
        Told told = Told.of(alarm);
        String text = told.member("text");
        if (told.member("state").equals("active")) {
            line(RED, "ALARM", told.member("severity") + ": " + text);
            line(PLAIN, "", "why: ./signalbox why " + told.name() + " " + told.device());
        } else {
            line(GREEN, "alarm", "over: " + text);
        }
    }

    private synchronized void line(int ansi, String who, String what) {
        LocalTime now = LocalTime.ofInstant(
                        Instant.ofEpochMilli(clock.millis()), ZoneId.systemDefault())
                .truncatedTo(ChronoUnit.SECONDS);
        String told = "%-8s %s".formatted(who, what);
        if (colour && ansi != PLAIN) {
            told = "\u001b[" + ansi + "m" + told + "\u001b[0m";
        }
        out.printf("  %s  %s%n", who.isEmpty() ? " ".repeat(8) : CLOCK_TIME.format(now), told);
        out.flush();
    }
}
