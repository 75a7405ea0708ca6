package io.signalbox.broker;

import io.signalbox.bytes.ByteReader;
import io.signalbox.bytes.ByteWriter;
import io.signalbox.journal.Entry;
import io.signalbox.message.Message;

import org.jspecify.annotations.Nullable;

/**
 * The body of a LEASE record: {@code client-id filter-id from instead-client instead-sequence} and
 * the message as {@link PublishRecord} writes it, at the quality of service at which it is given.
 *
 * <p>A message of a shared subscription goes through the journal once more, addressed to one member:
 * so it has a place and a packet id among that session's deliveries like any other, and the records
 * say how far the group is. A message that is taken from one member and given to another names the
 * lease that it replaces.
 */
final class LeaseRecord {
    private LeaseRecord() {}

    /** Writes a body and returns the record's flags. */
    static int write(
            ByteWriter out,
            String clientId,
            int filterId,
            long from,
            @Nullable Lease instead,
            Message message) {
        out.string(clientId).varint(filterId).varint(from);
        out.string(instead == null ? "" : instead.clientId());
        out.varint(instead == null ? 0 : instead.sequence());
        PublishRecord.writeMessage(out, message);
        return PublishRecord.flags(message);
    }

    /** What {@link BrokerState} makes of a LEASE record. */
    static void apply(Entry entry, BrokerState state) {
        ByteReader in = entry.body();
        String clientId = in.string();
        int filterId = in.count();
        long from = in.varint();
        String insteadClient = in.string();
        long instead = in.varint();
        if (instead > 0) {
            state.leases.regiven(insteadClient, instead);
        } else {
            state.leases.groupAt(filterId, from);
        }
        state.leases.given(new Lease(
                filterId, clientId, entry.sequence(), from, PublishRecord.qos(entry.flags())));
    }

    static String clientId(Entry entry) {
        return entry.body().string();
    }

    static int filterId(Entry entry) {
        ByteReader in = entry.body();
        in.string();
        return in.count();
    }

    static Message message(Entry entry) {
        ByteReader in = entry.body();
        in.string();
        in.count();
        in.varint();
        in.string();
        in.varint();
        return PublishRecord.readMessage(in, entry.flags(), entry.timeMillis());
    }
}
