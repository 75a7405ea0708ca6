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

    private final Clock clock;
    private final PrintStream out;

    Narrator(Clock clock, PrintStream out) {
        this.clock = clock;
        this.out = out;
    }

    /** Something that an onlooker in the plant would notice. */
    void plant(String sentence) {
        line("plant", sentence);
    }

    /** A command on its way to a machine. */
    void command(Publish command) {
        String[] levels = command.topic().split("/");
        String payload = new String(command.payload(), StandardCharsets.UTF_8);
        line("command", levels[1] + "." + levels[3] + " = " + field(payload, "value"));
    }

    /** An alarm that was raised or cleared. */
    void alarm(Publish alarm) {
        String[] levels = alarm.topic().split("/");
        String payload = new String(alarm.payload(), StandardCharsets.UTF_8);
        String state = field(payload, "state");
        String text = field(payload, "text");
        line(
                state.equals("active") ? "ALARM" : "alarm",
                (state.equals("active") ? field(payload, "severity") + ": " : state + ": ")
                        + text
                        + "     why: ./signalbox why "
                        + levels[3]
                        + " "
                        + levels[1]);
    }

    private synchronized void line(String who, String what) {
        LocalTime now = LocalTime.ofInstant(
                        Instant.ofEpochMilli(clock.millis()), ZoneId.systemDefault())
                .truncatedTo(ChronoUnit.SECONDS);
        out.printf("  %s  %-8s %s%n", CLOCK_TIME.format(now), who, what);
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
