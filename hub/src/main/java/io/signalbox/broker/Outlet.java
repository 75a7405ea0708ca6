package io.signalbox.broker;

import io.signalbox.broker.InFlight.Mark;
import io.signalbox.bytes.ByteReader;
import io.signalbox.journal.Entry;
import io.signalbox.journal.Journal;
import io.signalbox.journal.JournalDamaged;
import io.signalbox.journal.KeyedReader;
import io.signalbox.journal.RecordType;
import io.signalbox.message.Message;
import io.signalbox.message.Qos;

import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * Gives messages to the sessions of one loop: live ones what the loop comes by, late ones what they
 * read for themselves, in steps and by turns. Belongs to the loop's thread.
 */
final class Outlet {
    private static final Logger LOG = System.getLogger(Outlet.class.getName());

    private final Exchanges exchanges;
    private final Groups groups;
    private final Journal journal;
    private final BrokerLimits limits;
    private final Counters counters;
    private final Sending sending;
    private final Addressed addressed;
    private final RetainedOutlet retained;
    private final ArrayDeque<Session> ready = new ArrayDeque<>();
    private final List<Session> readers = new ArrayList<>();

    /** The last record that the loop has come by. */
    long position;

    /** The filters that the record at hand names; see {@link #filtersOf}. */
    int[] filters = new int[16];

    Outlet(Shared shared, LoopBatches batches, Exchanges exchanges, long position) {
        this.exchanges = exchanges;
        this.sending = new Sending(shared.clock(), shared.counters());
        this.groups = shared.groups();
        this.addressed = new Addressed(groups);
        this.retained =
                new RetainedOutlet(batches, exchanges, sending, addressed, shared.counters());
        this.journal = shared.journal();
        this.limits = shared.limits();
        this.counters = shared.counters();
        this.position = position;
    }

    /** Gives a live session a message it {@linkplain Session#match matches}; 0 if not journaled. */
    void giveLive(Session session, Message message, long sequence) {
        Qos qos = message.qos().min(session.matchedQos);
        if (qos == Qos.AT_MOST_ONCE) {
            if (sending.isExpired(message)) {
                counters.dropped(DropReason.EXPIRED);
            } else {
                sending.describe(session, message);
                sending.send(session, message, sequence, qos, 0, false);
            }
        } else if (session.windowFull(limits.unackedSpan())) {
            session.late = true;
            session.position = sequence - 1;
            return;
        } else {
            giveCounted(session, message, sequence, qos);
        }
        if (!session.writable) {
            session.late = true;
            session.position = position;
        }
    }

    /** Gives a message of QoS 1 or 2, which has its place and packet id even if it is not sent. */
    private void giveCounted(Session session, Message message, long sequence, Qos qos) {
        InFlight inFlight = session.inFlight;
        int id = inFlight.nextId();
        Session.Before before = session.before(sequence, id);
        if (before == Session.Before.DONE) {
            inFlight.add(sequence, Mark.DONE);
            session.finished(sequence);
            return;
        }
        if (before == Session.Before.RECEIVED) {
            inFlight.add(sequence, Mark.RECEIVED);
            session.countOthers();
            session.attachment.loop.touch(session.attachment);
            session.connection().release(id);
            return;
        }
        inFlight.add(sequence, Mark.of(qos));
        session.countOthers();
        boolean begun = before == Session.Before.SENT && session.sentIsExact();
        if (!begun && sending.isExpired(message)) {
            counters.dropped(DropReason.EXPIRED);
            exchanges.giveUp(session, id, before == Session.Before.SENT);
            return;
        }
        sending.describe(session, message);
        if (!sending.send(session, message, sequence, qos, id, before == Session.Before.SENT)) {
            exchanges.giveUp(session, id, before == Session.Before.SENT);
        }
    }

    /** A late session may be able to go on; it gets its turn with {@link #work}. */
    void wake(Session session) {
        if (session.attached && session.late && !session.queued) {
            session.queued = true;
            ready.add(session);
        }
    }

