package io.signalbox.demo;

import io.signalbox.mqtt.codec.Publish;
import io.signalbox.time.Clock;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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
        String[] levels = command.topic().split("/");
        String payload = new String(command.payload(), StandardCharsets.UTF_8);
        line(
                GREEN,
                "machine",
                levels[1] + " obeys: " + levels[3] + " = " + field(payload, "value"));
    }

    /** A command on its way to a machine. */
    void command(Publish command) {
        String[] levels = command.topic().split("/");
        String payload = new String(command.payload(), StandardCharsets.UTF_8);
        line(YELLOW, "command", levels[1] + "." + levels[3] + " = " + field(payload, "value"));
    }

    /** An alarm that was raised or cleared. */
    void alarm(Publish alarm) {
        String[] levels = alarm.topic().split("/");
        String payload = new String(alarm.payload(), StandardCharsets.UTF_8);
        String state = field(payload, "state");
        String text = field(payload, "text");
        if (state.equals("active")) {
            String why = "why: ./signalbox why " + levels[3] + " " + levels[1];
            line(RED, "ALARM", field(payload, "severity") + ": " + text);
            line(PLAIN, "", why);
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

    private static String field(String json, String name) {
        Matcher found = Pattern.compile("\"" + name + "\"\\s*:\\s*(\"(.*?)\"|[^,}\\s]+)")
                .matcher(json);
        if (!found.find()) {
            return "";
        }
        return found.group(2) == null ? found.group(1) : found.group(2);
    }
}
