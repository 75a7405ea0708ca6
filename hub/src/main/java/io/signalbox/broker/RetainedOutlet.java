package io.signalbox.broker;

import io.signalbox.broker.StoredSession.RetainedDelivery.Given;
import io.signalbox.message.Message;
import io.signalbox.message.Qos;

/** Gives a session the retained messages that it is owed, one by one; on the loop's thread. */
final class RetainedOutlet {
    private final LoopBatches batches;
    private final Exchanges exchanges;
    private final Sending sending;
    private final Addressed addressed;
    private final Counters counters;

    RetainedOutlet(
            LoopBatches batches,
            Exchanges exchanges,
            Sending sending,
            Addressed addressed,
            Counters counters) {
        this.batches = batches;
        this.exchanges = exchanges;
        this.sending = sending;
        this.addressed = addressed;
        this.counters = counters;
    }

    /** Gives the next retained message, if any is left. */
    void giveNext(Session session) {
        StoredSession.RetainedDelivery owed = session.stored.retained;
        RetainedJob.Sent again = owed.again.poll();
        if (again != null) {
            send(session, again.retained(), again.subscription(), again.packetId());
            return;
        }
        RetainedJob job = owed.jobs.peek();
        Retained next =
                job == null || job.subscription().ended() ? null : job.matches().next();
        if (job == null || next == null) {
            owed.jobs.poll();
            owed.finishedThrough = job == null ? 0 : job.subscription().since;
            if (owed.isDone()) {
                exchanges.noteProgress(session);
            }
            return;
        }
        Subscription subscription = job.subscription();
        boolean comesAsMessage = next.sequence() > job.since() && next.names(subscription.filterId);
        Given given = new Given(subscription.filterId, next.sequence());
        boolean own = subscription.noLocal()
                && next.message().publisher().equals(session.stored.clientId);
        if (sending.isExpired(next.message())) {
            counters.dropped(DropReason.EXPIRED);
        } else if (!comesAsMessage && !own && !owed.given.remove(given)) {
            if (next.message().qos().min(subscription.maximumQos()) == Qos.EXACTLY_ONCE) {
                giveAsRecord(session, next, subscription);
            } else {
                send(session, next, subscription, 0);
            }
        }
    }

    /** Exactly once, which the journal remembers. */
    private void giveAsRecord(Session session, Retained retained, Subscription subscription) {
        session.givenOnTheirWay++;
        addressed.await(session);
        batches.addGiven(session.stored, subscription.filterId, retained);
    }

    private void send(Session session, Retained retained, Subscription subscription, int idBefore) {
        sending.describe(subscription);
        Message message = retained.message();
        Qos qos = message.qos().min(subscription.maximumQos());
        StoredSession.RetainedDelivery owed = session.stored.retained;
        int id = idBefore != 0 || qos == Qos.AT_MOST_ONCE ? idBefore : owed.nextId();
        if (id != 0) {
            owed.open.put(id, new RetainedJob.Sent(id, retained, subscription));
        }
        boolean taken = sending.send(session, message, retained.sequence(), qos, id, idBefore != 0);
        if (!taken && id != 0) {
            owed.open.remove(id);
        }
        session.countOthers();
    }
}
