package io.signalbox.effect;

import io.signalbox.bytes.ByteReader;
import io.signalbox.bytes.ByteWriter;
import io.signalbox.journal.Entry;
import io.signalbox.journal.RecordType;
import io.signalbox.message.Message;
import io.signalbox.message.MessageProperties;
import io.signalbox.message.Qos;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * The effects of one fold, each in the journal exactly once. Belongs to the fold's thread.
 *
 * <p>The fold is deterministic, so after a crash it makes the same effects again, in the same
 * order, while it replays. Each effect therefore waits here from the moment it is made until its
 * record, known by its {@link Cause}, comes by in the journal. While the fold replays
 * ({@link #live} is false) effects only wait: those whose record comes by had survived. What still
 * waits when the replay has reached the end of the journal was lost in the crash, and
 * {@link #goLive} writes it then.
 *
 * <p>The records of one fold stand in the journal in the order in which they were made. A record
 * that comes by while older ones still wait shows that the replay took another way than the first
 * run did; the journal is what happened, so the older ones are dropped and counted
 * ({@link #diverged}).
 */
public final class Outbox implements Effects {
    /** Effects in a row, each caused by the one before, after which nothing more is done. */
    public static final int MAX_DEPTH = 16;

    /** Where the effects go. */
    public interface Sink {
        /** Appends a record whose body begins with its cause already. */
        void append(RecordType type, int flags, ByteWriter body);

        void publish(Message message, Cause cause);
    }

    private record Waiting(
            Cause cause,
            @Nullable RecordType type,
            int flags,
            byte[] body,
            @Nullable Message message) {}

    private final Sink sink;
    private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
    private final ByteWriter scratch = new ByteWriter();

    private boolean live;
    private long sequence;
    private int depth;
    private int number;
    private long diverged;
    private long refusedByDepth;

    public Outbox(Sink sink) {
        this.sink = sink;
    }

    /** Turns to the next record of the journal; called first for each, before the fold applies it. */
    public void turnTo(Entry entry) {
        sequence = entry.sequence();
        number = 0;
        depth = 1;
        if ((entry.flags() & Entry.CAUSED) != 0) {
            Cause cause = Cause.read(entry.body());
            depth = cause.depth() + 1;
            settle(cause);
        }
    }

    private void settle(Cause cause) {
        Waiting head;
        while ((head = waiting.peek()) != null) {
            int order = compare(head.cause, cause);
            if (order > 0) {
                break;
            }
            waiting.remove();
            if (order == 0) {
                return;
            }
            diverged++;
        }
        diverged++;
    }

    private static int compare(Cause a, Cause b) {
        int bySequence = Long.compare(a.sequence(), b.sequence());
        return bySequence != 0 ? bySequence : Integer.compare(a.number(), b.number());
    }

    /** True if the record at hand may still cause effects: loops of effects end here. */
    public boolean mayAct() {
        return depth <= MAX_DEPTH;
    }

    @Override
    public void append(RecordType type, int flags, ByteWriter body) {
        if (!mayAct()) {
            refusedByDepth++;
            return;
        }
        send(new Waiting(nextCause(), type, flags | Entry.CAUSED, body.toByteArray(), null));
    }

    @Override
    public void publish(Message message) {
        if (!mayAct()) {
            refusedByDepth++;
            return;
        }
        send(new Waiting(nextCause(), null, 0, new byte[0], message));
    }

    private Cause nextCause() {
        return new Cause(sequence, number++, depth);
    }

    private void send(Waiting effect) {
        waiting.add(effect);
        if (live) {
            hand(effect);
        }
    }

    private void hand(Waiting effect) {
        if (effect.message != null) {
            sink.publish(effect.message, effect.cause);
        } else if (effect.type != null) {
            scratch.clear();
            effect.cause.write(scratch);
            sink.append(effect.type, effect.flags, scratch.bytes(effect.body));
        }
    }

    /** The replay has reached the journal's end: writes what the crash took, then acts at once. */
    public void goLive() {
        if (!live) {
            live = true;
            waiting.forEach(this::hand);
        }
    }

    /** Effects made whose records have not come by yet. */
    public int waiting() {
        return waiting.size();
    }

    /** Records that the replay did not make again, or made otherwise; 0 unless something is wrong. */
    public long diverged() {
        return diverged;
    }

    /** Effects not done because too many stood in a row ({@link #MAX_DEPTH}). */
    public long refusedByDepth() {
        return refusedByDepth;
    }

    /** Writes the effects that wait; taken between two records, together with the fold's state. */
    public void snapshot(ByteWriter out) {
        out.varint(waiting.size());
        for (Waiting effect : waiting) {
            effect.cause.write(out);
            Message message = effect.message;
            if (message == null) {
                out.u8(effect.type == null ? 0 : effect.type.code()).u8(effect.flags);
                out.block(effect.body);
            } else {
                out.u8(0);
                writeMessage(out, message);
            }
        }
    }

    /** Takes up what {@link #snapshot} wrote, before the first record. */
    public void restore(ByteReader in) {
        List<Waiting> restored = new ArrayList<>();
        for (int left = in.count(); left > 0; left--) {
            Cause cause = Cause.read(in);
            int code = in.u8();
            if (code == 0) {
                restored.add(new Waiting(cause, null, 0, new byte[0], readMessage(in)));
            } else {
                int flags = in.u8();
                restored.add(new Waiting(cause, RecordType.of(code), flags, in.block(), null));
            }
        }
        waiting.clear();
        waiting.addAll(restored);
    }

    private static void writeMessage(ByteWriter out, Message message) {
        MessageProperties properties = message.properties();
        byte[] correlation = properties.correlationData();
        out.string(message.topic()).block(message.payload());
        out.u8(message.qos().ordinal()).u8(message.retain() ? 1 : 0);
        out.string(message.publisher()).zigzag(message.receivedMillis());
        out.u8(properties.utf8() ? 1 : 0).zigzag(properties.expirySeconds());
        writeText(out, properties.contentType());
        writeText(out, properties.responseTopic());
        out.u8(correlation == null ? 0 : 1);
        if (correlation != null) {
            out.block(correlation);
        }
        out.varint(properties.userProperties().size());
        properties.userProperties().forEach(out::string);
    }

    private static Message readMessage(ByteReader in) {
        String topic = in.string();
        byte[] payload = in.block();
        Qos qos = Qos.of(in.u8());
        boolean retain = in.u8() == 1;
        String publisher = in.string();
        long receivedMillis = in.zigzag();
        boolean utf8 = in.u8() == 1;
        long expirySeconds = in.zigzag();
        String contentType = readText(in);
        String responseTopic = readText(in);
        byte[] correlation = in.u8() == 1 ? in.block() : null;
        List<String> user = new ArrayList<>();
        for (int left = in.count(); left > 0; left--) {
            user.add(in.string());
        }
        return new Message(
                topic,
                payload,
                qos,
                retain,
                new MessageProperties(
                        utf8, expirySeconds, contentType, responseTopic, correlation, user),
                publisher,
                receivedMillis);
    }

    private static void writeText(ByteWriter out, @Nullable String text) {
        out.u8(text == null ? 0 : 1);
        if (text != null) {
            out.string(text);
        }
    }

    private static @Nullable String readText(ByteReader in) {
        return in.u8() == 1 ? in.string() : null;
    }
}
