package io.signalbox.effect;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.bytes.ByteReader;
import io.signalbox.bytes.ByteWriter;
import io.signalbox.journal.Entry;
import io.signalbox.journal.RecordType;
import io.signalbox.message.Message;
import io.signalbox.message.MessageProperties;
import io.signalbox.message.Qos;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

class OutboxTest {
    /** A journal of bare entries; a publish becomes a caused record like any other. */
    private static final class Log implements Outbox.Sink {
        final List<Stored> entries = new ArrayList<>();

        void outside() {
            entries.add(new Stored(entries.size() + 1, 0, new byte[0]));
        }

        @Override
        public void append(RecordType type, int flags, ByteWriter body) {
            entries.add(new Stored(entries.size() + 1, flags, body.toByteArray()));
        }

        @Override
        public void publish(Message message, Cause cause) {
            ByteWriter body = new ByteWriter();
            cause.write(body);
            body.string(message.topic());
            entries.add(new Stored(entries.size() + 1, Entry.CAUSED, body.toByteArray()));
        }
    }

    private record Stored(long sequence, int flags, byte[] bytes) implements Entry {
        @Override
        public RecordType type() {
            return flags == 0 ? RecordType.TICK : RecordType.CLAIM;
        }

        @Override
        public long timeMillis() {
            return 0;
        }

        @Override
        public ByteReader body() {
            return new ByteReader(bytes);
        }
    }

    /** A fold that answers every record from outside with a claim and a message. */
    private static void apply(Outbox outbox, Entry entry) {
        outbox.turnTo(entry);
        if (entry.flags() == 0) {
            outbox.append(RecordType.CLAIM, 0, new ByteWriter().varint(entry.sequence()));
            outbox.publish(message("d/p1/down/" + entry.sequence()));
        }
    }

    private static Message message(String topic) {
        return new Message(
                topic, new byte[] {7}, Qos.AT_LEAST_ONCE, false, MessageProperties.NONE, "x", 5);
    }

    @Test
    void writesWhatACrashTookAndNothingTwice() {
        Log whole = new Log();
        Outbox first = new Outbox(whole);
        first.goLive();
        whole.outside();
        apply(first, whole.entries.get(0));
        whole.outside();
        for (int i = 1; i < 4; i++) {
            apply(first, whole.entries.get(i));
        }
        assertThat(whole.entries).hasSize(6);

        for (int survived = 1; survived <= whole.entries.size(); survived++) {
            Log log = new Log();
            log.entries.addAll(whole.entries.subList(0, survived));
            Outbox second = new Outbox(log);
            for (int i = 0; i < survived; i++) {
                apply(second, log.entries.get(i));
            }
            second.goLive();
            for (int i = survived; i < log.entries.size(); i++) {
                apply(second, log.entries.get(i));
            }
            assertThat(second.waiting()).isZero();
            assertThat(second.diverged()).isZero();
            if (survived >= 4) {
                assertThat(bytesOf(log)).isEqualTo(bytesOf(whole));
            }
        }
    }

    @Test
    void keepsWaitingEffectsAcrossASnapshot() {
        Log log = new Log();
        log.outside();
        Outbox before = new Outbox(log);
        apply(before, log.entries.get(0));
        ByteWriter snapshot = new ByteWriter();
        before.snapshot(snapshot);

        Outbox after = new Outbox(log);
        after.restore(new ByteReader(snapshot.toByteArray()));
        after.goLive();
        assertThat(log.entries).hasSize(3);
        log.entries.subList(1, 3).forEach(after::turnTo);
        assertThat(after.waiting()).isZero();
        assertThat(after.diverged()).isZero();
    }

    @Test
    void cutsALoopOfEffectsAtTheDepthLimit() {
        Log log = new Log();
        log.outside();
        Outbox outbox = new Outbox(log);
        outbox.goLive();
        for (int i = 0; i < log.entries.size(); i++) {
            outbox.turnTo(log.entries.get(i));
            outbox.append(RecordType.CLAIM, 0, new ByteWriter());
        }
        assertThat(log.entries).hasSize(1 + Outbox.MAX_DEPTH);
        assertThat(outbox.refusedByDepth()).isEqualTo(1);
    }

    @Test
    void countsARecordThatTheReplayDidNotMake() {
        Log log = new Log();
        log.append(
                RecordType.CLAIM,
                Entry.CAUSED,
                new ByteWriter().varint(9).varint(0).varint(1));
        Outbox outbox = new Outbox(log);
        outbox.turnTo(log.entries.get(0));
        assertThat(outbox.diverged()).isEqualTo(1);
    }

    private static List<String> bytesOf(Log log) {
        return log.entries.stream()
                .map(e -> java.util.HexFormat.of().formatHex(e.bytes))
                .toList();
    }
}
