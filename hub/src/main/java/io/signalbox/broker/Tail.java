package io.signalbox.broker;

import io.signalbox.journal.Entry;
import io.signalbox.journal.Journal;
import io.signalbox.journal.JournalReader;
import io.signalbox.journal.RecordType;
import io.signalbox.message.Message;

import java.util.ArrayList;
import java.util.List;

/**
 * One loop's walk along the end of the journal: each committed message goes to the live sessions of
 * this loop whose filters its record names. Belongs to the loop's thread.
 */
final class Tail {
    /** Records and deliveries in one go, after which the loop turns to its connections again. */
    private static final int STEP = 4096;

    private final int loop;
    private final Outlet outlet;
    private final Counters counters;
    private final JournalReader reader;
    private final IntMap<Subscribers> subscribers = new IntMap<>();
    private final List<Session> matched = new ArrayList<>();

    /** The groups that this loop takes care of, by filter. */
    private final IntMap<Group> groups = new IntMap<>();

    /** Ended subscriptions whose end this walk has not come by: they are owed what is before it. */
    private final List<Subscription> ending = new ArrayList<>();

    Tail(int loop, Journal journal, Outlet outlet, Counters counters) {
        this.loop = loop;
        this.outlet = outlet;
        this.counters = counters;
        this.reader = journal.reader(outlet.position + 1);
    }

    /** From now on this subscription's session gets what it covers. */
    void add(Filter filter, Subscription subscription) {
        Subscribers of = subscribers.get(filter.id);
        if (of == null) {
            of = new Subscribers(filter);
            subscribers.put(filter.id, of);
            filter.usedBy(loop, true);
        }
        of.add(subscription);
    }

    void remove(Subscription subscription) {
        Subscribers of = subscribers.get(subscription.filterId);
        if (of != null) {
            of.remove(subscription);
            if (of.count == 0) {
                subscribers.remove(subscription.filterId);
                of.filter.usedBy(loop, false);
            }
        }
    }

    /** The subscription has ended; it gets what it covers up to there. */
    void end(Subscription subscription) {
        if (!isOver(subscription)) {
            ending.add(subscription);
        }
    }

    /** Takes it away if there is nothing left that it gets. */
    private boolean isOver(Subscription subscription) {
        boolean over = subscription.until <= outlet.position || subscription.live == null;
        if (over) {
            subscription.live = null;
            remove(subscription);
        }
        return over;
    }

    /** Goes on up to this committed record; true if there is more to go than one step. */
    boolean walk(long through) {
        boolean more = step(through);
        if (!ending.isEmpty()) {
            ending.removeIf(this::isOver);
        }
        return more;
    }

    private boolean step(long through) {
        if (isForNobody()) {
            reader.passTo(through + 1);
            outlet.position = Math.max(outlet.position, through);
            return false;
        }
        for (int left = STEP; left > 0 && outlet.position < through; left--) {
            if (!reader.next()) {
                return false;
            }
            Entry entry = reader.entry();
            outlet.position = entry.sequence();
            if (entry.type() == RecordType.PUBLISH) {
                left -= give(entry);
            } else if (entry.type() == RecordType.GIVEN) {
                outlet.giveGiven(entry);
            } else if (entry.type() == RecordType.LEASE) {
                outlet.giveLease(entry);
            }
        }
        return outlet.position < through;
    }

    /** True if nothing that comes by is for anybody here. */
    boolean isForNobody() {
        return subscribers.size() == 0 && groups.size() == 0 && outlet.awaitsNone();
    }

    /** Returns how many sessions of this loop it was for. */
    private int give(Entry entry) {
        int given = 0;
        int count = outlet.filtersOf(entry);
        long sequence = entry.sequence();
        Message message = null;
        for (int i = 0; i < count; i++) {
            Subscribers of = subscribers.get(outlet.filters[i]);
            if (of != null) {
                message = message == null ? PublishRecord.read(entry) : message;
                match(of, message, sequence);
            }
        }
        if (message != null) {
            given = matched.size();
            giveMatched(message, sequence);
        }
        if (groups.size() > 0) {
            giveToGroups(entry, count);
        }
        return given;
    }

    private void giveToGroups(Entry entry, int count) {
        for (int i = 0; i < count; i++) {
            Group group = groups.get(outlet.filters[i]);
            if (group != null) {
                group.comesBy(entry);
            }
        }
    }

    void add(Group group) {
        groups.put(group.filterId, group);
    }

    void remove(Group group) {
        groups.remove(group.filterId);
    }

    List<Group> groups() {
        List<Group> all = new ArrayList<>(groups.size());
        groups.forEach(all::add);
        return all;
    }

    private void match(Subscribers of, Message message, long sequence) {
        for (int i = 0; i < of.count; i++) {
            Subscription subscription = of.all[i];
            Session session = subscription.live;
            if (session != null && !session.late && subscription.covers(sequence)) {
                match(session, subscription, message);
            }
        }
    }

    private void match(Session session, Subscription subscription, Message message) {
        if (subscription.noLocal() && message.publisher().equals(session.stored.clientId)) {
            return;
        }
        if (session.match(subscription)) {
            matched.add(session);
        }
    }

    private void giveMatched(Message message, long sequence) {
        for (int i = 0; i < matched.size(); i++) {
            Session session = matched.get(i);
            session.matched = false;
            outlet.giveLive(session, message, sequence);
        }
        matched.clear();
    }

    /** A message of QoS 0 that is not in the journal, and comes now. */
    void giveDirect(Message message, Matches matches) {
        giveDirect(message, matches, Long.MAX_VALUE);
    }

    /**
     * Gives it to the sessions that are live now, and were here when it came: one that moved had it
     * on its loop before.
     *
     * @param after the last record that was committed when it came
     */
    void giveDirect(Message message, Matches matches, long after) {
        for (int id : matches.ids()) {
            Subscribers of = subscribers.get(id);
            if (of == null) {
                continue;
            }
            for (int i = 0; i < of.count; i++) {
                Subscription subscription = of.all[i];
                Session session = subscription.live;
                if (session == null || !subscription.isActive() || after < session.since) {
                    continue;
                }
                if (session.late) {
                    counters.dropped(DropReason.SUBSCRIBER_LATE);
                } else {
                    match(session, subscription, message);
                }
            }
        }
        giveMatched(message, 0);
    }
}
