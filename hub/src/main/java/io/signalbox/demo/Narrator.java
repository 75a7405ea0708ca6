package io.signalbox.demo;

import io.signalbox.mqtt.codec.Publish;
import io.signalbox.time.Clock;

import java.io.PrintStream;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Tells on the terminal what happens: one line each, who in front. Of a command first that it is
 * given, then that the machine obeys, then that the hub has it confirmed, each once: whoever told us
 * of them may have been faster than the one before.
 */
final class Narrator {
    private static final DateTimeFormatter CLOCK_TIME = DateTimeFormatter.ofPattern("HH:mm:ss");
    private static final int PLAIN = 0;
    private static final int BOLD = 1;
    private static final int RED = 31;
    private static final int GREEN = 32;
    private static final int YELLOW = 33;

    /** Commands of which it is known how far they were told; older ones are forgotten. */
    private static final int MOST_COMMANDS = 1000;

    /** How far a command was told. */
    private enum Stage {
        GIVEN,
        OBEYED
    }

    private final Map<String, Stage> stages = latest();

    /** What machines obeyed and the hub has not said to be over, by the id of the command. */
    private final Map<String, Told> awaited = latest();

    private final Clock clock;
    private final PrintStream out;
    private final boolean colour;

    Narrator(Clock clock, PrintStream out, boolean colour) {
        this.clock = clock;
        this.out = out;
        this.colour = colour;
    }

    private static <T> Map<String, T> latest() {
        return new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, T> eldest) {
                return size() > MOST_COMMANDS;
            }
        };
    }

    /** Something that an onlooker in the plant would notice. */
    void plant(String sentence) {
        line(PLAIN, "plant", sentence);
    }

    /** The hub itself came or went. */
    void hub(String sentence) {
        line(BOLD, "hub", sentence);
    }

    /** A command on its way to a machine. */
    synchronized void command(Publish command) {
        Told told = Told.of(command);
        if (isNext(told.member("id"), Stage.GIVEN)) {
            line(YELLOW, "command", words(told));
        }
    }

    /** A machine did as it was told, and reports it; it often hears of the command before us. */
    synchronized void obeyed(Publish command) {
        command(command);
        Told told = Told.of(command);
        String id = told.member("id");
        if (isNext(id, Stage.OBEYED)) {
            line(
                    GREEN,
                    "machine",
                    told.device() + " obeys: " + told.name() + " = " + told.member("value"));
            awaited.put(id, told);
        }
    }

    /** The devices that obeyed commands of which nothing was heard from the hub since. */
    synchronized List<String> awaited() {
        return awaited.values().stream().map(Told::device).distinct().toList();
    }

    /** The hub is done with a command: it was confirmed by what the machine reports, or not. */
    synchronized void ended(String id, boolean confirmed) {
        Told told = awaited.remove(id);
        if (told != null && confirmed) {
            line(GREEN, "hub", "confirmed: " + words(told) + ", as " + told.device() + " reports");
        }
    }

    private static String words(Told command) {
        return command.device() + "." + command.name() + " = " + command.member("value");
    }

    /** Whether this is news of a command; of one without an id, somebody's own, everything is. */
    private boolean isNext(String id, Stage stage) {
        if (id.isEmpty()) {
            return true;
        }
        Stage before = stages.get(id);
        if (before != null && before.compareTo(stage) >= 0) {
            return false;
        }
        stages.put(id, stage);
        return true;
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
