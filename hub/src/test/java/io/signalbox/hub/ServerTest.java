package io.signalbox.hub;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.signalbox.bytes.ByteWriter;
import io.signalbox.journal.FileDisk;
import io.signalbox.journal.Journal;
import io.signalbox.journal.JournalConfig;
import io.signalbox.journal.RecordBatch;
import io.signalbox.journal.RecordType;
import io.signalbox.time.ManualClock;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;

class ServerTest {
    private static final int EX_IO = 74;

    @TempDir
    Path data;

    @Test
    void aRecordThatThisVersionDoesNotKnowIsToldInASentence() throws Exception {
        ManualClock clock = new ManualClock(1_800_000_000_000L);
        try (Journal journal =
                Journal.open(new FileDisk(data.resolve("journal")), JournalConfig.DEFAULT, clock)) {
            RecordBatch batch = new RecordBatch();
            ByteWriter ofNoKind = new ByteWriter(16).u8(99).string("a");
            batch.add(RecordType.SESSION, 0, clock.millis(), ofNoKind);
            journal.append(batch);
        }
        PrintStream before = System.err;
        ByteArrayOutputStream told = new ByteArrayOutputStream();
        System.setErr(new PrintStream(told, true, UTF_8));
        try {
            assertThat(new Server(clock).run(null, data)).isEqualTo(EX_IO);
        } finally {
            System.setErr(before);
        }
        assertThat(told.toString(UTF_8))
                .contains("signalbox: cannot go on from what is recorded in " + data)
                .doesNotContain("\tat ");
    }
}
