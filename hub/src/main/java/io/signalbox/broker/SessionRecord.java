package io.signalbox.broker;

import io.signalbox.bytes.ByteReader;
import io.signalbox.bytes.ByteWriter;
import io.signalbox.bytes.MalformedBytes;
import io.signalbox.message.Message;

import org.jspecify.annotations.Nullable;

/**
 * The body of a SESSION record: {@code kind client-id} and what the kind says below. A will is
 * {@code delay flags length message}, with the message as {@link PublishRecord} writes it.
 */
final class SessionRecord {
    /** A client connects to a new session: {@code expiry has-will [will]}. */
    static final int BEGUN = 1;

    /** A client connects to the session that was there: {@code expiry has-will [will]}. */
    static final int RESUMED = 2;

    /** Its client is gone: {@code expiry will-waits}. */
    static final int LEFT = 3;

    /** The will that waited was published: in one batch with its PUBLISH. */
    static final int WILL_DONE = 4;

    /**
     * There is no such session any more: {@code [reached]}, the last record that its client may
     * have been sent; not there in older journals if that was not known.
     */
    static final int ENDED = 5;

    private SessionRecord() {}

    static void connected(
            ByteWriter out, String clientId, boolean resumed, long expiry, @Nullable Will will) {
        out.u8(resumed ? RESUMED : BEGUN).string(clientId).varint(expiry);
        writeWill(out, will);
    }

    static void left(ByteWriter out, String clientId, long expiry, boolean willWaits) {
        out.u8(LEFT).string(clientId).varint(expiry).u8(willWaits ? 1 : 0);
    }

    static void willDone(ByteWriter out, String clientId) {
        out.u8(WILL_DONE).string(clientId);
    }

    static void ended(ByteWriter out, StoredSession session) {
        out.u8(ENDED).string(session.clientId).varint(session.reached);
    }

    static void writeWill(ByteWriter out, @Nullable Will will) {
        out.u8(will == null ? 0 : 1);
        if (will != null) {
            Message message = will.message();
            ByteWriter body = new ByteWriter();
            PublishRecord.writeMessage(body, message);
            out.varint(will.delaySeconds()).u8(PublishRecord.flags(message));
            out.varint(body.size()).bytes(body.array(), 0, body.size());
        }
    }

    static @Nullable Will readWill(ByteReader in) {
        if (in.u8() == 0) {
            return null;
        }
        long delay = in.varint();
        int flags = in.u8();
        return new Will(PublishRecord.readMessage(new ByteReader(in.block()), flags, 0), delay);
    }

    /** What {@link BrokerState} makes of a record of this kind. */
    static void apply(ByteReader in, long sequence, BrokerState state) {
        int kind = in.u8();
        String clientId = in.string();
        if (kind == ENDED) {
            state.sessions.remove(clientId);
            state.leases.ended(clientId, in.remaining() > 0 ? in.varint() : Long.MAX_VALUE);
            return;
        }
        if (kind == BEGUN) {
            StoredSession begun = new StoredSession(clientId);
            begun.recorded = true;
            begun.low = sequence;
            state.leases.ended(clientId, 0);
            state.sessions.put(clientId, begun);
        }
        StoredSession session = state.session(clientId);
        switch (kind) {
            case BEGUN, RESUMED -> {
                session.connected = true;
                session.expirySeconds = in.varint();
                session.will = readWill(in);
            }
            case LEFT -> {
                session.connected = false;
                session.leftAtTick = state.ticks;
                session.expirySeconds = in.varint();
                if (in.u8() == 0) {
                    session.will = null;
                }
                session.rests();
            }
            case WILL_DONE -> session.will = null;
            default ->
                throw new MalformedBytes("expected a SESSION record of kind 1 to 5, found " + kind);
        }
    }
}
