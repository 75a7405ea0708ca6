package io.signalbox.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

@Timeout(20)
class EngineThreadsTest {
    @TempDir
    Path folder;

    @Test
    void whoIsInterruptedEndsWhatIsRunForHim() throws Exception {
        HistoryConfig config = new HistoryConfig(folder, 64 << 20, Duration.ofDays(9));
        EngineThreads threads = new EngineThreads();
        try (HistoryFile file = HistoryFile.open(config)) {
            CountDownLatch begun = new CountDownLatch(1);
            Thread waiting = Thread.currentThread();
            Thread impatient = Thread.ofVirtual().start(() -> {
                try {
                    begun.await();
                    waiting.interrupt();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            });
            assertThatThrownBy(() -> threads.make(() -> {
                        try (Connection reader = file.reader();
                                Statement sql = reader.createStatement()) {
                            EngineThreads.runs(sql);
                            begun.countDown();
                            return sql.execute("SELECT count(*) FROM range(100000000) a(x),"
                                    + " range(1000000) b(y) WHERE a.x * b.y % 7 = 9");
                        }
                    }))
                    .isInstanceOf(InterruptedException.class);
            impatient.join();
            assertThat(threads.<Integer>make(() -> 1)).isEqualTo(1);
        }
    }
}
