package io.signalbox.broker;

import io.signalbox.journal.Needs;
import io.signalbox.journal.RecordBatch;

import org.jspecify.annotations.Nullable;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Finds out what all sessions and groups need of the journal, wherever they are: with a loop, at
 * rest, or on their way between them.
 *
 * <p>None is missed. First every loop does something, so that from then on each notes the sessions
 * that leave it or come to it, and those on their way before are in front of whatever it does later.
 * Then those at rest are looked at, then each loop's own, then what was noted. A session that did
 * not move is found where it is, one that did in the notes. One that ended is needed until that is
 * durable: after a power failure it is there again.
 */
final class SessionNeeds {
    private static final Logger LOG = System.getLogger(SessionNeeds.class.getName());
    private static final int PATIENCE_SECONDS = 5;

    /** A session that rested and ends, and the records that say so. */
    private record Ending(StoredSession session, RecordBatch records) {
        boolean isDurable() {
            return records.firstSequence() != 0;
        }
    }

    private volatile boolean watching;

    /** Of the sessions that moved; guarded by this. */
    private Needs moved = new Needs();

    private long before;

    /** In the order in which the journal gets them; guarded by this. */
    private final ArrayDeque<Ending> endings = new ArrayDeque<>();

    /**
     * What is needed of the records before this one; empty if a loop does not answer. Not for event
     * loops. Of what is needed from a later record on only the lowest is known.
     */
    Optional<Needs> collect(BrokerLoop[] loops, Directory directory, long beforeSequence) {
        synchronized (this) {
            before = beforeSequence;
            moved = new Needs();
        }
        watching = true;
        try {
            if (ask(loops, loop -> new Needs()) == null) {
                return Optional.empty();
            }
            Needs all = new Needs();
            directory.forEachResting(session -> need(session, session.low + 1, before, all));
            List<Needs> answers = ask(loops, loop -> loop.needs(beforeSequence));
            if (answers == null) {
                return Optional.empty();
            }
            answers.forEach(all::add);
            synchronized (this) {
                all.add(moved);
                forgetDurable();
                endings.forEach(each -> need(each.session, each.session.low + 1, before, all));
            }
            return Optional.of(all);
        } finally {
            watching = false;
        }
    }

    private interface Question {
        Needs answer(BrokerLoop loop);
    }

    private static @Nullable List<Needs> ask(BrokerLoop[] loops, Question question) {
        List<CompletableFuture<Needs>> answers = new ArrayList<>();
        for (BrokerLoop loop : loops) {
            CompletableFuture<Needs> answer = new CompletableFuture<>();
            answers.add(answer);
            loop.execute(() -> answer.complete(question.answer(loop)));
        }
        try {
            CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
                    .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        } catch (ExecutionException | TimeoutException e) {
            LOG.log(
                    Level.WARNING,
                    "expected an answer of every event loop within " + PATIENCE_SECONDS
                            + " s, found none of one; the journal lets go of nothing in this round",
                    e);
            return null;
        }
        return answers.stream().map(CompletableFuture::join).toList();
    }

    /** A session comes to a loop or leaves it; said by whoever has it. */
    void moves(@Nullable StoredSession session) {
        if (watching && session != null) {
            synchronized (this) {
                need(session, session.low + 1, before, moved);
            }
        }
    }

    /** A session that rests ends with these records; to be said before it is gone from there. */
    synchronized void ends(StoredSession session, RecordBatch records) {
        forgetDurable();
        endings.add(new Ending(session, records));
    }

    private void forgetDurable() {
        while (!endings.isEmpty() && endings.peek().isDurable()) {
            endings.remove();
        }
    }

    /** What a session needs from this record on, which is the first after its durable cursor. */
    static void need(StoredSession session, long from, long before, Needs needs) {
        if (from >= before) {
            needs.needAllFrom(from);
            return;
        }
        needs.need(LateKeys.ofClient(session.clientId), from);
        session.subscriptions.forEach(newest -> {
            long since = Subscription.NEVER;
            for (Subscription s = newest; s != null; s = s.older) {
                since = Math.min(since, s.since);
            }
            if (!newest.shared && since != Subscription.NEVER) {
                needs.need(newest.filterId, Math.max(from, since + 1));
            }
        });
    }
}
