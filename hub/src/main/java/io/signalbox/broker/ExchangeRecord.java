package io.signalbox.broker;

import io.signalbox.bytes.ByteReader;
import io.signalbox.bytes.ByteWriter;
import io.signalbox.bytes.MalformedBytes;

/**
 * The body of an EXCHANGE record: {@code kind} and, but for groups, {@code client-id packet-id}. The exchanges of QoS 2 begin
 * with a PUBLISH record, of the client or for it; this is what happens to them then.
 */
final class ExchangeRecord {
    /** The client has our PUBREC and sent PUBREL: its packet id is free again. */
    static final int RELEASED = 1;

    /** The client has our PUBLISH and sent PUBREC: it must not get it again. */
    static final int RECEIVED = 2;

    /** A group has dealt with everything up to a record: {@code filter-id sequence}. */
    static final int GROUP_AT = 3;

    private ExchangeRecord() {}

    static void write(ByteWriter out, int kind, StoredSession session, int packetId) {
        out.u8(kind).string(session.clientId).varint(packetId);
    }

    static void writeGroup(ByteWriter out, int filterId, long sequence) {
        out.u8(GROUP_AT).varint(filterId).varint(sequence);
    }

    /** A packet id of a client. */
    static int packetId(ByteReader in) {
        int id = in.count();
        if (id < 1 || id > 65_535) {
            throw new MalformedBytes("expected a packet id from 1 to 65535, found " + id);
        }
        return id;
    }

    /** What {@link BrokerState} makes of an EXCHANGE record. */
    static void apply(ByteReader in, BrokerState state) {
        int kind = in.u8();
        if (kind == GROUP_AT) {
            state.leases.groupAt(in.count(), in.varint());
            return;
        }
        StoredSession session = state.session(in.string());
        int packetId = packetId(in);
        switch (kind) {
            case RELEASED -> session.releaseTaken(packetId);
            case RECEIVED -> session.receive(packetId);
            default ->
                throw new MalformedBytes(
                        "expected an EXCHANGE record of kind 1 to 3, found " + kind);
        }
    }
}
