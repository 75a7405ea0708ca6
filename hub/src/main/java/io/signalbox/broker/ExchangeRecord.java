package io.signalbox.broker;

import io.signalbox.bytes.ByteReader;
import io.signalbox.bytes.ByteWriter;
import io.signalbox.bytes.MalformedBytes;

/**
 * The body of an EXCHANGE record: {@code kind client-id packet-id}. The exchanges of QoS 2 begin
 * with a PUBLISH record, of the client or for it; this is what happens to them then.
 */
final class ExchangeRecord {
    /** The client has our PUBREC and sent PUBREL: its packet id is free again. */
    static final int RELEASED = 1;

    /** The client has our PUBLISH and sent PUBREC: it must not get it again. */
    static final int RECEIVED = 2;

    private ExchangeRecord() {}

    static void write(ByteWriter out, int kind, StoredSession session, int packetId) {
        out.u8(kind).string(session.clientId).varint(packetId);
    }

    /** What {@link BrokerState} makes of an EXCHANGE record. */
    static void apply(ByteReader in, BrokerState state) {
        int kind = in.u8();
        StoredSession session = state.session(in.string());
        int packetId = in.count();
        switch (kind) {
            case RELEASED -> session.taken.clear(packetId);
            case RECEIVED -> session.received.set(packetId);
            default ->
                throw new MalformedBytes(
                        "expected an EXCHANGE record of kind 1 or 2, found " + kind);
        }
    }
}
