package io.signalbox.broker;

import io.signalbox.bytes.ByteReader;
import io.signalbox.journal.Entry;
import io.signalbox.journal.Journal;
import io.signalbox.journal.JournalDamaged;
import io.signalbox.journal.JournalReader;
import io.signalbox.journal.RecordType;
import io.signalbox.message.Message;
import io.signalbox.message.MessageProperties;
import io.signalbox.message.Qos;
import io.signalbox.time.Clock;

import org.jspecify.annotations.Nullable;

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

    private static final Message NOTHING =
            new Message("-", new byte[0], Qos.AT_MOST_ONCE, false, MessageProperties.NONE, "-", 0);

    private final Journal journal;
    private final Clock clock;
    private final BrokerLimits limits;
    private final Counters counters;
    private final Delivery delivery = new Delivery(NOTHING);
    private final ArrayDeque<Session> ready = new ArrayDeque<>();
    private final ArrayDeque<Session> unsaved = new ArrayDeque<>();
    private final List<Session> readers = new ArrayList<>();

    /** The last record that the loop has come by. */
    long position;

    /** The filters that the record at hand names; see {@link #filtersOf}. */
    int[] filters = new int[16];

    Outlet(Journal journal, Clock clock, BrokerLimits limits, Counters counters, long position) {
        this.journal = journal;
        this.clock = clock;
        this.limits = limits;
        this.counters = counters;
        this.position = position;
    }

    /** Gives a live session a message it {@linkplain Session#match matches}; 0 if not journaled. */
    void giveLive(Session session, Message message, long sequence) {
        Qos qos = message.qos().min(session.matchedQos);
        if (qos == Qos.AT_MOST_ONCE) {
            if (expired(message)) {
                counters.dropped(DropReason.EXPIRED);
            } else {
                describe(session, message);
                send(session, message, sequence, qos, 0, false);
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

    /** Gives a QoS 1 message, which has its place and packet id even if it is not sent. */
    private void giveCounted(Session session, Message message, long sequence, Qos qos) {
        Session.Before before = session.before(sequence);
        boolean begun = before == Session.Before.SENT && session.sentIsExact();
        boolean skipped = before == Session.Before.DONE;
        if (!skipped && !begun && expired(message)) {
            counters.dropped(DropReason.EXPIRED);
            skipped = true;
            noteProgress(session);
        }
        int id = session.inFlight.add(sequence, skipped);
        if (skipped) {
            return;
        }
        describe(session, message);
        if (!send(session, message, sequence, qos, id, before == Session.Before.SENT)) {
            session.inFlight.acknowledge(id);
            noteProgress(session);
        }
    }

    private boolean expired(Message message) {
        return message.properties().expirySeconds() != MessageProperties.NEVER
                && message.expiresMillis() <= clock.millis();
    }

    /** Fills in what the matched subscriptions say of the delivery. */
    private void describe(Session session, Message message) {
        Delivery to = delivery;
        to.retain = message.retain() && session.matchedRetain;
        to.subscriptionIdCount = 0;
        for (int i = 0; i < session.identifierCount; i++) {
            to.addSubscriptionId(session.identifiers[i]);
        }
    }

    /** False if the message was too large for the client, which is done with it then. */
    private boolean send(
            Session session, Message message, long sequence, Qos qos, int id, boolean again) {
        Delivery to = delivery;
        to.message = message;
        to.sequence = sequence;
        to.qos = qos;
        to.packetId = id;
        to.duplicate = again;
        to.expirySeconds = expiryLeft(message);
        session.attachment.loop.touch(session.attachment);
        Delivered answer = session.connection().deliver(to);
        if (answer == Delivered.TOO_LARGE) {
            counters.dropped(DropReason.TOO_LARGE_FOR_SUBSCRIBER);
            return false;
        }
        counters.delivered.increment();
        if (answer == Delivered.FULL) {
            session.writable = false;
        }
        return true;
    }

    private long expiryLeft(Message message) {
        long interval = message.properties().expirySeconds();
        if (interval == MessageProperties.NEVER) {
            return interval;
        }
        long waited = Math.max(0, clock.millis() - message.receivedMillis()) / 1000;
        return Math.max(0, interval - waited);
    }

    /** There is something that the next cursor record will say. */
    void noteProgress(Session session) {
        if (!session.unsaved && session.stored.recorded) {
            session.unsaved = true;
            session.unsavedSinceNanos = clock.nanos();
            unsaved.add(session);
        }
    }

    /** A session whose progress is not stored since that time or longer; null if there is none. */
    @Nullable
    Session unsavedBefore(long nanos) {
        Session first;
        while ((first = unsaved.peek()) != null) {
            boolean waits = first.unsaved && first.attached;
            if (waits && first.unsavedSinceNanos - nanos > 0) {
                return null;
            }
            unsaved.remove();
            if (waits) {
                return first;
            }
        }
        return null;
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
            return readOn(session);
        } catch (JournalDamaged | UncheckedIOException e) {
            LOG.log(
                    Level.ERROR,
                    "session '" + session.stored.clientId + "' cannot read on after record "
                            + session.position + "; its connection is closed",
                    e);
            session.attachment.loop.drop(session.attachment, DisconnectReason.INTERNAL_ERROR);
            return false;
        }
    }

    /** One bounded step of a late session; true if it could do another at once. */
    private boolean readOn(Session session) {
        int budget = limits.catchUpRecords();
        while (session.stored.retained.hasWork()) {
            if (!session.writable || session.windowFull(limits.unackedSpan())) {
                return false;
            }
            if (budget-- == 0) {
                return true;
            }
            giveRetained(session);
        }
        while (session.position < position) {
            if (!session.writable || session.windowFull(limits.unackedSpan())) {
                return false;
            }
            if (budget-- == 0) {
                return true;
            }
            if (!readOne(session)) {
                return false;
            }
        }
        if (!session.writable) {
            return false;
        }
        if (session.position < session.lateThrough) {
            return true;
        }
        session.late = false;
        closeReader(session);
        return false;
    }

    private boolean readOne(Session session) {
        JournalReader reader = session.reader;
        if (reader == null) {
            long from = Math.max(session.position + 1, journal.firstSequence());
            reader = journal.reader(from);
            session.reader = reader;
            readers.add(session);
        }
        session.readLately = true;
        if (!reader.next()) {
            return false;
        }
        Entry entry = reader.entry();
        session.position = entry.sequence();
        if (entry.type() == RecordType.PUBLISH) {
            giveLate(session, entry);
        }
        return true;
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
            if (subscription == null) {
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
        int count = in.count();
        if (count > filters.length) {
            filters = new int[count * 2];
        }
        for (int i = 0; i < count; i++) {
            filters[i] = in.count();
        }
        return count;
    }

    /** Gives the next retained message, if any is left. */
    private void giveRetained(Session session) {
        StoredSession.RetainedDelivery owed = session.stored.retained;
        RetainedJob.Sent again = owed.again.poll();
        if (again != null) {
            sendRetained(session, again.retained(), again.subscription(), again.packetId());
            return;
        }
        RetainedJob job = owed.jobs.peek();
        Retained next =
                job == null || job.subscription().ended() ? null : job.matches().next();
        if (job == null || next == null) {
            owed.jobs.poll();
            if (owed.isDone()) {
                noteProgress(session);
            }
            return;
        }
        Subscription subscription = job.subscription();
        boolean comesAsMessage =
                next.sequence() > subscription.since && next.names(subscription.filterId);
        boolean own = subscription.noLocal()
                && next.message().publisher().equals(session.stored.clientId);
        if (expired(next.message())) {
            counters.dropped(DropReason.EXPIRED);
        } else if (!comesAsMessage && !own) {
            sendRetained(session, next, subscription, 0);
        }
    }

    private void sendRetained(
            Session session, Retained retained, Subscription subscription, int idBefore) {
        Delivery to = delivery;
        to.retain = true;
        to.subscriptionIdCount = 0;
        if (subscription.identifier != 0) {
            to.addSubscriptionId(subscription.identifier);
        }
        Message message = retained.message();
        Qos qos = message.qos().min(subscription.maximumQos());
        StoredSession.RetainedDelivery owed = session.stored.retained;
        int id = idBefore != 0 || qos == Qos.AT_MOST_ONCE ? idBefore : owed.nextId();
        if (id != 0) {
            owed.open.put(id, new RetainedJob.Sent(id, retained, subscription));
        }
        boolean taken = send(session, message, retained.sequence(), qos, id, idBefore != 0);
        if (!taken && id != 0) {
            owed.open.remove(id);
        }
    }

    /** The client has acknowledged; false if nothing with this id was open. */
    boolean acknowledge(Session session, int packetId) {
        if (packetId <= InFlight.ID_SPAN) {
            return session.inFlight.acknowledge(packetId);
        }
        StoredSession.RetainedDelivery owed = session.stored.retained;
        if (owed.open.get(packetId) == null) {
            return false;
        }
        owed.open.remove(packetId);
        return true;
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
        JournalReader reader = session.reader;
        if (reader != null) {
            session.reader = null;
            readers.remove(session);
            reader.close();
        }
    }
}
