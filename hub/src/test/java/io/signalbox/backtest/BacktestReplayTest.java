package io.signalbox.backtest;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.bytes.ByteWriter;
import io.signalbox.device.Declaration;
import io.signalbox.journal.RecordType;
import io.signalbox.language.Language;
import io.signalbox.language.Source;
import io.signalbox.rules.RecordedDay;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;

class BacktestReplayTest {
    private static final int CASES = 8;
    private static final int STEPS = 400;

    /** Keeps what it hears. */
    private static final class Heard implements Replay.Witness {
        private final List<String> decided = new ArrayList<>();
        private final List<Recorded> own = new ArrayList<>();
        private final List<Recorded> notAgain = new ArrayList<>();

        @Override
        public void decided(Recorded record, boolean also) {
            decided.add(text(record));
            if (!also) {
                own.add(record);
            }
        }

        @Override
        public void notAgain(Recorded record) {
            notAgain.add(record);
        }
    }

    private static String text(Recorded record) {
        return record.sequence() + " " + record.type() + " " + record.flags() + " "
                + HexFormat.of().formatHex(record.bytes());
    }

    private static Heard replay(List<Recorded> journal) {
        Heard heard = new Heard();
        Iterator<Recorded> all = journal.iterator();
        LookAhead ahead = new LookAhead(() -> all.hasNext() ? all.next() : null);
        Replay replay = new Replay(ahead, Language::check, heard);
        for (Recorded next = ahead.next(); next != null; next = ahead.next()) {
            replay.step(next);
        }
        replay.finish();
        return heard;
    }

    @Test
    void theSameRulesOverTheSameJournalMakeTheSameRecordsByteForByte() {
        long decisions = 0;
        for (long seed = 1; seed <= CASES; seed++) {
            List<Recorded> journal = new RecordedPlant(seed, seed % 2 == 0).run(STEPS);
            Heard heard = replay(journal);
            assertThat(heard.own.stream().map(BacktestReplayTest::text))
                    .as("seed %d", seed)
                    .isEmpty();
            assertThat(heard.notAgain.stream().map(BacktestReplayTest::text))
                    .as("seed %d", seed)
                    .isEmpty();
            assertThat(heard.decided)
                    .as("seed %d", seed)
                    .isEqualTo(journal.stream()
                            .filter(Recorded::caused)
                            .map(BacktestReplayTest::text)
                            .toList());
            decisions += count(journal, RecordType.TRACE);
        }
        assertThat(decisions).as("decisions that were compared").isGreaterThan(20 * CASES);
    }

    /** A day and a bit, on which clocks are put forward, or back, of rules of every kind. */
    @ParameterizedTest
    @ValueSource(strings = {"2026-03-28T12:00:00Z", "2026-10-24T12:00:00Z"})
    void aRecordedDayIsMadeAgainByteForByte(String start) {
        List<Recorded> journal = RecordedDay.from(Instant.parse(start), 25, 7).stream()
                .map(Recorded::copy)
                .toList();
        Heard heard = replay(journal);
        assertThat(heard.own.stream().map(BacktestReplayTest::text)).isEmpty();
        assertThat(heard.notAgain.stream().map(BacktestReplayTest::text)).isEmpty();
        assertThat(heard.decided)
                .isEqualTo(journal.stream()
                        .filter(Recorded::caused)
                        .map(BacktestReplayTest::text)
                        .toList());
        for (RecordType type : List.of(
                RecordType.TRACE,
                RecordType.COMMAND,
                RecordType.CLAIM,
                RecordType.ALARM,
                RecordType.TELL)) {
            assertThat(count(journal, type)).as(type.toString()).isGreaterThan(50);
        }
    }

    private static long count(List<Recorded> records, RecordType type) {
        return records.stream().filter(record -> record.type() == type).count();
    }

    @Test
    void whatIsDecidedOtherwiseStandsForWhatWasDecided() {
        List<Recorded> journal = new RecordedPlant(3).run(STEPS);
        List<Recorded> changed = new ArrayList<>();
        for (Recorded record : journal) {
            changed.add(record.type() == RecordType.DECLARATION ? cooler(record) : record);
        }
        Heard heard = replay(changed);
        assertThat(count(heard.own, RecordType.TRACE)).isPositive();
        assertThat(count(heard.notAgain, RecordType.TRACE)).isPositive();
        int kept = heard.decided.size() - heard.own.size();
        assertThat(kept + heard.notAgain.size())
                .as("each record of the past is made again or is not")
                .isEqualTo((int) journal.stream().filter(Recorded::caused).count());
    }

    private static Recorded cooler(Recorded declaration) {
        ByteWriter body = new ByteWriter();
        String rules = RecordedPlant.RULES.replace("20 s) > 60 °C", "20 s) > 80 °C");
        new Declaration(List.of(new Source("plant.rules", rules))).write(body);
        return new Recorded(
                declaration.sequence(),
                declaration.type(),
                0,
                declaration.timeMillis(),
                body.toByteArray());
    }
}
