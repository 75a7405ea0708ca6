package io.signalbox.notify;

import io.signalbox.alarm.Alarm;
import io.signalbox.alarm.Notice;
import io.signalbox.alarm.Tell;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** A notice in words. */
final class NoticeText {
    /** Characters of a subject; more are cut off. */
    private static final int MAX_SUBJECT = 150;

    private NoticeText() {}

    /** One line. */
    static String subject(Notice notice) {
        String subject = switch (notice.kind()) {
            case TEST -> "Signalbox: a test";
            case STORM -> storm(notice);
            case RAISED, CLEARED -> single(notice);
            case MESSAGE ->
                notice.raised() == 1
                        ? notice.said().getFirst().words().text()
                        : notice.raised() + " messages, the first: "
                                + notice.said().getFirst().words().text();
        };
        String line = subject.replaceAll("\\p{Cntrl}", " ");
        return line.length() <= MAX_SUBJECT ? line : line.substring(0, MAX_SUBJECT) + "…";
    }

    private static String single(Notice notice) {
        Alarm alarm = notice.told().getFirst().alarm();
        String word = notice.kind() == Notice.Kind.CLEARED
                ? "cleared"
                : alarm.severity().word().toUpperCase(Locale.ROOT);
        return "[" + word + "] " + alarm.text();
    }

    private static String storm(Notice notice) {
        StringBuilder text =
                new StringBuilder("[STORM] ").append(notice.raised()).append(" alarms");
        if (!notice.groups().isEmpty()) {
            Notice.Group largest = notice.groups().getFirst();
            text.append(", ").append(largest.count()).append(" of rule ").append(largest.rule());
            if (!largest.place().isEmpty()) {
                text.append(" in ").append(largest.place());
            }
        }
        return text.toString();
    }

    /** Everything, in lines. */
    static String body(Notice notice) {
        StringBuilder text = new StringBuilder();
        switch (notice.kind()) {
            case TEST -> text.append("Somebody wanted to see whether notices of alarms arrive.\n");
            case RAISED, CLEARED -> notice.told().forEach(told -> lines(text, told));
            case MESSAGE -> {
                notice.said().forEach(said -> lines(text, said));
                int more = notice.raised() - notice.said().size();
                text.append(more > 0 ? "and " + more + " more\n" : "");
            }
            case STORM -> {
                text.append(notice.raised()).append(" alarms were raised and ");
                text.append(notice.cleared()).append(" are over. What they have in common:\n\n");
                for (Notice.Group group : notice.groups()) {
                    text.append("  ").append(group.count()).append(" of rule ");
                    text.append(group.rule());
                    text.append(group.place().isEmpty() ? "" : " in " + group.place());
                    text.append(", the worst ").append(group.worst().word()).append('\n');
                }
                text.append("\nThe worst:\n\n");
                notice.told().forEach(told -> lines(text, told));
            }
        }
        return text.append("\nNotice ").append(notice.id()).append('\n').toString();
    }

    private static void lines(StringBuilder text, Notice.Said said) {
        Tell words = said.words();
        text.append(words.text()).append('\n');
        text.append("  device    ").append(words.device());
        text.append(said.place().isEmpty() ? "" : " in " + said.place()).append('\n');
        text.append("  rule      ").append(words.rule()).append('\n');
        text.append("  at        ").append(time(words.atMillis())).append('\n');
        text.append("  why       signalbox why ").append(words.rule()).append(' ');
        text.append(words.device()).append('\n');
    }

    private static void lines(StringBuilder text, Notice.Told told) {
        Alarm alarm = told.alarm();
        text.append(alarm.text()).append('\n');
        text.append("  severity  ").append(alarm.severity().word()).append('\n');
        text.append("  device    ").append(alarm.device());
        text.append(told.place().isEmpty() ? "" : " in " + told.place()).append('\n');
        text.append("  rule      ").append(alarm.rule()).append('\n');
        text.append("  raised    ").append(time(alarm.raisedMillis())).append('\n');
        if (alarm.occurrences() > 1) {
            text.append("  count     ").append(alarm.occurrences()).append(" times since ");
            text.append(time(alarm.firstMillis())).append('\n');
        }
        if (!alarm.active()) {
            text.append("  cleared   ").append(time(alarm.clearedMillis())).append('\n');
        }
        text.append("  why       signalbox why ").append(alarm.rule()).append(' ');
        text.append(alarm.device()).append('\n');
    }

    private static String time(long millis) {
        return Instant.ofEpochMilli(millis).truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
