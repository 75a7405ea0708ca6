package io.signalbox.backtest;

import io.signalbox.bytes.ByteWriter;
import io.signalbox.device.Declaration;
import io.signalbox.device.DeviceChange;
import io.signalbox.device.DeviceView;
import io.signalbox.history.HistoryTape;
import io.signalbox.history.HistoryUnavailable;
import io.signalbox.history.PastRecord;
import io.signalbox.journal.Entry;
import io.signalbox.journal.Journal;
import io.signalbox.journal.JournalReader;
import io.signalbox.journal.RecordType;
import io.signalbox.language.Checked;
import io.signalbox.language.Interlock;
import io.signalbox.language.Program;
import io.signalbox.language.Rule;
import io.signalbox.language.Source;
import io.signalbox.rules.Decisions;
import io.signalbox.rules.Reach;

import org.jspecify.annotations.Nullable;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CancellationException;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * One backtest over the journal, and over the history where the journal reaches no further: the
 * devices are learned from the beginning, the rules are shown what they look back at, and then what
 * they do counts.
 *
 * <p>The devices do what they did: what they would have done at another command, nobody can know.
 */
final class Backtest {
    /** What rules are shown at least before the span begins. */
    static final long LEAST_WARM_UP_MILLIS = 600_000;

    private final Backtests.Hub hub;
    private final BacktestQuestion question;
    private final BacktestJob job;
    private final Tally tally;
    private final Replay replay;
    private final JournalPast journal;
    private final LookAhead ahead;
    private final BacktestNotes notes;

    /** The journal: its first record and that record's time, and the last that is looked at. */
    private final long first;

    private final long begins;
    private final long last;

    private @Nullable OlderPast older;
    private Declaration declared = Declaration.NONE;
    private long fromHistory;

    private Backtest(
            Backtests.Hub hub,
            BacktestQuestion question,
            BacktestJob job,
            JournalReader reader,
            long begins,
            long last) {
        this.hub = hub;
        this.question = question;
        this.job = job;
        this.first = reader.position();
        this.begins = begins;
        this.last = last;
        Comparison comparison = question.againstLive() ? new Comparison("decisions") : null;
        this.tally = new Tally(question, comparison);
        this.journal = new JournalPast(reader);
        this.ahead = new LookAhead(this::next);
        Function<List<Source>, Checked> check =
                question.program().map(Backtest::always).orElse(hub.check());
        this.replay = new Replay(ahead, check, tally);
        this.notes = new BacktestNotes(question);
    }

    /** Whatever is declared, this program is meant. */
    private static Function<List<Source>, Checked> always(Program program) {
        return sources ->
                new Checked(Optional.of(sources.isEmpty() ? Program.EMPTY : program), List.of());
    }

    static BacktestReport run(Backtests.Hub hub, BacktestQuestion question, BacktestJob job) {
        return over(
                hub,
                question,
                job,
                (backtest, span) -> backtest.tally.report(span, backtest.notes.all()));
    }

    /** The decisions as they stood at the end of the span, in the hands of whoever asks. */
    static <T> T at(
            Backtests.Hub hub,
            BacktestQuestion question,
            BacktestJob job,
            Function<Decisions, T> asked) {
        return over(hub, question, job, (backtest, _) -> {
            backtest.replay.put(RecordType.TICK, question.toMillis(), new ByteWriter());
            return asked.apply(backtest.replay.decisions());
        });
    }

    private interface Outcome<T> {
        T of(Backtest backtest, BacktestReport.Span span);
    }

    private static <T> T over(
            Backtests.Hub hub, BacktestQuestion question, BacktestJob job, Outcome<T> outcome) {
        Journal journal = hub.journal();
        long first = journal.firstSequence();
        long begins;
        try (JournalReader reader = journal.reader(first)) {
            begins = reader.next() ? reader.entry().timeMillis() : question.toMillis();
        }
        long last = journal.committed();
        try (JournalReader reader = journal.reader(first)) {
            Backtest backtest = new Backtest(hub, question, job, reader, begins, last);
            try {
                return outcome.of(backtest, backtest.run());
            } catch (HistoryUnavailable e) {
                throw new IllegalStateException(e.getMessage(), e);
            }
        }
    }

    private BacktestReport.Span run() throws HistoryUnavailable {
        Program program = question.program().orElseGet(hub.registry()::declared);
        Reach reach = Reach.of(program);
        long back = question.warmUpMillis().orElse(Math.max(LEAST_WARM_UP_MILLIS, reach.millis()));
        long wanted = question.fromMillis() - Math.min(back, question.fromMillis());
        boolean values = reach.valueMillis() > back;
        HistoryTape tape = first > 1 ? tape() : null;
        long start = tape == null || wanted >= begins ? first : tape.startAt(wanted);
        job.begin(start, last);
        if (tape != null) {
            learn(tape, start, wanted, values);
        } else if (first > 1) {
            learnDevices(begins, begins);
        }
        if (tape != null && start < first) {
            older = new OlderPast(tape, start);
            notes.fromHistory(program, tape.knowledge(), start);
        } else {
            journal.passTo(wanted, last, entry -> pass(entry, values));
        }
        declare(wanted);
        tally.watch(names(replay.decisions().registry().declared()));
        if (older != null && tape != null) {
            compare(tape, start);
        }
        job.checkRoom(
                replay.decisions().registry().size(),
                replay.decisions().registry().declared());
        Recorded begin = ahead.peek();
        long warm = begin == null ? wanted : Math.max(wanted, begin.timeMillis());
        boolean oldest = tape == null ? begins > wanted : !tape.reachesBefore(start);
        if (oldest) {
            notes.first(wanted, warm, first > 1);
        }
        Set<String> absent = new TreeSet<>(question.devices());
        absent.removeIf(this::isThere);
        long records = play();
        replay.finish();
        absent.removeIf(this::isThere);
        notes.absent(absent);
        return span(wanted, Math.min(warm, question.fromMillis()), records);
    }

