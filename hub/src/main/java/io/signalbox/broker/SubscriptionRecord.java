package io.signalbox.broker;

import io.signalbox.bytes.ByteReader;
import io.signalbox.bytes.ByteWriter;
import io.signalbox.bytes.MalformedBytes;

/**
 * The bodies of SUBSCRIPTION and FILTER records: {@code 1 client-id filter-id filter options
 * identifier} for a subscription, {@code 0 client-id filter-id} for its end, {@code filter-id filter} for the
 * number of a filter. A subscription says its filter again: the FILTER record may be long gone
 * when only sessions that the journal does not know used the filter meanwhile.
 */
final class SubscriptionRecord {
    private SubscriptionRecord() {}

    static void filter(ByteWriter out, Filter filter) {
        out.varint(filter.id).string(filter.text);
    }

    static void begun(ByteWriter out, String clientId, Subscription subscription) {
        out.u8(1).string(clientId).varint(subscription.filterId);
        out.string(subscription.filter).u8(subscription.options).varint(subscription.identifier);
    }

    static void ended(ByteWriter out, String clientId, int filterId) {
        out.u8(0).string(clientId).varint(filterId);
    }

    static int filterId(ByteReader in) {
        int id = in.count();
        if (id == 0) {
            throw new MalformedBytes("expected the number of a filter, found 0");
        }
        return id;
    }

    static int options(ByteReader in) {
        int options = in.u8();
        PublishRecord.qos(options);
        return options;
    }

    /** What {@link BrokerState} makes of a SUBSCRIPTION record. */
    static void apply(ByteReader in, long sequence, BrokerState state) {
        boolean begins = in.u8() == 1;
        StoredSession session = state.session(in.string());
        int filterId = filterId(in);
        Subscription before = session.subscription(filterId);
        if (before != null) {
            session.end(before, sequence);
        }
        if (!begins) {
            session.retained.forgetGiven(filterId);
        } else {
            String filter = state.name(filterId, in.string());
            Subscription added = new Subscription(filterId, filter, options(in), in.count());
            added.since = sequence;
            if (!added.goesOn()) {
                session.retained.forgetGiven(filterId);
            }
            session.add(added);
            if (added.shared) {
                state.leases.began(filterId, sequence);
            }
        }
    }
}
