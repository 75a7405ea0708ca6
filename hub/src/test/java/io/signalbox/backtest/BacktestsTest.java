package io.signalbox.backtest;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.language.Language;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.Optional;

@Timeout(60)
class BacktestsTest {
    @TempDir
    Path folder;

    @Test
    void oneThatFailsByAnErrorMakesRoomForTheNext() throws Exception {
        boolean[] breaks = {true};
        try (ForgetfulHub hub = new ForgetfulHub(folder, "", new RecordedPlant(3).run(50))) {
            Backtests backtests = hub.backtests(sources -> {
                if (breaks[0]) {
                    throw new StackOverflowError("too deep");
                }
                return Language.check(sources);
            });
            BacktestJob failed = start(backtests);
            backtests.stop();
            assertThat(failed.state()).isEqualTo(BacktestJob.State.FAILED);
            assertThat(failed.failure()).contains("StackOverflowError", "too deep");

            breaks[0] = false;
            BacktestJob next = start(backtests);
            backtests.stop();
            assertThat(next.state()).isIn(BacktestJob.State.DONE, BacktestJob.State.CANCELLED);
        }
    }

    private static BacktestJob start(Backtests backtests) {
        return backtests.start(HistoryBacktestTest.question(Optional.empty())).orElseThrow();
    }
}