    private boolean isThere(String device) {
        return replay.decisions().registry().find(device).isPresent();
    }

    private BacktestReport.Span span(long wanted, long warm, long records) {
        return BacktestReport.Span.of(
                question, warm, wanted, Math.max(warm, begins), fromHistory, records - fromHistory);
    }

    /** What the history has of the time before the journal; null if it cannot be asked. */
    private @Nullable HistoryTape tape() {
        try {
            return HistoryTape.before(hub.history(), first);
        } catch (HistoryUnavailable e) {
            notes.withoutHistory(first, String.valueOf(e.getMessage()));
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException();
        }
    }

    private void learn(HistoryTape tape, long start, long wanted, boolean values)
            throws HistoryUnavailable {
        long unknown = tape.knowledge().devicesMillis();
        if (unknown > 0) {
            learnDevices(Math.min(unknown, begins), Math.min(wanted, begins));
            notes.devicesOfNow(Math.min(unknown, begins));
        }
        tape.learn(start, values, record -> learn(start, record));
    }

    private void learn(long end, PastRecord record) {
        job.passes(record.sequence(), end, record.timeMillis());
        if (record.type() == RecordType.DECLARATION) {
            declared = Declaration.read(Recorded.of(record).body());
        } else {
            replay.learn(Recorded.of(record));
        }
    }

    /** Devices that are older than what is recorded, as they are now. */
    private void learnDevices(long beforeMillis, long atMillis) {
        List<DeviceView> views = hub.registry().views().stream()
                .filter(view -> view.registered() && view.createdMillis() < beforeMillis)
                .sorted(Comparator.comparingLong(DeviceView::createdMillis)
                        .thenComparing(DeviceView::id))
                .toList();
        for (DeviceView view : views) {
            ByteWriter body = new ByteWriter();
            new DeviceChange.Registered(
                            view.id(),
                            view.type().orElse(null),
                            view.place().orElse(null),
                            view.attributes(),
                            view.tags())
                    .write(body);
            replay.put(RecordType.DEVICE, Math.min(view.createdMillis(), atMillis), body);
        }
    }

    /** Takes of the time before what is needed: devices, and values that are believed for long. */
    private void pass(Entry entry, boolean values) {
        job.at(entry.sequence(), entry.timeMillis());
        if (entry.type() == RecordType.DEVICE || (values && entry.type() == RecordType.PUBLISH)) {
            replay.learn(Recorded.copy(entry));
        } else if (entry.type() == RecordType.DECLARATION) {
            declared = Declaration.read(entry.body());
        }
    }

    /** What was decided while the history had readings alone, in place of the records of it. */
    private void compare(HistoryTape tape, long start) throws HistoryUnavailable {
        if (question.againstLive() && start < tape.knowledge().wholeFrom()) {
            tape.decisions(
                    question.fromMillis(),
                    question.toMillis(),
                    decision -> tally.happened(new BacktestReport.Difference(
                            decision.timeMillis(),
                            decision.rule(),
                            decision.device(),
                            decision.change().toLowerCase(Locale.ROOT))));
        }
    }

    private void declare(long wanted) {
        Declaration begin = declared;
        if (question.program().isPresent()) {
            begin = new Declaration(question.program().get().sources());
        } else if (begin.sources().isEmpty() && first > 1) {
            begin = hub.registry().declaration();
            notes.rulesOfNow();
        }
        if (!begin.sources().isEmpty()) {
            Recorded next = ahead.peek();
            ByteWriter body = new ByteWriter();
            begin.write(body);
            replay.put(RecordType.DECLARATION, next == null ? wanted : next.timeMillis(), body);
        }
    }

    private static List<String> names(Program program) {
        return Stream.concat(
                        program.interlocks().stream().map(Interlock::name),
                        program.rules().stream().map(Rule::name))
                .toList();
    }

    private @Nullable Recorded next() {
        OlderPast before = older;
        Recorded next = before == null ? null : before.next();
        if (next == null) {
            older = null;
            next = journal.next();
        }
        return next;
    }

    private long play() {
        long records = 0;
        for (Recorded next = ahead.peek(); next != null; next = ahead.peek()) {
            boolean isAfter = next.timeMillis() >= question.toMillis() || next.sequence() > last;
            if (isAfter && !next.caused()) {
                break;
            }
            Recorded taken = ahead.next();
            if (taken != null) {
                replay.step(meant(taken));
                job.at(taken.sequence(), taken.timeMillis());
                records++;
                fromHistory += taken.sequence() < first ? 1 : 0;
            }
        }
        return records;
    }

    /** The record, but what was declared then is what is tested now. */
    private Recorded meant(Recorded record) {
        if (record.type() != RecordType.DECLARATION || question.program().isEmpty()) {
            return record;
        }
        notes.applied();
        ByteWriter body = new ByteWriter();
        new Declaration(question.program().get().sources()).write(body);
        return new Recorded(
                record.sequence(),
                record.type(),
                record.flags(),
                record.timeMillis(),
                body.toByteArray());
    }
}
