package io.signalbox.broker;

import io.signalbox.journal.Entry;
import io.signalbox.message.Message;
import io.signalbox.message.Qos;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.Map;

/**
 * Records that are for one session of a loop: GIVEN and LEASE. Belongs to the loop's thread.
 */
final class Addressed {
    private final Groups groups;
    private final Map<String, Session> awaiting = new HashMap<>();

    Addressed(Groups groups) {
        this.groups = groups;
    }

    /** From now on such records may come for this session. */
    void await(Session session) {
        session.stored.addressed = true;
        awaiting.put(session.stored.clientId, session);
    }

    boolean awaitsNone() {
        return awaiting.isEmpty();
    }

    void forget(Session session) {
        awaiting.remove(session.stored.clientId, session);
    }

    @Nullable
    Session find(String clientId) {
        return awaiting.get(clientId);
    }

    /** A retained message; the session notes how it matches. */
    Message given(Session session, Entry entry) {
        session.givenOnTheirWay = Math.max(0, session.givenOnTheirWay - 1);
        session.matchAddressed(session.stored.subscriptions.get(GivenRecord.filterId(entry)), true);
        return GivenRecord.message(entry);
    }

    /** A message of a group, at the quality at which it is given; the session notes both. */
    Message leased(Session session, Entry entry) {
        int filterId = LeaseRecord.filterId(entry);
        Subscription subscription = session.stored.subscriptions.get(filterId);
        session.matchAddressed(
                subscription, subscription != null && subscription.retainAsPublished());
        Message message = LeaseRecord.message(entry);
        Group group = groups.find(filterId);
        if (group != null && message.qos() != Qos.AT_MOST_ONCE) {
            session.lease(entry.sequence(), group);
        }
        return message;
    }

    /** Whether a LEASE record is still for the session that comes by it. */
    Groups.Fate fate(Session session, Entry entry) {
        boolean staysIfTaken = PublishRecord.qos(entry.flags()) == Qos.EXACTLY_ONCE
                && !isKnownToGroup(session, LeaseRecord.filterId(entry));
        return staysIfTaken
                ? groups.fateElseTaken(entry.sequence())
                : groups.fate(entry.sequence());
    }

    /** Its group has heard that this session is its member: it gives to no other what that has. */
    private static boolean isKnownToGroup(Session session, int filterId) {
        Subscription subscription = session.stored.subscription(filterId);
        boolean begun = subscription != null && subscription.since != Subscription.NEVER;
        return begun && session.joining == 0;
    }
}
