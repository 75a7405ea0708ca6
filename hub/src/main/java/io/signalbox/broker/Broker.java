package io.signalbox.broker;

import io.signalbox.bytes.ByteWriter;
import io.signalbox.effect.Cause;
import io.signalbox.journal.Journal;
import io.signalbox.journal.Needs;
import io.signalbox.journal.RecordBatch;
import io.signalbox.journal.RecordType;
import io.signalbox.journal.Snapshots;
import io.signalbox.message.Message;
import io.signalbox.message.Qos;
import io.signalbox.message.Topic;
import io.signalbox.time.Clock;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/**
 * Takes messages, journals them with the filters they match, and gives them to the sessions that
 * subscribed, each in the order of the journal.
 *
 * <p>Opened on a journal; then the loops are added, then it starts. Sessions are reached through
 * their {@link BrokerLoop}; what is here may be called from any thread.
 */
public final class Broker {
    /** Loops that one broker can have: they are bits of a long. */
    public static final int MAX_LOOPS = 64;

    private static final long PURGE_TICKS = 60;

    /** Retained messages that are looked at, whether they have expired, each second. */
    private static final int PURGED_PER_SECOND = 4096;

    /** Sessions whose time has come that are dealt with at once; the others wait for the next. */
    private static final int DUE_PER_TICK = 256;

    private final Shared shared;
    private final BrokerSnapshots snapshots;
    private final SessionQuotas quotas;
    private final List<BrokerLoop> loops = new ArrayList<>();
    private final long recoveredThrough;
    private final List<StoredSession> interrupted;
    private @Nullable Leases leases;
    private volatile BrokerLoop[] started = {};

    /** As the journal announced it: by then the batches up to there know their sequences. */
    private final AtomicLong announced;

    private long sweeps;

    /** No session needs a record before this. */
    private volatile long sessionsNeedFrom;

    private Broker(
            Shared shared,
            BrokerSnapshots snapshots,
            BrokerState state,
            List<StoredSession> interrupted) {
        this.shared = shared;
        this.snapshots = snapshots;
        this.quotas = new SessionQuotas(shared);
        this.recoveredThrough = state.sequence;
        this.leases = state.leases;
        this.interrupted = interrupted;
        this.announced = new AtomicLong(recoveredThrough);
    }

    /** What {@code wanted} says has changed; from the next message on it is asked anew. */
    public void wantedChanged() {
        shared.tree().wantedChanged();
    }

    /** The same with {@link Quotas#DEFAULT}. */
    public static Broker open(
            Journal journal,
            Snapshots snapshots,
            Clock clock,
            BrokerLimits limits,
            Predicate<String> wanted) {
        return open(journal, snapshots, clock, limits, Quotas.DEFAULT, wanted);
    }

    /**
     * Takes up what the journal says; reads from the latest snapshot on.
     *
     * @param wanted topics whose messages go into the journal at every quality of service, because
     *     the folds want them
     * @throws io.signalbox.bytes.MalformedBytes when a record is not what this version writes
     */
    public static Broker open(
            Journal journal,
            Snapshots snapshots,
            Clock clock,
            BrokerLimits limits,
            Quotas quotas,
            Predicate<String> wanted) {
        BrokerSnapshots own = new BrokerSnapshots(
                journal, snapshots, limits.snapshotBytes(), NextSnapshot.MOST_TOUCHED);
        BrokerState state = own.restore();
        TopicTree tree = new TopicTree(wanted);
        Shared shared = new Shared(
                journal,
                clock,
                limits,
                quotas,
                new Admission(),
                tree,
                new OutsidePublishes(tree),
                new RetainedMessages(journal, state.retained, state.sequence),
                new Directory(),
                new Groups(),
                new SessionNeeds(),
                new Counters());
        List<StoredSession> interrupted = Restart.restore(state, shared);
        return new Broker(shared, own, state, interrupted);
    }

    /** Adds an event loop; before {@link #start}. Its executor runs one task at a time, in order. */
    public BrokerLoop addLoop(Executor executor) {
        if (started.length > 0 || loops.size() == MAX_LOOPS) {
            throw new IllegalStateException(
                    "loops are added before the start, " + MAX_LOOPS + " at most");
        }
        BrokerLoop loop = new BrokerLoop(loops.size(), executor, this, shared, recoveredThrough);
        loops.add(loop);
        return loop;
    }

