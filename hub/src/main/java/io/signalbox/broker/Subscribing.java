package io.signalbox.broker;

import io.signalbox.journal.RecordType;
import io.signalbox.message.Qos;
import io.signalbox.message.Topic;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * SUBSCRIBE and UNSUBSCRIBE on one loop. A filter is in the tree at once, so that every publish from
 * then on names it; the subscription counts from its record on. Before it is acknowledged that is
 * durable, and so is every publish that was matched without the filter: what is retained then and
 * what names the filter is all there is, whatever other threads do. Belongs to the loop's thread.
 */
final class Subscribing {
    private final BrokerLoop loop;
    private final Broker broker;
    private final Shared shared;
    private final LoopBatches batches;
    private final Outlet outlet;
    private final Tail tail;

    Subscribing(
            BrokerLoop loop,
            Broker broker,
            Shared shared,
            LoopBatches batches,
            Outlet outlet,
            Tail tail) {
        this.loop = loop;
        this.broker = broker;
        this.shared = shared;
        this.batches = batches;
        this.outlet = outlet;
        this.tail = tail;
    }

    void subscribe(Session session, int packetId, List<SubscribeRequest> requests, int identifier) {
        List<SubscribeOutcome> outcomes = new ArrayList<>(requests.size());
        List<Subscription> added = new ArrayList<>(requests.size());
        for (SubscribeRequest request : requests) {
            outcomes.add(subscribe(session, request, identifier, added));
        }
        Attachment attachment = session.attachment;
        broker.whenQuiescent(loop, () -> {
            if (!attachment.closed) {
                loop.touch(attachment);
                attachment.connection.subscribed(packetId, outcomes);
                oweRetained(session, added);
            }
        });
    }

    /** A session came back that went before it was known what retained messages it is owed. */
    void resume(Session session) {
        List<Subscription> asked = List.copyOf(session.stored.retained.asked);
        if (!asked.isEmpty()) {
            broker.whenQuiescent(loop, () -> oweRetained(session, asked));
        }
    }

    private SubscribeOutcome subscribe(
            Session session,
            SubscribeRequest request,
            int identifier,
            List<Subscription> subscriptions) {
        String text = request.filter();
        boolean grouped = SharedFilter.isMeant(text);
        if (grouped ? !SharedFilter.isValid(text) : !Topic.isFilter(text)) {
            return SubscribeOutcome.FILTER_INVALID;
        }
        StoredSession stored = session.stored;
        Subscription before = find(stored, text);
        boolean stores = stored.recorded || grouped;
        if (before == null
                && (stored.kept() >= shared.limits().filtersPerSession()
                        || shared.admission().memoryShort()
                        || (stores && shared.admission().diskFull()))) {
            return SubscribeOutcome.QUOTA_EXCEEDED;
        }
        Filter filter = shared.tree().acquire(text);
        Qos granted = request.maximumQos();
        boolean fresh = !grouped && sendsRetained(request.retainHandling(), before == null);
        boolean goesOn = !fresh && before != null && isOwedRetained(stored, before);
        Subscription added = new Subscription(
                filter.id,
                filter.text,
                Subscription.options(
                        granted,
                        request.noLocal(),
                        request.retainAsPublished(),
                        fresh || goesOn,
                        goesOn),
                identifier);
        if (before != null) {
            stored.ends(before);
        }
        stored.add(added);
        outlet.closeReader(session);
        subscriptions.add(added);
        record(session, filter, added, before);
        return SubscribeOutcome.granted(granted);
    }

    /** When retained messages are sent [MQTT-3.3.1-9] to [MQTT-3.3.1-11]. */
    private static boolean sendsRetained(RetainHandling handling, boolean isNew) {
        return switch (handling) {
            case SEND -> true;
            case SEND_IF_NEW -> isNew;
            case DO_NOT_SEND -> false;
        };
    }

    /** What a subscription is to bring it brings, even if another takes its place [MQTT-3.8.4-4]. */
    private static boolean isOwedRetained(StoredSession stored, Subscription subscription) {
        boolean begins = subscription.since == Subscription.NEVER;
        return subscription.sendRetained() && (begins || stored.retained.isOwed(subscription));
    }

    private @Nullable Subscription find(StoredSession stored, String text) {
        Filter filter = shared.tree().find(text);
        return filter == null ? null : stored.subscription(filter.id);
    }

    private void record(
            Session session, Filter filter, Subscription added, @Nullable Subscription before) {
        long now = shared.clock().millis();
        if (added.shared && !session.stored.recorded) {
            recordSession(session.stored, now);
        }
        boolean recorded = session.stored.recorded;
        if (recorded && !filter.durable) {
            SubscriptionRecord.filter(batches.body(), filter);
            batches.add(RecordType.FILTER, now);
        }
        long asked = shared.journal().committed();
        batches.then(sequence -> {
            filter.durable |= recorded;
            begin(session, filter, added, before, recorded ? sequence : placeOf(asked));
            ask(session.stored, added, before);
        });
        if (recorded) {
            SubscriptionRecord.begun(batches.body(), session.stored.clientId, added);
            batches.add(RecordType.SUBSCRIPTION, now);
        }
    }

