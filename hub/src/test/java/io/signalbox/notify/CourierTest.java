package io.signalbox.notify;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.alarm.Notice;
import io.signalbox.alarm.NoticeChange;
import io.signalbox.alarm.NoticeTrouble;
import io.signalbox.alarm.NoticeView;
import io.signalbox.alarm.Notices;
import io.signalbox.bytes.ByteReader;
import io.signalbox.bytes.ByteWriter;
import io.signalbox.journal.Entry;
import io.signalbox.journal.RecordType;
import io.signalbox.language.Severity;
import io.signalbox.time.ManualClock;

import org.junit.jupiter.api.Test;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** The courier runs on the test's thread: when nothing is left to send its channel ends it. */
class CourierTest {
    private static final long START = 1_767_225_600_000L;

    private record Written(long sequence, byte[] bytes) implements Entry {
        @Override
        public RecordType type() {
            return RecordType.NOTICE;
        }

        @Override
        public int flags() {
            return 0;
        }

        @Override
        public long timeMillis() {
            return START;
        }

        @Override
        public ByteReader body() {
            return new ByteReader(bytes);
        }
    }

    private final ManualClock clock = new ManualClock(START);
    private final Notices notices =
            new Notices(new Notices.Terms(Set.of("pager"), Severity.INFO), device -> "");
    private final ArrayDeque<Outcome> outcomes = new ArrayDeque<>();
    private final List<String> sent = new ArrayList<>();
    private final List<Long> pauses = new ArrayList<>();
    private final List<NoticeTrouble> troubles = new ArrayList<>();
    private long sequence;

    private void apply(NoticeChange change) {
        ByteWriter body = new ByteWriter();
        change.write(body);
        notices.apply(new Written(++sequence, body.toByteArray()));
    }

    private NoticeView view() {
        return notices.view("pager").orElseThrow();
    }

    private void run(int waiting, Outcome... answers) {
        for (int i = 0; i < waiting; i++) {
            apply(new NoticeChange.Test(clock.millis()));
        }
        notices.goLive();
        outcomes.addAll(List.of(answers));
        new Courier(new Pager(), notices, this::record, clock, this::pause).run();
    }

    private void record(NoticeChange change) {
        apply(change);
        if (view().waiting().isEmpty()) {
            throw new IllegalStateException("the story is over");
        }
    }

    private void pause(long millis) throws InterruptedException {
        NoticeTrouble trouble = view().trouble();
        if (trouble != null) {
            troubles.add(trouble);
        }
        pauses.add(millis);
        clock.advance(millis);
        if (outcomes.isEmpty()) {
            throw new InterruptedException();
        }
    }

    private final class Pager implements Channel {
        @Override
        public String name() {
            return "pager";
        }

        @Override
        public Outcome send(Notice notice) {
            sent.add(notice.id().toString());
            return outcomes.remove();
        }
    }

    @Test
    void sendsOneAfterTheOther() {
        run(3, new Outcome.Arrived(), new Outcome.Arrived(), new Outcome.Arrived());
        assertThat(sent).containsExactly("1-0", "2-0", "3-0");
        assertThat(view().waiting()).isEmpty();
        assertThat(view().delivered()).isEqualTo(3);
    }

    @Test
    void triesAgainUnderTheSameIdWithPausesThatGrow() {
        run(
                1,
                new Outcome.Later("no route", 0),
                new Outcome.Later("no route", 0),
                new Outcome.Later("503", 40_000),
                new Outcome.Later("503", 0),
                new Outcome.Arrived());
        assertThat(sent).hasSize(5).containsOnly("1-0");
        assertThat(pauses).containsExactly(2_000L, 5_000L, 40_000L, 60_000L);
        assertThat(troubles).extracting(NoticeTrouble::attempts).containsExactly(1, 2, 3, 4);
        assertThat(troubles.getLast().nextMillis()).isEqualTo(START + 107_000);
        assertThat(view().trouble()).isNull();
    }

    @Test
    void givesUpWhatIsRefusedForEverAndGoesOnWithTheNext() {
        run(2, new Outcome.Never("410 Gone"), new Outcome.Arrived());
        assertThat(view().dead())
                .singleElement()
                .satisfies(letter -> assertThat(letter.reason()).isEqualTo("410 Gone"));
        assertThat(view().delivered()).isEqualTo(1);
    }

    @Test
    void givesUpAfterADay() {
        Outcome[] all = new Outcome[60];
        Arrays.fill(all, new Outcome.Later("refused", 0));
        run(1, all);
        assertThat(clock.millis() - START)
                .isBetween(TimeUnit.HOURS.toMillis(22), TimeUnit.HOURS.toMillis(24));
        assertThat(view().dead())
                .singleElement()
                .satisfies(letter -> assertThat(letter.reason())
                        .isEqualTo("not arrived in a day; last: refused"));
    }

    @Test
    void aReceiverMayNotAskForMoreThanAnHour() {
        assertThat(Retries.pauseMillis(1, TimeUnit.DAYS.toMillis(9)))
                .isEqualTo(TimeUnit.HOURS.toMillis(1));
        assertThat(Retries.pauseMillis(100, 0)).isEqualTo(TimeUnit.HOURS.toMillis(1));
    }

    @Test
    void leavesWhatWasPushedOutMeanwhile() {
        run(1, new Outcome.Later("busy", 0));
        assertThat(view().waiting()).hasSize(1);
        for (int i = 0; i < 1_000; i++) {
            apply(new NoticeChange.Test(clock.millis()));
        }
        assertThat(view().dead()).hasSize(1);
        assertThat(notices.isNext("pager", view().dead().getFirst().notice())).isFalse();
    }
}
