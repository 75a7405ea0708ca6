package io.signalbox.backtest;

import io.signalbox.broker.PublishRecord;
import io.signalbox.bytes.ByteReader;
import io.signalbox.bytes.ByteWriter;
import io.signalbox.effect.Cause;
import io.signalbox.effect.Outbox;
import io.signalbox.journal.RecordType;
import io.signalbox.language.Checked;
import io.signalbox.language.Source;
import io.signalbox.message.Message;
import io.signalbox.rules.Decisions;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;

/**
 * The decisions made again: what came from the world is taken from the past, what was decided is
 * decided anew. Nothing leaves it.
 *
 * <p>An effect that the past has too, byte for byte, is applied where it stands there. One that it
 * has not is applied at once: nobody knows where it would have stood. What the past has and nobody
 * decides any more is left out. So the same rules over the same journal make the same records.
 */
final class Replay implements Outbox.Sink {
    /** Hears of every effect, in order. */
    interface Witness {
        /**
         * An effect, as it is applied.
         *
         * @param also whether the past has the same
         */
        void decided(Recorded record, boolean also);

        /** An effect that the past has and the replay has not. */
        void notAgain(Recorded record);
    }

    private record Made(Recorded record, boolean also) {}

    /** Sequences of records that the past does not have begin here. */
    private static final long OWN = 1L << 60;

    private static final int[] NO_FILTERS = {};

    private final LookAhead past;
    private final Witness witness;
    private final Decisions decisions;
    private final ArrayDeque<Made> made = new ArrayDeque<>();
    private long own = OWN;
    private long timeMillis;

    Replay(LookAhead past, Function<List<Source>, Checked> check, Witness witness) {
        this.past = past;
        this.witness = witness;
        this.decisions = new Decisions(new Outbox(this), check);
        decisions.caughtUp(0);
    }

    Decisions decisions() {
        return decisions;
    }

    /** Puts a record of its own before what the past has next. */
    void put(RecordType type, long millis, ByteWriter body) {
        apply(new Recorded(own++, type, 0, millis, body.toByteArray()));
        settle();
    }

    /** Applies a record from the world that stands before all that {@link #step} takes. */
    void learn(Recorded record) {
        apply(record);
        settle();
    }

    /** Takes the next record of the past. */
    void step(Recorded next) {
        if (!next.caused()) {
            if (next.type() != RecordType.NOTICE) {
                apply(next);
            }
        } else if (isMade(next)) {
            apply(next);
            witness.decided(next, true);
        } else {
            witness.notAgain(next);
        }
        settle();
    }

    /** Applies what was decided and is not applied yet; nothing can follow. */
    void finish() {
        for (Made head = made.poll(); head != null; head = made.poll()) {
            apply(head.record);
            witness.decided(head.record, head.also);
        }
    }

    private boolean isMade(Recorded record) {
        for (Iterator<Made> all = made.iterator(); all.hasNext(); ) {
            Made one = all.next();
            if (one.also && one.record.sequence() == record.sequence()) {
                all.remove();
                return true;
            }
        }
        return false;
    }

    /** Applies effects in their order up to one whose place in the past is still to come. */
    private void settle() {
        for (Made head = made.peek(); head != null && !head.also; head = made.peek()) {
            made.remove();
            apply(head.record);
            witness.decided(head.record, false);
        }
    }

    private void apply(Recorded record) {
        timeMillis = record.timeMillis();
        if (record.readings().isEmpty()) {
            decisions.apply(record);
        } else {
            decisions.apply(record, record.readings());
        }
    }

    @Override
    public void append(RecordType type, int flags, ByteWriter body) {
        byte[] bytes = body.toByteArray();
        Recorded coming = past.coming(Cause.read(new ByteReader(bytes)));
        boolean also = coming != null
                && coming.type() == type
                && coming.flags() == flags
                && Arrays.equals(coming.bytes(), bytes);
        add(also ? coming : null, type, flags, bytes);
    }

    @Override
    public void publish(Message message, Cause cause) {
        ByteWriter body = new ByteWriter();
        int flags = PublishRecord.write(body, cause, NO_FILTERS, 0, message);
        Recorded coming = past.coming(cause);
        boolean also =
                coming != null && coming.type() == RecordType.PUBLISH && says(coming, message);
        add(also ? coming : null, RecordType.PUBLISH, flags, body.toByteArray());
    }

    private static boolean says(Recorded record, Message message) {
        Message other = PublishRecord.read(record);
        return other.topic().equals(message.topic())
                && Arrays.equals(other.payload(), message.payload());
    }

    private void add(@Nullable Recorded coming, RecordType type, int flags, byte[] bytes) {
        boolean also = coming != null;
        Recorded record =
                coming != null ? coming : new Recorded(own++, type, flags, timeMillis, bytes);
        made.add(new Made(record, also));
    }
}
