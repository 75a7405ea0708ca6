package io.signalbox.backtest;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What rules would have done in a span of time. Lists are in the order of their first event and hold
 * at most {@link #MAX_ROWS}; {@code more} counts the rows that are not in them.
 */
public record BacktestReport(
        Span span,
        List<Rule> rules,
        List<Day> days,
        List<Command> commands,
        List<Veto> vetoes,
        List<Alarm> alarms,
        long more,
        Optional<Against> against,
        List<String> notes) {
    /** Rows of one list. */
    public static final int MAX_ROWS = 10_000;

    public BacktestReport {
        rules = List.copyOf(rules);
        days = List.copyOf(days);
        commands = List.copyOf(commands);
        vetoes = List.copyOf(vetoes);
        alarms = List.copyOf(alarms);
        notes = List.copyOf(notes);
    }

    /**
     * What was replayed.
     *
     * @param parts where it came from, the older first; at least one
     * @param fromMillis the first instant that counts
     * @param toMillis the first that does not count any more
     * @param warmMillis what the rules were shown begins here; does not count
     * @param wantedMillis where that should have begun, for the rules to know all that they look at
     * @param records how many were replayed, from the one at {@code warmMillis} on
     */
    public record Span(
            List<Part> parts,
            long fromMillis,
            long toMillis,
            long warmMillis,
            long wantedMillis,
            long records) {
        public Span {
            parts = List.copyOf(parts);
        }

        /** Such as {@code history and journal}. */
        public String source() {
            return parts.stream().map(Part::source).collect(Collectors.joining(" and "));
        }

        /** With so many records of the history, up to where the journal begins, and of that. */
        static Span of(
                BacktestQuestion question,
                long warmMillis,
                long wantedMillis,
                long journalMillis,
                long history,
                long journal) {
            List<Part> parts = new ArrayList<>();
            long to = question.toMillis();
            if (history > 0) {
                parts.add(new Part("history", warmMillis, Math.min(journalMillis, to), history));
            }
            if (journal > 0 || history == 0) {
                parts.add(new Part("journal", Math.min(journalMillis, to), to, journal));
            }
            return new Span(
                    parts, question.fromMillis(), to, warmMillis, wantedMillis, history + journal);
        }
    }

    /** What was replayed out of one place. */
    public record Part(String source, long fromMillis, long toMillis, long records) {}

    /**
     * What one rule or interlock did.
     *
     * @param activeMillis over all devices, as far as activations began in the span
     * @param brief activations that were shorter than asked for
     * @param restlessHours hours of a device that saw more activations than asked for
     * @param cut times at which it was stopped because too many effects stood in a row
     */
    public record Rule(
            String name,
            long activations,
            long devices,
            long activeMillis,
            long brief,
            long restlessHours,
            long gaveUp,
            long cut,
            Optional<Longest> longest) {}

    /**
     * The longest activation.
     *
     * @param lasting true if it had not ended by the end of the span
     */
    public record Longest(String device, long fromMillis, long millis, boolean lasting) {}

    /** One day of one device, in UTC; its activations are those that began in it. */
    public record Day(
            String rule,
            String device,
            long dayMillis,
            long activations,
            long activeMillis,
            long brief) {}

    /** A command that would have been sent; retries are not counted. */
    public record Command(
            String by, String device, String point, String value, long count, Times times) {}

    /** A command that an interlock would have kept back. */
    public record Veto(
            String by,
            String device,
            String point,
            String value,
            String reason,
            long count,
            Times times) {}

    /**
     * An alarm that would have been raised.
     *
     * @param text of the first one
     */
    public record Alarm(
            String rule, String device, String severity, String text, long count, Times times) {}

    /** When something was so first and last. */
    public record Times(long firstMillis, long lastMillis) {}

    /**
     * The difference to what happened.
     *
     * @param what what was compared: {@code decisions}, or {@code alarms} where the journal is gone
     * @param same decisions that both have
     * @param identical records of decisions, claims and alarms that are the same byte for byte
     * @param liveOnly what happened, and would not have
     * @param backtestOnly what would have happened, and did not
     */
    public record Against(
            String what,
            long same,
            long identical,
            List<Difference> liveOnly,
            List<Difference> backtestOnly,
            long moreLiveOnly,
            long moreBacktestOnly) {
        public Against {
            liveOnly = List.copyOf(liveOnly);
            backtestOnly = List.copyOf(backtestOnly);
        }
    }

    /** A decision that only one of both has. */
    public record Difference(long atMillis, String rule, String device, String change) {}
}