    /** Gives each late session that can go on one turn; true if any wants another. */
    boolean work() {
        for (int turns = ready.size(); turns > 0; turns--) {
            Session session = ready.remove();
            session.queued = false;
            if (session.attached && session.late && tryReadOn(session)) {
                wake(session);
            }
        }
        return !ready.isEmpty();
    }

    /** Damage where one session has to read ends that session's connection, and no other. */
    private boolean tryReadOn(Session session) {
        try {
            boolean more = readOn(session);
            if (session.reader != null) {
                session.reader.rest();
            }
            return more;
        } catch (JournalDamaged | UncheckedIOException e) {
            LOG.log(
                    Level.ERROR,
                    "session '" + session.stored.clientId + "' cannot read on after record "
                            + session.position + "; its connection is closed",
                    e);
            session.attachment.loop.drop(session.attachment, Refusal.UNREADABLE);
            return false;
        }
    }

    /** One bounded step of a late session; true if it could do another at once. */
    private boolean readOn(Session session) {
        if (session.cutting || session.joining > 0 || session.waiting) {
            return false;
        }
        int budget = limits.catchUpRecords();
        while (session.stored.retained.hasWork() && !session.givenEnough()) {
            if (!session.writable || session.windowFull(limits.unackedSpan())) {
                return false;
            }
            if (budget-- == 0) {
                return true;
            }
            retained.giveNext(session);
        }
        while (session.position < position) {
            if (!session.writable || session.windowFull(limits.unackedSpan())) {
                return false;
            }
            if (budget-- == 0) {
                return true;
            }
            readOne(session);
            if (session.waiting) {
                return false;
            }
        }
        if (!session.writable) {
            return false;
        }
        if (session.position < session.lateThrough) {
            return true;
        }
        if (session.stored.retained.hasWork()) {
            return false;
        }
        session.late = false;
        closeReader(session);
        return false;
    }

    /** Takes the session's next record, or a step towards it. */
    private void readOne(Session session) {
        KeyedReader reader = session.reader;
        if (reader == null) {
            reader = journal.reader(session.position + 1, LateKeys.of(session.stored));
            session.reader = reader;
            readers.add(session);
        }
        session.readLately = true;
        boolean found = reader.next(position);
        session.position = reader.position() - 1;
        if (found) {
            give(session, reader.entry());
        }
    }

    private void give(Session session, Entry entry) {
        if (entry.type() == RecordType.PUBLISH) {
            giveLate(session, entry);
        } else if (session.isBefore(entry.sequence())) {
            return;
        } else if (entry.type() == RecordType.GIVEN
                && GivenRecord.clientId(entry).equals(session.stored.clientId)) {
            Message message = addressed.given(session, entry);
            giveCounted(session, message, entry.sequence(), Qos.EXACTLY_ONCE);
        } else if (entry.type() == RecordType.LEASE
                && LeaseRecord.clientId(entry).equals(session.stored.clientId)) {
            giveLeaseLate(session, entry);
        }
    }

    private void giveLeaseLate(Session session, Entry entry) {
        long sequence = entry.sequence();
        switch (addressed.fate(session, entry)) {
            case STAYS, TAKEN -> giveLeaseLate(session, entry, sequence);
            case LEAVING -> waitBefore(session, sequence);
            case LEFT -> pass(session, sequence);
        }
    }

    private void giveLeaseLate(Session session, Entry entry, long sequence) {
        Message message = addressed.leased(session, entry);
        if (message.qos() == Qos.AT_MOST_ONCE) {
            counters.dropped(DropReason.SUBSCRIBER_LATE);
        } else {
            giveCounted(session, message, sequence, message.qos());
        }
    }

    /** Goes on when it is certain, after a crash too, that another has this record's message. */
    private void waitBefore(Session session, long sequence) {
        closeReader(session);
        session.late = true;
        session.position = sequence - 1;
        session.waiting = true;
        BrokerLoop loop = session.attachment.loop;
        groups.whenLeft(
                sequence,
                () -> loop.execute(() -> {
                    session.waiting = false;
                    wake(session);
                }));
    }

