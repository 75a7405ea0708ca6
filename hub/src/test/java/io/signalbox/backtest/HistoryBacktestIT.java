package io.signalbox.backtest;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.outside.PostgresServer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What the journal has let go of comes out the same from Debian's PostgreSQL. */
class HistoryBacktestIT {
    @TempDir
    Path folder;

    @Test
    void aReportIsTheSameFromADatabase() throws Exception {
        List<Recorded> records = new RecordedPlant(4).run(400);
        try (PostgresServer server = PostgresServer.start()) {
            try (ForgetfulHub hub = new ForgetfulHub(folder, server.url(), records)) {
                HistoryBacktestTest.comesOutTheSame(hub);
                assertThat(server.psql("select count(*) > 100 from signalbox.records"))
                        .isEqualTo("t");
                hub.meanwhile(_ -> assertThat(server.psql("delete from signalbox.records"))
                        .startsWith("DELETE"));
                assertThat(hub.ask(HistoryBacktestTest.question(Optional.empty()))
                                .notes())
                        .anyMatch(note -> note.contains("readings and decisions alone"));
            }
        }
    }
}
