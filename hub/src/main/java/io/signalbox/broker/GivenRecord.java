package io.signalbox.broker;

import io.signalbox.broker.StoredSession.RetainedDelivery.Given;
import io.signalbox.bytes.ByteReader;
import io.signalbox.bytes.ByteWriter;
import io.signalbox.journal.Entry;
import io.signalbox.message.Message;

/**
 * The body of a GIVEN record: {@code client-id filter-id retained-sequence} and the message as
 * {@link PublishRecord} writes it.
 *
 * <p>Retained messages that a SUBSCRIBE brings at QoS 2 go through the journal once more, addressed
 * to that session: so they have a place in the order of its deliveries, and with it a packet id
 * that is the same after a crash.
 */
final class GivenRecord {
    private GivenRecord() {}

    /** Writes a body and returns the record's flags. */
    static int write(ByteWriter out, StoredSession session, int filterId, Retained retained) {
        out.string(session.clientId).varint(filterId).varint(retained.sequence());
        PublishRecord.writeMessage(out, retained.message());
        return PublishRecord.flags(retained.message());
    }

    /** What {@link BrokerState} makes of a GIVEN record; not every session is stored. */
    static void apply(Entry entry, BrokerState state) {
        ByteReader in = entry.body();
        StoredSession session = state.sessions.get(in.string());
        Given given = new Given(in.count(), in.varint());
        if (session != null) {
            session.owed().given.add(given);
        }
    }

    static Message message(Entry entry) {
        ByteReader in = entry.body();
        in.string();
        in.count();
        in.varint();
        return PublishRecord.readMessage(in, entry.flags(), entry.timeMillis());
    }

    static String clientId(Entry entry) {
        return entry.body().string();
    }

    static int filterId(Entry entry) {
        ByteReader in = entry.body();
        in.string();
        return in.count();
    }
}
