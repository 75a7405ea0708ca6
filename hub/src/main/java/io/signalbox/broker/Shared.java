package io.signalbox.broker;

import io.signalbox.journal.Journal;
import io.signalbox.time.Clock;

/** What all loops of a broker have in common; each part may be used by all of them at once. */
record Shared(
        Journal journal,
        Clock clock,
        BrokerLimits limits,
        TopicTree tree,
        OutsidePublishes outside,
        RetainedMessages retained,
        Directory directory,
        Counters counters) {

    /** The filters of a session that is no more lose one use each. */
    void release(StoredSession session) {
        for (Subscription newest : session.all()) {
            for (Subscription s = newest; s != null; s = s.older) {
                Filter filter = s.ended() ? null : tree.find(s.filter);
                if (filter != null) {
                    session.end(s, 0);
                    tree.release(filter);
                }
            }
        }
    }
}
