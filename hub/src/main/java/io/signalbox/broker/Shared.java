package io.signalbox.broker;

import io.signalbox.journal.Journal;
import io.signalbox.message.Message;
import io.signalbox.time.Clock;

/** What all loops of a broker have in common; each part may be used by all of them at once. */
record Shared(
        Journal journal,
        Clock clock,
        BrokerLimits limits,
        Quotas quotas,
        Admission admission,
        TopicTree tree,
        OutsidePublishes outside,
        RetainedMessages retained,
        Directory directory,
        Groups groups,
        SessionNeeds needs,
        Counters counters) {

    /** The filters of a session that is no more lose one use each. */
    void release(StoredSession session) {
        for (Subscription newest : session.all()) {
            for (Subscription s = newest; s != null; s = s.older) {
                Filter filter = s.ended() ? null : tree.find(s.filter);
                if (filter != null) {
                    session.end(s, 0);
                    release(filter);
                }
            }
        }
    }

    /** A message of QoS 0 that is not journaled goes to one member of each group. */
    void offerToGroups(Message message, Matches matches) {
        for (Filter filter : matches.filters()) {
            Group group = filter.shared ? groups.find(filter.id) : null;
            if (group != null) {
                group.loop.execute(() -> group.offer(message));
            }
        }
    }

    /** One use of a filter less; with the last its group ends. */
    void release(Filter filter) {
        if (tree.release(filter) && filter.shared) {
            groups.remove(filter.id);
        }
    }
}