    /** Deals with what the last run left open, then serves. */
    public void start() {
        started = loops.toArray(BrokerLoop[]::new);
        restoreGroups();
        Restart.leave(interrupted, shared);
        interrupted.clear();
        shared.journal().onCommit((_, through, _) -> {
            announced.accumulateAndGet(through, Math::max);
            for (BrokerLoop loop : started) {
                loop.committed();
            }
        });
        announced.accumulateAndGet(shared.journal().committed(), Math::max);
        for (BrokerLoop loop : started) {
            loop.wake();
        }
    }

    private void restoreGroups() {
        Leases from = leases;
        leases = null;
        if (from == null) {
            return;
        }
        shared.groups().restoreRegiven(from.regiven());
        for (Filter filter : shared.tree().sharedFilters()) {
            Group group = groupOf(filter.id);
            group.loop.execute(() ->
                    group.restore(from.at(filter.id, recoveredThrough), from.returned(filter.id)));
        }
    }

    /** The group of a shared filter, which is there from now on. */
    Group groupOf(int filterId) {
        return shared.groups().of(filterId, started);
    }

    /**
     * Publishes a message of the hub's own; returns when it is durable. Not for event loops.
     *
     * @return the sequence of its record, 0 if it needed none
     */
    public long publish(Message message) {
        return publish(new RecordBatch(), message);
    }

    /** The same behind the records of a batch: after a crash all of them are there, or none. */
    public long publish(RecordBatch batch, Message message) {
        check(message);
        shared.counters().received.increment();
        try {
            Matches matches = shared.outside().match(batch, message);
            if (batch.count() == 0 && goesDirectly(message, matches)) {
                offerToOthers(null, message, matches);
                shared.offerToGroups(message, matches);
                return 0;
            }
            add(batch, message, matches, null);
            return shared.journal().append(batch);
        } finally {
            shared.outside().close(batch);
        }
    }

    /**
     * Adds a message that a fold publishes to a batch that the caller submits, soon: until then new
     * subscribers wait. A batch that got a message is not to be {@linkplain RecordBatch#clear used
     * again}.
     */
    public void addPublish(RecordBatch batch, Message message, Cause cause) {
        check(message);
        shared.counters().received.increment();
        add(batch, message, shared.outside().match(batch, message), cause);
    }

    /** Gives a message of the hub's own to those who are here; it is stored nowhere. */
    public void offer(Message message) {
        Matches matches = shared.tree().match(message.topic());
        offerToOthers(null, message, matches);
        shared.offerToGroups(message, matches);
    }

    private static void check(Message message) {
        if (!Topic.isName(message.topic())) {
            throw new IllegalArgumentException("expected a topic without wildcards and of at most "
                    + Topic.MAX_LEVELS + " levels, found '" + message.topic() + "'");
        }
    }

    private static void add(
            RecordBatch batch, Message message, Matches matches, @Nullable Cause cause) {
        ByteWriter body = new ByteWriter(128 + message.payload().length);
        int filters = matches.ids().length;
        int flags = PublishRecord.write(body, cause, matches.ids(), filters, message);
        int concerned = PublishRecord.concerns(flags, filters, message.topic());
        batch.add(RecordType.PUBLISH, concerned, flags, message.receivedMillis(), body);
    }

    /** True if the message does not go through the journal. */
    static boolean goesDirectly(Message message, Matches matches) {
        return message.qos() == Qos.AT_MOST_ONCE && !message.retain() && !matches.wanted();
    }

    static PublishOutcome outcome(Matches matches) {
        return matches.ids().length == 0 && !matches.wanted()
                ? PublishOutcome.NO_SUBSCRIBERS
                : PublishOutcome.ACCEPTED;
    }

    /** Gives a message that is not journaled to the loops, but for {@code own}, that want it. */
    void offerToOthers(@Nullable BrokerLoop own, Message message, Matches matches) {
        long wanting = 0;
        for (Filter filter : matches.filters()) {
            wanting |= filter.loops();
        }
        if (own != null) {
            wanting &= ~(1L << own.number);
        }
        BrokerLoop[] all = started;
        while (wanting != 0) {
            int number = Long.numberOfTrailingZeros(wanting);
            wanting &= wanting - 1;
            if (!all[number].offer(message, matches)) {
                shared.counters().dropped(DropReason.LOOP_BUSY);
            }
        }
    }

    /** Every record up to this one is durable, and every batch with one knows its sequence. */
    long announced() {
        return announced.get();
    }

