package io.signalbox.broker;

import io.signalbox.broker.InFlight.Mark;
import io.signalbox.broker.LoopBatches.Answer;
import io.signalbox.journal.RecordType;
import io.signalbox.time.Clock;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;

/**
 * What clients answer to deliveries, and which of that the journal does not know yet. Belongs to
 * the loop's thread.
 *
 * <p>That a delivery is done is stored lazily, with the next cursor: losing it means that the client
 * gets it again and is told so, or is told once more to forget its packet id. That the client has
 * a delivery of QoS 2 is stored at once, before it is told to forget it [MQTT-4.3.3-4].
 */
final class Exchanges {
    private final LoopBatches batches;
    private final Clock clock;
    private final ArrayDeque<Session> unsaved = new ArrayDeque<>();

    Exchanges(LoopBatches batches, Clock clock) {
        this.batches = batches;
        this.clock = clock;
    }

    /** PUBACK. */
    Acknowledged acknowledge(Session session, int packetId) {
        if (packetId > InFlight.ID_SPAN) {
            StoredSession.RetainedDelivery owed = session.stored.retained;
            if (owed.open.get(packetId) == null) {
                return Acknowledged.UNKNOWN;
            }
            owed.open.remove(packetId);
            session.countOthers();
            return Acknowledged.OPEN;
        }
        return switch (session.inFlight.mark(packetId)) {
            case AT_LEAST_ONCE -> {
                finish(session, packetId);
                yield Acknowledged.OPEN;
            }
            case EXACTLY_ONCE, RECEIVED -> Acknowledged.WRONG;
            case DONE -> Acknowledged.UNKNOWN;
        };
    }

    /** PUBREC. */
    Acknowledged received(Session session, int packetId, boolean refused) {
        return switch (markOf(session, packetId)) {
            case EXACTLY_ONCE -> {
                if (refused) {
                    finish(session, packetId);
                } else {
                    receive(session, packetId);
                }
                yield Acknowledged.OPEN;
            }
            case RECEIVED -> {
                batches.answer(session.attachment, Answer.PUBREL, packetId);
                yield Acknowledged.OPEN;
            }
            case AT_LEAST_ONCE -> Acknowledged.WRONG;
            case DONE -> Acknowledged.UNKNOWN;
        };
    }

    /** PUBCOMP. */
    Acknowledged complete(Session session, int packetId) {
        return switch (markOf(session, packetId)) {
            case RECEIVED -> {
                finish(session, packetId);
                yield Acknowledged.OPEN;
            }
            case AT_LEAST_ONCE, EXACTLY_ONCE -> Acknowledged.WRONG;
            case DONE -> Acknowledged.UNKNOWN;
        };
    }

    private static Mark markOf(Session session, int packetId) {
        if (packetId <= InFlight.ID_SPAN) {
            return session.inFlight.mark(packetId);
        }
        return session.stored.retained.open.get(packetId) == null ? Mark.DONE : Mark.AT_LEAST_ONCE;
    }

    /**
     * Ends a delivery that is not to be sent. If it was perhaps sent at QoS 2 before, the client may
     * hold its packet id; releasing it is right whether or not it does.
     */
    void giveUp(Session session, int id, boolean sentBefore) {
        boolean held = session.inFlight.mark(id) == Mark.EXACTLY_ONCE;
        if (held && sentBefore) {
            receive(session, id);
        } else {
            finish(session, id);
            noteProgress(session);
        }
    }

    private static void finish(Session session, int id) {
        long sequence = session.inFlight.sequence(id);
        session.inFlight.done(id);
        session.finished(sequence);
        session.countOthers();
    }

    /** From now on, and after every restart, the delivery is released and not sent again. */
    private void receive(Session session, int id) {
        session.inFlight.received(id);
        if (session.stored.recorded) {
            ExchangeRecord.write(batches.body(), ExchangeRecord.RECEIVED, session.stored, id);
            batches.add(RecordType.EXCHANGE, clock.millis());
        }
        batches.answer(session.attachment, Answer.PUBREL, id);
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
}
