package io.signalbox.rules;

import io.signalbox.alarm.AlarmChange;
import io.signalbox.broker.PublishRecord;
import io.signalbox.bytes.ByteReader;
import io.signalbox.bytes.ByteWriter;
import io.signalbox.command.ClaimChange;
import io.signalbox.device.Declaration;
import io.signalbox.device.DeviceChange;
import io.signalbox.effect.Cause;
import io.signalbox.effect.Outbox;
import io.signalbox.journal.Entry;
import io.signalbox.journal.RecordType;
import io.signalbox.language.Checked;
import io.signalbox.language.Source;
import io.signalbox.message.Message;
import io.signalbox.message.MessageProperties;
import io.signalbox.message.Qos;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * The decisions of a hub without the hub: a journal in memory, in a time that the caller moves.
 * What is decided becomes records of this journal and is applied in turn, as in the real one.
 */
final class Rehearsal implements Outbox.Sink {
    /** A record of this journal. */
    record Stored(long sequence, RecordType type, int flags, long timeMillis, byte[] bytes)
            implements Entry {
        @Override
        public ByteReader body() {
            return new ByteReader(bytes);
        }
    }

    private static final int[] NO_FILTERS = {};

    private final Function<List<Source>, Checked> check;
    private final List<Stored> journal = new ArrayList<>();
    private final ByteWriter body = new ByteWriter();
    private Decisions decisions;
    private long timeMillis;
    private int applied;
    private @Nullable Coverage coverage;

    Rehearsal(Function<List<Source>, Checked> check, long startMillis) {
        this.check = check;
        this.timeMillis = startMillis;
        this.decisions = new Decisions(new Outbox(this), check);
        decisions.caughtUp(0);
    }

    Decisions decisions() {
        return decisions;
    }

    /** Notes from now on how conditions stand behind each record. */
    void watch(Coverage noted) {
        coverage = noted;
    }

    /** All records so far. */
    List<Stored> journal() {
        return journal;
    }

    /** The time of the records to come. */
    void moveTo(long millis) {
        timeMillis = millis;
    }

    void tick() {
        put(RecordType.TICK, 0, body.clear());
    }

    void declare(Declaration declaration) {
        declaration.write(body.clear());
        put(RecordType.DECLARATION, 0, body);
    }

    void device(DeviceChange change) {
        change.write(body.clear());
        put(RecordType.DEVICE, 0, body);
    }

    /** Somebody claims an actuator. */
    void claim(ClaimChange change) {
        change.write(body.clear());
        put(RecordType.CLAIM, 0, body);
    }

    /** Somebody does something about an alarm. */
    void alarm(AlarmChange change) {
        change.write(body.clear());
        put(RecordType.ALARM, 0, body);
    }

    /** A device publishes. */
    void publish(String topic, byte[] payload, String publisher) {
        Message message = new Message(
                topic,
                payload,
                Qos.AT_LEAST_ONCE,
                false,
                MessageProperties.NONE,
                publisher,
                timeMillis);
        int flags = PublishRecord.write(body.clear(), null, NO_FILTERS, 0, message);
        put(RecordType.PUBLISH, flags, body);
    }

    /** The hub stops and starts again: nothing is left but what a snapshot keeps. */
    void restart() {
        restart(decisions.snapshot());
    }

    /** The same with what a snapshot of another run kept. */
    void restart(byte[] state) {
        decisions = new Decisions(new Outbox(this), check);
        decisions.restore(state);
        decisions.caughtUp(journal.size());
    }

    private void put(RecordType type, int flags, ByteWriter bytes) {
        append(type, flags, bytes);
        while (applied < journal.size()) {
            decisions.apply(journal.get(applied++));
            if (coverage != null) {
                decisions.look(coverage);
            }
        }
    }

    @Override
    public void append(RecordType type, int flags, ByteWriter bytes) {
        long sequence = journal.size() + 1L;
        journal.add(new Stored(sequence, type, flags, timeMillis, bytes.toByteArray()));
    }

    @Override
    public void publish(Message message, Cause cause) {
        ByteWriter bytes = new ByteWriter();
        int flags = PublishRecord.write(bytes, cause, NO_FILTERS, 0, message);
        append(RecordType.PUBLISH, flags, bytes);
    }
}
