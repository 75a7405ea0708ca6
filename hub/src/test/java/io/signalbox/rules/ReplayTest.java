package io.signalbox.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.broker.PublishRecord;
import io.signalbox.bytes.ByteReader;
import io.signalbox.bytes.ByteWriter;
import io.signalbox.command.ClaimChange;
import io.signalbox.effect.Cause;
import io.signalbox.effect.Outbox;
import io.signalbox.journal.Entry;
import io.signalbox.journal.RecordType;
import io.signalbox.language.Checked;
import io.signalbox.language.Source;
import io.signalbox.message.Message;
import io.signalbox.rules.Rehearsal.Stored;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.LongStream;
import java.util.stream.Stream;

class ReplayTest {
    private static final int CASES = 25;
    private static final int SETTLED = 8;

    /** A hub's journal, by chance, and what reads the declarations in it. */
    private record Lived(String seed, List<Stored> journal, Function<List<Source>, Checked> check) {
        static Lived eager(long seed) {
            RandomCase random = new RandomCase(seed);
            random.run();
            return new Lived("seed " + seed, random.rehearsal().journal(), random::check);
        }

        static Lived settled(long seed) {
            SettledCase random = new SettledCase(seed, 1);
            random.run();
            return new Lived("settled " + seed, random.rehearsal().journal(), random::check);
        }

        static List<Lived> all() {
            return Stream.concat(
                            LongStream.rangeClosed(1, CASES).mapToObj(Lived::eager),
                            LongStream.rangeClosed(1, SETTLED).mapToObj(Lived::settled))
                    .toList();
        }

        Random chance() {
            return new Random(seed.hashCode());
        }
    }

    private static final List<Lived> LIVED = Lived.all();

    /** Collects effects as text. */
    private static final class Collector implements Outbox.Sink {
        private final List<String> effects = new ArrayList<>();

        @Override
        public void append(RecordType type, int flags, ByteWriter body) {
            effects.add(text(type, flags, body.toByteArray()));
        }

        @Override
        public void publish(Message message, Cause cause) {
            ByteWriter body = new ByteWriter();
            int flags = PublishRecord.write(body, cause, new int[0], 0, message);
            effects.add(text(RecordType.PUBLISH, flags, body.toByteArray()));
        }

        static String text(RecordType type, int flags, byte[] body) {
            return type + " " + flags + " " + HexFormat.of().formatHex(body);
        }
    }

    @Test
    void theSameJournalGivesTheSameEffectsByteForByte() {
        for (Lived lived : LIVED) {
            Collector collector = new Collector();
            Decisions decisions = new Decisions(new Outbox(collector), lived.check);
            decisions.caughtUp(0);
            List<Stored> journal = lived.journal;
            journal.forEach(decisions::apply);
            assertThat(collector.effects).as(lived.seed).isEqualTo(effectsAfter(journal, 0));
        }
    }

    @Test
    void aReplayFromAnySnapshotGivesTheRestOfTheEffects() {
        for (Lived lived : LIVED) {
            List<Stored> journal = lived.journal;
            int at = lived.chance().nextInt(journal.size());
            Decisions first = new Decisions(new Outbox(new Collector()), lived.check);
            first.caughtUp(0);
            journal.subList(0, at).forEach(first::apply);
            byte[] snapshot = first.snapshot();
            journal.subList(at, journal.size()).forEach(first::apply);

            Collector collector = new Collector();
            Decisions second = new Decisions(new Outbox(collector), lived.check);
            second.restore(snapshot);
            assertThat(second.snapshot()).as(lived.seed).isEqualTo(snapshot);
            second.caughtUp(at);
            journal.subList(at, journal.size()).forEach(second::apply);
            assertThat(second.snapshot()).as(lived.seed).isEqualTo(first.snapshot());
            assertThat(collector.effects).as(lived.seed).isEqualTo(effectsAfter(journal, at));
        }
    }

    /**
     * The journal ends at any record, effects behind it are lost. The hub starts from an older
     * snapshot, replays, writes what is missing, and the world goes on.
     */
    @Test
    void aCrashLosesNoDecisionAndDoublesNone() {
        for (Lived lived : LIVED) {
            List<Stored> journal = lived.journal;
            int cut = lived.chance().nextInt(1, journal.size());
            Crashed crashed = new Crashed(lived, cut, lived.chance().nextInt(cut));
            crashed.run();
            assertThat(crashed.outbox.diverged()).as(lived.seed).isZero();
            assertThat(crashed.outbox.waiting()).as(lived.seed).isZero();
            assertThat(Decided.in(crashed.journal)).as(lived.seed).isEqualTo(Decided.in(journal));
            assertThat(claims(crashed.journal))
                    .as(lived.seed)
                    .doesNotHaveDuplicates()
                    .isEqualTo(claims(journal));
        }
    }

    private static List<String> effectsAfter(List<Stored> journal, int after) {
        return journal.stream()
                .skip(after)
                .filter(e -> (e.flags() & Entry.CAUSED) != 0)
                .map(e -> Collector.text(e.type(), e.flags(), e.bytes()))
                .toList();
    }

    private static List<String> claims(List<Stored> journal) {
        List<String> claims = new ArrayList<>();
        for (Stored entry : journal) {
            if (entry.type() == RecordType.CLAIM && (entry.flags() & Entry.CAUSED) != 0) {
                ByteReader body = entry.body();
                Cause.read(body);
                if (ClaimChange.read(body) instanceof ClaimChange.Made made) {
                    claims.add(made.claim().id());
                }
            }
        }
        return claims;
    }

    private static final class Crashed implements Outbox.Sink {
        private final Lived lived;
        private final List<Stored> before;
        private final int cut;
        private final int snapshotAt;
        private final List<Stored> journal = new ArrayList<>();
        private final Outbox outbox = new Outbox(this);
        private long timeMillis;
        private int applied;

        Crashed(Lived lived, int cut, int snapshotAt) {
            this.lived = lived;
            this.before = lived.journal;
            this.cut = cut;
            this.snapshotAt = snapshotAt;
        }

        void run() {
            Decisions first = new Decisions(new Outbox(new Collector()), lived.check);
            first.caughtUp(0);
            before.subList(0, snapshotAt).forEach(first::apply);

            Decisions decisions = new Decisions(outbox, lived.check);
            decisions.restore(first.snapshot());
            journal.addAll(before.subList(0, cut));
            timeMillis = journal.getLast().timeMillis();
            applied = snapshotAt;
            apply(decisions);
            decisions.caughtUp(cut);
            apply(decisions);
            for (Stored entry : before.subList(cut, before.size())) {
                if ((entry.flags() & Entry.CAUSED) == 0) {
                    timeMillis = entry.timeMillis();
                    put(entry.type(), entry.flags(), entry.bytes());
                    apply(decisions);
                }
            }
        }

        private void apply(Decisions decisions) {
            while (applied < journal.size()) {
                decisions.apply(journal.get(applied++));
            }
        }

        private void put(RecordType type, int flags, byte[] bytes) {
            journal.add(new Stored(journal.size() + 1L, type, flags, timeMillis, bytes));
        }

        @Override
        public void append(RecordType type, int flags, ByteWriter body) {
            put(type, flags, body.toByteArray());
        }

        @Override
        public void publish(Message message, Cause cause) {
            ByteWriter body = new ByteWriter();
            int flags = PublishRecord.write(body, cause, new int[0], 0, message);
            put(RecordType.PUBLISH, flags, body.toByteArray());
        }
    }
}