    /**
     * The last record that is before what the journal does not know of: what was acknowledged before
     * it was asked for, and what the loop has come by since.
     */
    private long placeOf(long asked) {
        return Math.max(asked, outlet.position);
    }

    /** What a member of a group was given has to be known after a crash, whoever it was. */
    private void recordSession(StoredSession stored, long now) {
        stored.recorded = true;
        SessionRecord.connected(
                batches.body(), stored.clientId, false, stored.expirySeconds, stored.will);
        batches.add(RecordType.SESSION, now);
    }

    /** The subscription is durable: what comes after it in the journal is its. */
    private void begin(
            Session session,
            Filter filter,
            Subscription added,
            @Nullable Subscription before,
            long since) {
        added.since = since;
        if (before != null) {
            end(session, before, since + 1);
        }
        if (added.shared) {
            Group group = broker.groupOf(filter.id);
            group.loop.execute(() -> group.begin(since));
        }
        if (session.attached) {
            attach(session, added, filter);
        }
    }

    /** Retained messages come: all there are, or what the subscription before did not bring yet. */
    private static void ask(
            StoredSession stored, Subscription added, @Nullable Subscription before) {
        if (!added.sendRetained()) {
            return;
        }
        StoredSession.RetainedDelivery owed = stored.owed();
        if (before != null && added.goesOn()) {
            owed.handOn(before, added);
        } else {
            owed.forgetGiven(added.filterId);
            owed.asked.add(added);
        }
    }

    /** Messages come by for the subscription of a session that is here. */
    void attach(Session session, Subscription subscription, Filter filter) {
        if (subscription.shared) {
            outlet.await(session);
            Group group = broker.groupOf(filter.id);
            session.becomeMember(group);
            Member member = new Member(session, subscription, session.cameBy(outlet.position));
            session.joining++;
            group.loop.execute(() -> {
                group.join(member);
                loop.execute(() -> joined(session));
            });
        } else {
            subscription.live = session;
            tail.add(filter, subscription);
        }
    }

    /** From now on its group gives to nobody else what this session comes by. */
    private void joined(Session session) {
        session.joining--;
        outlet.wake(session);
    }

    /**
     * A session goes; what it had as a member of groups is theirs again, also if it left them.
     *
     * @param left what to do here for each of its groups, when that gives nothing to it any more and
     *     all that it gave is durable
     */
    void detach(Session session, Runnable left) {
        long through = session.stored.reached;
        for (Group group : session.groups) {
            group.loop.execute(() -> group.leave(session, through, () -> loop.execute(left)));
        }
    }

    private void oweRetained(Session session, List<Subscription> subscriptions) {
        if (!session.attached) {
            return;
        }
        StoredSession.RetainedDelivery owed = session.stored.retained;
        shared.retained().advance(shared.journal().committed());
        for (Subscription added : subscriptions) {
            if (owed.asked.remove(added)) {
                owed.jobs.add(new RetainedJob(added, shared.retained().match(added.filter)));
            }
        }
        if (owed.hasWork() && !session.late) {
            session.late = true;
            session.position = outlet.position;
        }
        outlet.wake(session);
    }

    /** {@code until} is the first record that the subscription does not cover. */
    private void end(Session session, Subscription subscription, long until) {
        if (subscription.ended()) {
            return;
        }
        session.stored.end(subscription, until);
        if (subscription.live != null) {
            tail.end(subscription);
        }
        Group group = subscription.shared ? shared.groups().find(subscription.filterId) : null;
        if (group != null) {
            group.loop.execute(() -> group.retire(session.stored.clientId));
        }
        Filter filter = shared.tree().find(subscription.filter);
        if (filter != null) {
            shared.release(filter);
        }
    }

    void unsubscribe(Session session, int packetId, List<String> filters) {
        List<Boolean> existed = new ArrayList<>(filters.size());
        for (String text : filters) {
            Subscription subscription = find(session.stored, text);
            existed.add(subscription != null);
            if (subscription != null) {
                unsubscribe(session, subscription);
            }
        }
        Attachment attachment = session.attachment;
        batches.then(sequence -> {
            if (!attachment.closed) {
                attachment.loop.touch(attachment);
                attachment.connection.unsubscribed(packetId, existed);
            }
        });
    }

    private void unsubscribe(Session session, Subscription subscription) {
        session.stored.ends(subscription);
        session.stored.retained.drop(subscription);
        boolean recorded = session.stored.recorded;
        long asked = shared.journal().committed();
        batches.then(
                sequence -> end(session, subscription, recorded ? sequence : placeOf(asked) + 1));
        if (recorded) {
            SubscriptionRecord.ended(
                    batches.body(), session.stored.clientId, subscription.filterId);
            batches.add(RecordType.SUBSCRIPTION, shared.clock().millis());
        }
    }
}