    /** On the thread of {@code own}: see {@link Quiescence}. */
    void whenQuiescent(BrokerLoop own, Runnable then) {
        Quiescence.await(own, started, shared.outside(), then);
    }

    /** Why a publish is not taken; null if it is. */
    public @Nullable PublishOutcome refusal(Message message) {
        String topic = message.topic();
        if (!Topic.isName(topic)) {
            return PublishOutcome.TOPIC_INVALID;
        }
        if (topic.charAt(0) == '$') {
            return PublishOutcome.NOT_AUTHORIZED;
        }
        if (shared.admission().lacksRoomFor(message)) {
            return PublishOutcome.DISK_FULL;
        }
        boolean adds = message.retain() && message.payload().length > 0;
        return adds && retainedIsFull(message) ? PublishOutcome.QUOTA_EXCEEDED : null;
    }

    private boolean retainedIsFull(Message message) {
        RetainedMessages retained = shared.retained();
        retained.advance(shared.journal().committed());
        boolean isNew = !retained.has(message.topic());
        return (isNew && shared.admission().memoryShort())
                || (isNew && retained.size() >= shared.limits().retainedMessages())
                || retained.bytesWith(message) > shared.quotas().retainedBytes();
    }

    /** By how much the slowest loop was late since this was last asked for; by one caller. */
    public long takeLoopLagNanos() {
        long now = shared.clock().nanos();
        long most = 0;
        for (BrokerLoop loop : started) {
            most = Math.max(most, loop.lag().take(now));
        }
        return most;
    }

    /** What is taken in at the moment. */
    public Admission admission() {
        return shared.admission();
    }

    /** At every tick, on the first loop's thread: ends sessions and publishes wills, a few. */
    void lookAtDeadlines() {
        shared.directory()
                .due(shared.clock().nanos(), DUE_PER_TICK, session -> Restart.due(session, shared));
    }

    /** Once a second, on the first loop's thread: what belongs to no loop. */
    void keepHouse() {
        shared.retained().advance(shared.journal().committed());
        shared.retained().purge(shared.clock().millis(), PURGED_PER_SECOND);
        if (++sweeps % PURGE_TICKS == 0) {
            shared.groups().forgetBefore(sessionsNeedFrom);
        }
        snapshots.makeIfDue();
    }

    /** Drops what is too much or too old for a session; now and then, and not on a loop. */
    public void enforceQuotas() {
        quotas.enforce();
    }

    SessionQuotas quotas() {
        return quotas;
    }

    BrokerSnapshots snapshots() {
        return snapshots;
    }

    /** From this record on the journal must be whole: a start, or a loop, may read all of it. */
    public long neededFrom() {
        long lowest = Math.min(snapshots.neededFrom(), shared.retained().position() + 1);
        lowest = Math.min(lowest, quotas.neededFrom());
        for (BrokerLoop loop : started) {
            lowest = Math.min(lowest, loop.neededFrom());
        }
        return lowest;
    }

    /**
     * What sessions need of the records before this one; empty if that is not to be had now. Waits
     * for the loops: not to be called on one of them.
     */
    public synchronized Optional<Needs> sessionNeeds(long beforeSequence) {
        Optional<Needs> needs = shared.needs().collect(started, shared.directory(), beforeSequence);
        needs.ifPresent(all -> sessionsNeedFrom = Math.min(all.lowest(), announced()));
        return needs;
    }

    /** This client is connected now. */
    public boolean isAttached(String clientId) {
        return shared.directory().isAttached(clientId);
    }

    /** This client has a session, connected or not. */
    public boolean hasSession(String clientId) {
        return shared.directory().knows(clientId);
    }

    public BrokerStatus status() {
        Counters counters = shared.counters();
        return new BrokerStatus(
                counters.attached.intValue(),
                shared.directory().resting(),
                shared.tree().size(),
                shared.retained().size(),
                shared.retained().bytes(),
                counters.received.sum(),
                counters.delivered.sum(),
                counters.acknowledged.sum(),
                counters.dropped());
    }

    /**
     * Closes all connections, publishes their wills as due, and returns when that is durable. The
     * loops must still run; the journal is closed after.
     */
    public void stop() {
        List<CompletableFuture<Void>> stopping = new ArrayList<>();
        for (BrokerLoop loop : started) {
            stopping.add(loop.stop());
        }
        stopping.forEach(CompletableFuture::join);
        snapshots.stop();
        shared.retained().close();
    }
}
