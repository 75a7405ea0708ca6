package io.signalbox.backtest;

import io.signalbox.alarm.AlarmChange;
import io.signalbox.backtest.BacktestReport.Alarm;
import io.signalbox.backtest.BacktestReport.Command;
import io.signalbox.backtest.BacktestReport.Day;
import io.signalbox.backtest.BacktestReport.Difference;
import io.signalbox.backtest.BacktestReport.Rule;
import io.signalbox.backtest.BacktestReport.Times;
import io.signalbox.backtest.BacktestReport.Veto;
import io.signalbox.command.CommandChange;
import io.signalbox.command.CommandState;
import io.signalbox.journal.RecordType;
import io.signalbox.rules.Trace;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Counts what a replay does, and holds it against what happened. */
final class Tally implements Replay.Witness {
    private static final String BY_RULE = "rule:";

    /** What was done how often. */
    private static final class Count {
        private final long firstMillis;
        private final String text;
        private long lastMillis;
        private long count;

        Count(long firstMillis, String text) {
            this.firstMillis = firstMillis;
            this.text = text;
        }

        Times times() {
            return new Times(firstMillis, lastMillis);
        }
    }

    private record Commanded(String by, String device, String point, String value, String reason) {}

    private record Raised(String rule, String device, String severity) {}

    private final BacktestQuestion question;
    private final @Nullable Comparison comparison;
    private final Map<String, RuleTally> rules = new LinkedHashMap<>();
    private final Map<Commanded, Count> commands = new LinkedHashMap<>();
    private final Map<Commanded, Count> vetoes = new LinkedHashMap<>();
    private final Map<Raised, Count> alarms = new LinkedHashMap<>();
    private Set<String> names = Set.of();
    private long more;

    Tally(BacktestQuestion question, @Nullable Comparison comparison) {
        this.question = question;
        this.comparison = comparison;
    }

    /** Which rules are looked at from here on; those that never do anything are reported, too. */
    void watch(List<String> rulesAndInterlocks) {
        names = Set.copyOf(rulesAndInterlocks);
        rulesAndInterlocks.forEach(this::of);
    }

    private RuleTally of(String rule) {
        return rules.computeIfAbsent(rule, name -> new RuleTally(name, question.flaps()));
    }

    private boolean counts(long atMillis) {
        return atMillis >= question.fromMillis() && atMillis < question.toMillis();
    }

    private boolean shows(String device) {
        return question.devices().isEmpty() || question.devices().contains(device);
    }

    @Override
    public void decided(Recorded record, boolean also) {
        if (record.type() == RecordType.TRACE) {
            decided(Trace.read(record), also);
        } else if (record.type() == RecordType.ALARM) {
            alarm(AlarmChange.read(record));
        } else if (record.type() == RecordType.COMMAND) {
            command(CommandChange.read(record), record.timeMillis());
        }
        if (also && comparison != null && isCompared(record)) {
            comparison.identical();
        }
    }

    private boolean isCompared(Recorded record) {
        boolean decision = record.type() == RecordType.TRACE
                || record.type() == RecordType.CLAIM
                || record.type() == RecordType.ALARM;
        return decision && counts(record.timeMillis());
    }

    private void decided(Trace trace, boolean also) {
        if (!shows(trace.device()) || trace.atMillis() >= question.toMillis()) {
            return;
        }
        boolean counts = counts(trace.atMillis());
        of(trace.rule()).add(trace, counts);
        if (comparison != null && counts) {
            if (also) {
                comparison.both();
            } else {
                comparison.wouldHave(difference(trace));
            }
        }
    }

    @Override
    public void notAgain(Recorded record) {
        if (comparison != null && record.type() == RecordType.TRACE) {
            happened(difference(Trace.read(record)));
        }
    }

    /** A decision of then. */
    void happened(Difference decision) {
        if (comparison != null
                && counts(decision.atMillis())
                && shows(decision.device())
                && (question.program().isEmpty() || names.contains(decision.rule()))) {
            comparison.happened(decision);
        }
    }

    private static Difference difference(Trace trace) {
        return new Difference(
                trace.atMillis(),
                trace.rule(),
                trace.device(),
                trace.change().name().toLowerCase(Locale.ROOT));
    }

    private void alarm(AlarmChange change) {
        if (change instanceof AlarmChange.Raised raised
                && counts(raised.atMillis())
                && shows(raised.key().device())) {
            String severity = raised.severity().name().toLowerCase(Locale.ROOT);
            Raised key = new Raised(raised.key().rule(), raised.key().device(), severity);
            count(alarms, key, raised.atMillis(), raised.text());
        }
    }

    private void command(CommandChange change, long atMillis) {
        if (!counts(atMillis) || !shows(change.device()) || !change.origin().startsWith(BY_RULE)) {
            return;
        }
        Commanded key = new Commanded(
                change.origin().substring(BY_RULE.length()),
                change.device(),
                change.point(),
                change.value().toString(),
                change.state() == CommandState.VETOED ? change.reason() : "");
        if (change.state() == CommandState.SENT && change.attempt() == 1) {
            count(commands, key, atMillis, "");
        } else if (change.state() == CommandState.VETOED) {
            count(vetoes, key, atMillis, "");
        }
    }

    private <K> void count(Map<K, Count> counts, K key, long atMillis, String text) {
        Count count = counts.get(key);
        if (count == null && counts.size() >= BacktestReport.MAX_ROWS) {
            more++;
            return;
        }
        if (count == null) {
            count = new Count(atMillis, text);
            counts.put(key, count);
        }
        count.count++;
        count.lastMillis = atMillis;
    }

    BacktestReport report(BacktestReport.Span span, List<String> notes) {
        List<Rule> rows = new ArrayList<>();
        List<Day> days = new ArrayList<>();
        long left = more;
        for (RuleTally tally : rules.values()) {
            tally.close(span.toMillis());
            rows.add(tally.rule());
            left += tally.days(days);
        }
        List<Command> sent = new ArrayList<>();
        commands.forEach((key, count) -> sent.add(
                new Command(key.by, key.device, key.point, key.value, count.count, count.times())));
        List<Veto> kept = new ArrayList<>();
        vetoes.forEach((key, count) -> kept.add(new Veto(
                key.by, key.device, key.point, key.value, key.reason, count.count, count.times())));
        List<Alarm> raised = new ArrayList<>();
        alarms.forEach((key, count) -> raised.add(new Alarm(
                key.rule, key.device, key.severity, count.text, count.count, count.times())));
        Optional<BacktestReport.Against> against =
                Optional.ofNullable(comparison).map(Comparison::against);
        return new BacktestReport(span, rows, days, sent, kept, raised, left, against, notes);
    }
}
