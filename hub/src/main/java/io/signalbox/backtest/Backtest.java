package io.signalbox.backtest;

import io.signalbox.bytes.ByteWriter;
import io.signalbox.device.Declaration;
import io.signalbox.device.DeviceChange;
import io.signalbox.device.DeviceView;
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

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * One backtest over the journal: the devices are learned from its beginning, the rules are shown
 * what they look back at, and then what they do counts.
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
    private final JournalPast past;
    private final LookAhead ahead;
    private final List<String> notes = new ArrayList<>();
    private Declaration declared = Declaration.NONE;
    private long changes;
    private long last;

    private Backtest(
            Backtests.Hub hub, BacktestQuestion question, BacktestJob job, JournalReader reader) {
        this.hub = hub;
        this.question = question;
        this.job = job;
        Comparison comparison = question.againstLive() ? new Comparison("decisions") : null;
        this.tally = new Tally(question, comparison);
        this.past = new JournalPast(reader);
        this.ahead = new LookAhead(past);
        Function<List<Source>, Checked> check =
                question.program().map(Backtest::always).orElse(hub.check());
        this.replay = new Replay(ahead, check, tally);
    }

    /** Whatever is declared, this program is meant. */
    private static Function<List<Source>, Checked> always(Program program) {
        return sources ->
                new Checked(Optional.of(sources.isEmpty() ? Program.EMPTY : program), List.of());
    }

    static BacktestReport run(Backtests.Hub hub, BacktestQuestion question, BacktestJob job) {
        return over(hub, question, job, Backtest::report);
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
        job.begin(first, last);
        try (JournalReader reader = journal.reader(first)) {
            Backtest backtest = new Backtest(hub, question, job, reader);
            return outcome.of(backtest, backtest.run(first, last, begins));
        }
    }

    private BacktestReport.Span run(long first, long through, long begins) {
        last = through;
        Reach reach = Reach.of(question.program().orElseGet(hub.registry()::declared));
        long back = question.warmUpMillis().orElse(Math.max(LEAST_WARM_UP_MILLIS, reach.millis()));
        long wanted = question.fromMillis() - Math.min(back, question.fromMillis());
        if (first > 1) {
            learnDevices(begins);
        }
        boolean values = reach.valueMillis() > back;
        past.passTo(wanted, last, entry -> pass(entry, values));
        declare(first, wanted);
        tally.watch(names(replay.decisions().registry().declared()));
        job.checkRoom(
                replay.decisions().registry().size(),
                replay.decisions().registry().declared());
        Recorded begin = ahead.peek();
        long warm = begin == null ? wanted : Math.max(wanted, begin.timeMillis());
        long records = play();
        replay.finish();
        note(first, begins, wanted);
        return new BacktestReport.Span(
                "journal",
                question.fromMillis(),
                question.toMillis(),
                Math.min(warm, question.fromMillis()),
                wanted,
                records);
    }

    private BacktestReport report(BacktestReport.Span span) {
        return tally.report(span, notes);
    }

    /** The journal does not know all of them any more: those that are older than it, as they are. */
    private void learnDevices(long begins) {
        List<DeviceView> views = hub.registry().views().stream()
                .filter(view -> view.registered() && view.createdMillis() < begins)
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
            replay.put(RecordType.DEVICE, view.createdMillis(), body);
        }
    }

    /** Takes of the time before what is needed: devices, and values that are believed for long. */
    private void pass(Entry entry, boolean values) {
        job.at(entry.sequence(), entry.timeMillis());
        if (entry.type() == RecordType.DEVICE || (values && entry.type() == RecordType.PUBLISH)) {
            replay.learn(entry);
        } else if (entry.type() == RecordType.DECLARATION) {
            declared = Declaration.read(entry.body());
        }
    }

    private void declare(long first, long wanted) {
        Declaration begin = declared;
        if (question.program().isPresent()) {
            begin = new Declaration(question.program().get().sources());
        } else if (begin.sources().isEmpty() && first > 1) {
            begin = hub.registry().declaration();
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
            }
        }
        return records;
    }

    /** The record, but what was declared then is what is tested now. */
    private Recorded meant(Recorded record) {
        if (record.type() != RecordType.DECLARATION || question.program().isEmpty()) {
            return record;
        }
        changes++;
        ByteWriter body = new ByteWriter();
        new Declaration(question.program().get().sources()).write(body);
        return new Recorded(
                record.sequence(),
                record.type(),
                record.flags(),
                record.timeMillis(),
                body.toByteArray());
    }

    private void note(long first, long begins, long wanted) {
        if (begins > question.fromMillis()) {
            notes.add("nothing is recorded before " + Instant.ofEpochMilli(begins));
        } else if (begins > wanted && first > 1) {
            notes.add("the rules look back to " + Instant.ofEpochMilli(wanted)
                    + ", and the journal begins at " + Instant.ofEpochMilli(begins)
                    + ": they may have known more than here");
        }
        if (first > 1) {
            notes.add("the journal begins with record " + first
                    + ": devices that are older than it are taken as they are now");
        }
        if (changes > 0) {
            notes.add("rules were applied " + changes + (changes == 1 ? " time" : " times")
                    + " in this span; the given ones ran all through it");
        }
    }
}