    /** Another has it, but its place and packet id are this session's. */
    private void pass(Session session, long sequence) {
        session.before(sequence, session.inFlight.nextId());
        session.inFlight.add(sequence, Mark.DONE);
        exchanges.noteProgress(session);
    }

    /** A message of a group comes by that is for one of its members. */
    void giveLease(Entry entry) {
        Session session = addressed.find(LeaseRecord.clientId(entry));
        if (session == null || session.isBefore(entry.sequence())) {
            return;
        }
        long sequence = entry.sequence();
        boolean counted = PublishRecord.qos(entry.flags()) != Qos.AT_MOST_ONCE;
        if (session.late) {
            wake(session);
        } else if (counted && session.windowFull(limits.unackedSpan())) {
            session.late = true;
            session.position = sequence - 1;
        } else {
            switch (addressed.fate(session, entry)) {
                case STAYS, TAKEN -> giveLive(session, addressed.leased(session, entry), sequence);
                case LEAVING -> waitBefore(session, sequence);
                case LEFT -> pass(session, sequence);
            }
        }
    }

    /** Records that are addressed to one session may come for this one. */
    void await(Session session) {
        addressed.await(session);
    }

    /** True if no session here can be given a record that is addressed to it. */
    boolean awaitsNone() {
        return addressed.awaitsNone();
    }

    /** True if this is a message of the filter. */
    boolean isOf(Entry entry, int filterId) {
        if (entry.type() != RecordType.PUBLISH) {
            return false;
        }
        for (int i = filtersOf(entry) - 1; i >= 0; i--) {
            if (filters[i] == filterId) {
                return true;
            }
        }
        return false;
    }

    /** A retained message of QoS 2 that went through the journal for one session comes by. */
    void giveGiven(Entry entry) {
        Session session = addressed.find(GivenRecord.clientId(entry));
        if (session == null || session.isBefore(entry.sequence())) {
            return;
        }
        if (session.late) {
            wake(session);
        } else {
            giveLive(session, addressed.given(session, entry), entry.sequence());
        }
    }

    /** The session is not attached any more. */
    void forget(Session session) {
        closeReader(session);
        addressed.forget(session);
    }

    private void giveLate(Session session, Entry entry) {
        long sequence = entry.sequence();
        int count = filtersOf(entry);
        Message read = null;
        for (int i = 0; i < count; i++) {
            Subscription subscription = session.stored.subscriptions.get(filters[i]);
            while (subscription != null && !subscription.covers(sequence)) {
                subscription = subscription.older;
            }
            if (subscription == null || subscription.shared) {
                continue;
            }
            if (subscription.noLocal()) {
                read = read == null ? PublishRecord.read(entry) : read;
                if (read.publisher().equals(session.stored.clientId)) {
                    continue;
                }
            }
            session.match(subscription);
        }
        if (!session.matched) {
            return;
        }
        session.matched = false;
        if (session.skips(sequence)) {
            return;
        }
        Qos qos = PublishRecord.qos(entry.flags()).min(session.matchedQos);
        if (qos == Qos.AT_MOST_ONCE) {
            counters.dropped(DropReason.SUBSCRIBER_LATE);
        } else {
            giveCounted(session, read == null ? PublishRecord.read(entry) : read, sequence, qos);
        }
    }

    /** Reads the numbers of a PUBLISH record's filters into {@link #filters}. */
    int filtersOf(Entry entry) {
        ByteReader in = entry.body();
        PublishRecord.skipCause(in, entry.flags());
        int count = in.count(1);
        if (count > filters.length) {
            filters = new int[count * 2];
        }
        for (int i = 0; i < count; i++) {
            filters[i] = in.count();
        }
        return count;
    }

    /** Frees what readers hold that were not used since the last call; they open again. */
    void closeIdleReaders() {
        for (int i = readers.size() - 1; i >= 0; i--) {
            Session session = readers.get(i);
            if (!session.readLately) {
                closeReader(session);
            }
            session.readLately = false;
        }
    }

    void closeReader(Session session) {
        KeyedReader reader = session.reader;
        if (reader != null) {
            session.reader = null;
            readers.remove(session);
            reader.close();
        }
    }
}
