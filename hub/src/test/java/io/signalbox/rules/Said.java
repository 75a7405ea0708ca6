package io.signalbox.rules;

import io.signalbox.alarm.AlarmChange;
import io.signalbox.alarm.Tell;
import io.signalbox.broker.PublishRecord;
import io.signalbox.bytes.ByteReader;
import io.signalbox.command.Claim;
import io.signalbox.command.ClaimChange;
import io.signalbox.effect.Cause;
import io.signalbox.journal.Entry;
import io.signalbox.message.Message;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Something that a rule said or set, with the values in it.
 *
 * @param atMillis plant time of the decision
 * @param subject the device or the place
 * @param target the device whose actuator is claimed; else empty
 * @param exact false if its numbers are shown to people, rounded
 */
record Said(
        long atMillis, String rule, String subject, String target, boolean exact, String words) {
    /** At one instant the order of rules and devices is the engine's own business. */
    private static final Comparator<Said> ORDER = Comparator.comparingLong(Said::atMillis)
            .thenComparing(Said::rule)
            .thenComparing(Said::subject)
            .thenComparing(Said::target);

    private static final Pattern TEXT = Pattern.compile("\"text\":\"([^\"]*)\"");

    static List<Said> sorted(List<Said> all) {
        return all.stream().sorted(ORDER).toList();
    }

    /** The same at another time. */
    Said after(long millis) {
        return new Said(atMillis + millis, rule, subject, target, exact, words);
    }

    /** The same but for the last digits: sums of fractions depend on the order of additions. */
    boolean isLike(Said other) {
        return ORDER.compare(this, other) == 0 && areAlike(words, other.words, exact ? 1e-6 : 2e-3);
    }

    private static boolean areAlike(String one, String other, double apart) {
        if (one.equals(other)) {
            return true;
        }
        String[] words = one.split("[ ,{}]", -1);
        String[] others = other.split("[ ,{}]", -1);
        boolean alike = words.length == others.length;
        for (int i = 0; alike && i < words.length; i++) {
            alike = words[i].equals(others[i]) || areNear(words[i], others[i], apart);
        }
        return alike;
    }

    private static boolean areNear(String one, String other, double apart) {
        try {
            double a = Double.parseDouble(one);
            double b = Double.parseDouble(other);
            return Math.abs(a - b) <= apart * Math.max(1, Math.max(Math.abs(a), Math.abs(b)));
        } catch (NumberFormatException e) {
            return false;
        }
    }

    /** Reads from a journal what its rules said and set; not what they did because all was in vain. */
    static List<Said> in(List<? extends Entry> journal) {
        List<Said> all = new ArrayList<>();
        Trace trace = null;
        for (Entry entry : journal) {
            if ((entry.flags() & Entry.CAUSED) != 0) {
                switch (entry.type()) {
                    case TRACE -> trace = Trace.read(entry);
                    case ALARM, TELL, CLAIM, PUBLISH -> add(all, trace, entry);
                    default -> {}
                }
            }
        }
        return all;
    }

    private static void add(List<Said> all, @Nullable Trace trace, Entry entry) {
        if (trace == null || trace.change() == Trace.Change.GAVE_UP) {
            return;
        }
        switch (entry.type()) {
            case ALARM -> alarm(all, trace, AlarmChange.read(entry));
            case TELL -> {
                Tell tell = Tell.read(entry);
                String words = "TELL " + tell.who() + tell.via() + " " + tell.text();
                all.add(of(trace, "", false, words));
            }
            case CLAIM -> {
                ByteReader body = entry.body();
                Cause.read(body);
                if (ClaimChange.read(body) instanceof ClaimChange.Made made) {
                    all.add(claim(trace, made.claim()));
                }
            }
            default -> message(all, trace, PublishRecord.read(entry));
        }
    }

    private static void alarm(List<Said> all, Trace trace, AlarmChange change) {
        if (change instanceof AlarmChange.Raised raised) {
            String words =
                    "ALARM " + raised.severity() + " " + raised.activation() + " " + raised.text();
            all.add(of(trace, "", false, words));
        }
    }

    private static Said claim(Trace trace, Claim claim) {
        String lease = claim.leaseEndMillis() == Claim.FOREVER
                ? "ever"
                : Long.toString(claim.leaseEndMillis() - trace.atMillis());
        return of(
                trace,
                claim.device(),
                true,
                "SET " + claim.point() + " = " + claim.value() + " for " + lease + " by "
                        + claim.origin().by() + " " + claim.origin().activation() + " at "
                        + claim.rank().level() + " " + claim.rank().priority());
    }

    /** What is told to devices and of alarms is not said by rules. */
    private static void message(List<Said> all, Trace trace, Message message) {
        String payload = new String(message.payload(), StandardCharsets.UTF_8);
        if (message.topic().startsWith("plant/")) {
            String words = "PUBLISH " + message.topic() + " " + message.qos() + " "
                    + message.retain() + " " + payload;
            all.add(of(trace, "", true, words));
        } else if (message.topic().contains("/event/")) {
            Matcher text = TEXT.matcher(payload);
            String words = "EMIT " + message.topic() + " " + (text.find() ? text.group(1) : "");
            all.add(of(trace, "", false, words));
        }
    }

    private static Said of(Trace trace, String target, boolean exact, String words) {
        return new Said(trace.atMillis(), trace.rule(), trace.device(), target, exact, words);
    }
}
