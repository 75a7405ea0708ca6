package io.signalbox.broker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

class DirectoryTest {
    private static final long SECOND = 1_000_000_000L;

    @Test
    void looksAtEachSessionInItsSecondHoweverFarThatIsAndNeverBefore() {
        Random random = new Random(11);
        Directory directory = new Directory();
        Map<String, Long> dueAt = new HashMap<>();
        long begin = -5_000 * SECOND + 7;
        for (int i = 0; i < 3_000; i++) {
            StoredSession session = new StoredSession("s" + i);
            long due = begin + random.nextLong(8_000 * SECOND);
            dueAt.put(session.clientId, due);
            directory.rest(session, due);
        }
        for (long now = begin; !dueAt.isEmpty(); now += SECOND / 2) {
            assertThat(now - begin).isLessThan(8_002 * SECOND);
            long at = now;
            directory.due(now, 5_000, session -> {
                long due = dueAt.getOrDefault(session.clientId, 0L);
                if (due > at) {
                    return due;
                }
                assertThat(at - due).isLessThan(2 * SECOND);
                dueAt.remove(session.clientId);
                return -1;
            });
        }
        assertThat(directory.resting()).isZero();
    }

    @Test
    void dealsWithAFewAtATimeAndWithTheOthersNext() {
        Directory directory = new Directory();
        for (int i = 0; i < 10; i++) {
            directory.rest(new StoredSession("s" + i), SECOND);
        }
        List<String> seen = new ArrayList<>();
        for (int round = 1; round <= 5; round++) {
            directory.due(2 * SECOND, 3, session -> {
                seen.add(session.clientId);
                return -1;
            });
            assertThat(seen).hasSize(Math.min(10, round * 3)).doesNotHaveDuplicates();
        }
    }

    @TempDir
    Path folder;

    @Test
    void aSessionThatWasClaimedIsNotDueAndComesBackWithItsNextEnd() {
        try (Hub hub = new Hub(folder)) {
            isNotDueWhileClaimed(hub.loop(0));
        }
    }

    private static void isNotDueWhileClaimed(BrokerLoop loop) {
        Directory directory = new Directory();
        StoredSession session = new StoredSession("s");
        directory.rest(session, SECOND);
        assertThat(resting(directory)).containsExactly(session);
        Directory.Claimed claimed = directory.claim("s", loop);
        assertThat(claimed.resting()).isSameAs(session);
        assertThat(directory.resting()).isZero();
        assertThat(resting(directory)).isEmpty();
        directory.due(2 * SECOND, 10, due -> {
            throw new AssertionError("nobody is due");
        });
        assertThat(directory.leave(claimed.claim(), session, 10_000 * SECOND)).isTrue();
        assertThat(resting(directory)).containsExactly(session);
        assertThat(directory.claim("s", loop).resting()).isSameAs(session);
        assertThat(directory.claim("s", loop).claim().number()).isEqualTo(2);
    }

    private static List<StoredSession> resting(Directory directory) {
        List<StoredSession> resting = new ArrayList<>();
        directory.forEachResting(resting::add);
        return resting;
    }
}
