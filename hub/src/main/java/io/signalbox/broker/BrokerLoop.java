package io.signalbox.broker;

import io.signalbox.broker.LoopBatches.Answer;
import io.signalbox.journal.Journal;
import io.signalbox.journal.Needs;
import io.signalbox.journal.RecordType;
import io.signalbox.message.Message;
import io.signalbox.message.Qos;

import org.jspecify.annotations.Nullable;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What the broker keeps for one event loop: the sessions of its connections. Every public method is
 * called on the loop's own thread.
 *
 * <p>What connections ask for is gathered and handed to the journal by {@link #flush}. After each
 * commit the loop is woken once: it answers what became durable, walks along the new records and
 * gives them to its live sessions, and gives the late ones a turn.
 *
 * <p>Longer than 400 lines because it is the one door of a loop: each call of a connection, and each
 * wake, begins here; the work itself lies in the classes beside it.
 */
public final class BrokerLoop {
    /** For {@link #disconnected}: the session keeps the expiry of its CONNECT. */
    public static final long SAME_EXPIRY = -1;

    private static final long SWEEP_NANOS = 1_000_000_000L;

    private static final Logger LOG = System.getLogger(BrokerLoop.class.getName());

    final int number;
    private final Executor executor;
    private final Broker broker;
    private final Shared shared;
    private final LoopBatches batches;
    private final Exchanges exchanges;
    private final Outlet outlet;
    private final Cursors cursors;
    private final Tail tail;
    private final MatchCache cache;
    private final Attaching attaching;
    private final Subscribing subscribing;
    private final Inbox inbox;
    private final AtomicBoolean awake = new AtomicBoolean();
    private final List<Attachment> touched = new ArrayList<>();
    private final List<Quiescence> waiting = new ArrayList<>();
    private final ArrayDeque<Attachment> paused = new ArrayDeque<>();
    private final ArrayDeque<Group> groupsReady = new ArrayDeque<>();
    private final LoopLag lag;
    private long sweepNanos;
    private boolean stopping;

    /** There is more in the journal than was given to sessions so far. */
    private boolean behind;

    private volatile long neededFrom;

    /** Nobody is here, and no commit brings anything: its ticks are enough for this loop. */
    private volatile boolean rests;

    BrokerLoop(int number, Executor executor, Broker broker, Shared shared, long position) {
        this.number = number;
        this.executor = executor;
        this.broker = broker;
        this.shared = shared;
        Journal journal = shared.journal();
        this.batches = new LoopBatches(journal);
        this.exchanges = new Exchanges(batches, shared.clock());
        this.outlet = new Outlet(shared, batches, exchanges, position);
        this.cursors = new Cursors(batches, exchanges, outlet, shared.clock());
        this.tail = new Tail(number, journal, outlet, shared.counters());
        this.cache = new MatchCache(shared.tree(), shared.limits().cachedTopics());
        this.attaching = new Attaching(this, shared, batches, outlet, tail);
        this.subscribing = new Subscribing(this, broker, shared, batches, outlet, tail);
        this.inbox = new Inbox(shared.limits().inboxMessages());
        this.neededFrom = position + 1;
        this.sweepNanos = shared.clock().nanos();
        this.lag = new LoopLag(sweepNanos);
    }

    /**
     * Attaches a connection to its session; {@link Connection#connected} follows once the session
     * is durable, or {@link Connection#close} if the will is refused or another takes the session
     * over first. Nothing else may be called for the attachment before, but {@link #disconnected}.
     */
    public Attachment connect(ConnectRequest request, Connection connection) {
        Attachment attachment = new Attachment(this, request, connection);
        Refusal refusal = refusal(request);
        if (refusal == null) {
            attaching.connect(attachment);
        } else {
            attachment.closed = true;
            connection.close(refusal.reason(), refusal.words());
        }
        return attachment;
    }

    private @Nullable Refusal refusal(ConnectRequest request) {
        if (stopping) {
            return Refusal.STOPPING;
        }
        Admission admission = shared.admission();
        if (admission.shedsConnections()) {
            return Refusal.BUSY;
        }
        Will will = request.will();
        boolean stores = request.sessionExpirySeconds() > 0 || will != null;
        if (stores && !shared.directory().knows(request.clientId())) {
            if (admission.diskFull()) {
                return Refusal.DISK_FULL;
            }
            if (shared.directory().size() >= shared.quotas().sessions()) {
                return Refusal.sessions(shared.quotas().sessions());
            }
        }
        PublishOutcome outcome = will == null ? null : broker.refusal(will.message());
        return outcome == null ? null : Wills.refusal(outcome);
    }

    /**
     * Takes a publish. When its record is durable, {@link Connection#published} follows at QoS 1,
     * {@link Connection#taken} at QoS 2, there also for one that was taken before.
     *
     * @param packetId 0 at QoS 0
     */
    public void publish(Attachment from, Message message, int packetId) {
        if (from.closed) {
            return;
        }
        shared.counters().received.increment();
        Answer answer = message.qos() == Qos.EXACTLY_ONCE ? Answer.PUBREC : Answer.PUBACK;
        StoredSession taker = answer == Answer.PUBREC ? storedOf(from) : null;
        if (taker != null && taker.hasTaken(packetId)) {
            batches.answer(from, answer, packetId);
            return;
        }
        if (shared.admission().sheds(message)) {
            shared.counters().dropped(DropReason.OVERLOADED);
            return;
        }
        PublishOutcome refusal = broker.refusal(message);
        if (refusal != null) {
            shared.counters().dropped(DropReason.of(refusal));
            if (packetId != 0) {
                batches.answer(from, answer, packetId, refusal);
            }
            return;
        }
        Matches matches = cache.match(message.topic());
        boolean direct = Broker.goesDirectly(message, matches);
        if (direct && !overtakes(from)) {
            tail.giveDirect(message, matches);
            broker.offerToOthers(this, message, matches);
            shared.offerToGroups(message, matches);
            return;
        }
        if (packetId == 0 && !message.retain() && shared.admission().diskFull()) {
            shared.counters().dropped(DropReason.DISK_FULL);
            return;
        }
        if (taker != null) {
            taker.take(packetId);
        }
        if (message.qos() == Qos.AT_MOST_ONCE) {
            from.journaledIn = batches.number();
        }
        batches.addPublish(message, matches, taker != null && taker.recorded ? packetId : 0);
        if (packetId != 0) {
            batches.answer(from, answer, packetId, Broker.outcome(matches));
        }
        if (batches.isFull()) {
            submit();
        }
    }

    /** True if what goes past the journal comes before what went into it [MQTT-4.6.0-5]. */
    private boolean overtakes(Attachment from) {
        return from.journaledIn > 0 && (behind || !batches.isResolved(from.journaledIn));
    }

    private static @Nullable StoredSession storedOf(Attachment attachment) {
        Session session = attachment.session;
        return session == null ? null : session.stored;
    }

    /**
     * PUBREL of the client: the packet id of its publish of QoS 2 is free again, and {@link
     * Connection#completed} follows when that is durable, also if it is said again meanwhile.
     */
    public void pubrel(Attachment attachment, int packetId) {
        Session session = sessionOf(attachment);
        if (session == null) {
            return;
        }
        if (!session.stored.hasTaken(packetId)) {
            batches.answer(attachment, Answer.PUBCOMP_UNKNOWN, packetId);
            return;
        }
        session.stored.releaseTaken(packetId);
        if (session.stored.recorded) {
            ExchangeRecord.write(batches.body(), ExchangeRecord.RELEASED, session.stored, packetId);
            batches.add(RecordType.EXCHANGE, shared.clock().millis());
        }
        batches.answer(attachment, Answer.PUBCOMP, packetId);
    }

    /**
     * Subscribes; {@link Connection#subscribed} follows once that is durable and every publish
     * from now on, on whatever loop, will find the subscription. More filters than {@link
     * BrokerLimits#filtersPerPacket} end the connection.
     *
     * @param subscriptionId 1 to 268,435,455, or 0 for none [MQTT5 3.8.2.1.2]
     */
    public void subscribe(
            Attachment attachment,
            int packetId,
            List<SubscribeRequest> requests,
            int subscriptionId) {
        Session session = sessionOf(attachment);
        if (session != null && !tooMany(attachment, requests.size())) {
            subscribing.subscribe(session, packetId, requests, subscriptionId);
        }
    }

    /** Ends subscriptions; {@link Connection#unsubscribed} follows once that is durable. */
    public void unsubscribe(Attachment attachment, int packetId, List<String> filters) {
        Session session = sessionOf(attachment);
        if (session != null && !tooMany(attachment, filters.size())) {
            subscribing.unsubscribe(session, packetId, filters);
        }
    }

    private boolean tooMany(Attachment attachment, int filters) {
        int most = shared.limits().filtersPerPacket();
        if (filters > most) {
            drop(attachment, Refusal.filters(most, filters));
            return true;
        }
        return false;
    }

    private static @Nullable Session sessionOf(Attachment attachment) {
        Session session = attachment.session;
        return attachment.closed || session == null || !session.attached ? null : session;
    }

    /** PUBACK of the client, for a delivery of QoS 1. */
    public Acknowledged puback(Attachment attachment, int packetId) {
        Session session = sessionOf(attachment);
        if (session == null) {
            return Acknowledged.UNKNOWN;
        }
        Acknowledged answer = exchanges.acknowledge(session, packetId);
        if (answer == Acknowledged.OPEN) {
            done(session);
        }
        return answer;
    }

    /**
     * PUBREC of the client, for a delivery of QoS 2: {@link Connection#release} follows when that
     * is durable, also if it is said again. One that is refused is done.
     */
    public Acknowledged pubrec(Attachment attachment, int packetId, boolean refused) {
        Session session = sessionOf(attachment);
        if (session == null) {
            return Acknowledged.UNKNOWN;
        }
        Acknowledged answer = exchanges.received(session, packetId, refused);
        if (answer == Acknowledged.OPEN && refused) {
            done(session);
        }
        return answer;
    }

    /** PUBCOMP of the client: its delivery of QoS 2 is done. */
    public Acknowledged pubcomp(Attachment attachment, int packetId) {
        Session session = sessionOf(attachment);
        if (session == null) {
            return Acknowledged.UNKNOWN;
        }
        Acknowledged answer = exchanges.complete(session, packetId);
        if (answer == Acknowledged.OPEN) {
            done(session);
        }
        return answer;
    }

    private void done(Session session) {
        shared.counters().acknowledged.increment();
        exchanges.noteProgress(session);
        if (session.stored.recorded && ++session.unsavedAcks >= shared.limits().cursorAcks()) {
            cursors.save(session);
        }
        outlet.wake(session);
    }

    /** The connection takes deliveries again after it answered {@link Delivered#FULL}. */
    public void writable(Attachment attachment) {
        Session session = sessionOf(attachment);
        if (session != null) {
            session.writable = true;
            session.wakeGroups();
            outlet.wake(session);
            wake();
        }
    }

    /**
     * The connection is gone, or going: the session ends or waits for its client, the will is
     * published unless the reason forbids it.
     *
     * @param sessionExpirySeconds what a DISCONNECT said instead of the CONNECT, or {@link
     *     #SAME_EXPIRY}
     */
    public void disconnected(
            Attachment attachment, DisconnectReason reason, long sessionExpirySeconds) {
        attaching.disconnected(attachment, reason, sessionExpirySeconds);
    }

    /** Closes a connection from the broker's side. */
    void drop(Attachment attachment, Refusal refusal) {
        if (!attachment.closed) {
            attachment.connection.close(refusal.reason(), refusal.words());
            attaching.disconnected(attachment, refusal.reason(), SAME_EXPIRY);
        }
    }

    /**
     * Ends a batch of reads of one connection: hands what was gathered to the journal and flushes
     * connections that got something.
     *
     * @return false if the journal has more than it can store at once: stop reading from this
     *     connection until {@link Connection#resume}
     */
    public boolean flush(Attachment attachment) {
        finish();
        if (attachment.closed || !shared.journal().saturated()) {
            return true;
        }
        if (!attachment.paused) {
            attachment.paused = true;
            paused.add(attachment);
            wake();
        }
        return false;
    }

    /** Ends every run on the loop: late sessions get a turn, and nothing gathered stays behind. */
    private void finish() {
        boolean more = Groups.work(groupsReady);
        if (outlet.work() || more) {
            wake();
        }
        boolean rested = rests;
        // Before the journal can commit what is submitted now.
        rests = isLeftAlone();
        if (rested && !rests) {
            wake();
        }
        submit();
        flushTouched();
    }

    private boolean isLeftAlone() {
        return attaching.hasNobody()
                && tail.isForNobody()
                && batches.isIdle()
                && waiting.isEmpty()
                && paused.isEmpty();
    }

    /** Does what time asks for; to be called every 50 milliseconds or so, and cheap. */
    public void tick() {
        long now = shared.clock().nanos();
        lag.ticked(now);
        long latest = now - shared.limits().cursorMillis() * 1_000_000L / 2;
        cursors.saveBefore(latest);
        outlet.closeIdleReaders();
        waiting.removeIf(Quiescence::tryEnd);
        if (rests) {
            tail.walk(broker.announced());
        }
        if (number == 0) {
            broker.lookAtDeadlines();
        }
        if (now - sweepNanos >= SWEEP_NANOS) {
            sweepNanos = now;
            sweep();
            if (number == 0) {
                broker.keepHouse();
            }
        }
        finish();
    }

    /** Brings idle cursors up to date. */
    private void sweep() {
        for (Session session : attaching.sessions()) {
            broker.quotas().look(session);
            cursors.bringUpToDate(session);
        }
        for (Group group : tail.groups()) {
            cursors.bringUpToDate(group);
        }
        neededFrom = outlet.position + 1;
    }

    /** Of what waits for a late session it skips the oldest, once that is durable. */
    void skip(Session session, long through) {
        cursors.skip(session, through);
    }

    /** Runs on the loop's thread, and then whatever that made necessary. */
    void execute(Runnable task) {
        try {
            executor.execute(() -> {
                task.run();
                finish();
            });
        } catch (RejectedExecutionException e) {
            LOG.log(Level.DEBUG, "event loop {0} has ended", number);
        }
    }

    /** A group that this loop takes care of; made on any thread, used on this one alone. */
    Group newGroup(int filterId) {
        Group group = new Group(filterId, this, shared, batches, outlet);
        execute(() -> tail.add(group));
        return group;
    }

    void end(Group group) {
        execute(() -> {
            tail.remove(group);
            group.close();
        });
    }

    /** Groups that may be able to give something. */
    void ready(Group group) {
        groupsReady.add(group);
        wake();
    }

    /** A message of QoS 0 that its group gives to this session. */
    void giveDirect(Session session, Subscription subscription, Message message) {
        if (session.attached && !session.late) {
            session.match(subscription);
            session.matched = false;
            outlet.giveLive(session, message, 0);
        } else {
            shared.counters().dropped(DropReason.SUBSCRIBER_LATE);
        }
    }

    LoopLag lag() {
        return lag;
    }

    Attaching attaching() {
        return attaching;
    }

    Subscribing subscribing() {
        return subscribing;
    }

    /** Does something when everything is durable that was gathered here so far. */
    void whenDurable(Runnable action) {
        batches.then(sequence -> action.run());
    }

    /** To be looked at again after the next commit. */
    void waits(Quiescence quiescence) {
        waiting.add(quiescence);
    }

    /** What the sessions and groups that are here need of the records before this one. */
    Needs needs(long beforeSequence) {
        Needs needs = new Needs();
        needs.needAllFrom(outlet.position + 1);
        attaching.need(beforeSequence, needs);
        for (Group group : tail.groups()) {
            group.need(needs);
        }
        return needs;
    }

    /** This loop has not come by the records from this one on. */
    long neededFrom() {
        return neededFrom;
    }

    /** The connection may hold bytes to be flushed. */
    void touch(Attachment attachment) {
        if (!attachment.touched) {
            attachment.touched = true;
            touched.add(attachment);
        }
    }

    private void flushTouched() {
        for (int i = 0; i < touched.size(); i++) {
            Attachment attachment = touched.get(i);
            attachment.touched = false;
            if (!attachment.closed) {
                attachment.connection.flush();
            }
        }
        touched.clear();
    }

    /** Hands what was gathered to the journal. */
    void submit() {
        if (batches.submit()) {
            wake();
        }
    }

    /** A message that does not go through the journal; false if there are too many already. */
    boolean offer(Message message, Matches matches) {
        boolean taken = inbox.offer(message, matches, broker.announced());
        wake();
        return taken;
    }

    /** The journal has announced a commit; from its thread. */
    void committed() {
        if (!rests) {
            wake();
        }
    }

    /** Makes the loop look around soon; from any thread. */
    void wake() {
        if (!awake.get() && awake.compareAndSet(false, true)) {
            try {
                executor.execute(this::work);
            } catch (RejectedExecutionException e) {
                LOG.log(Level.DEBUG, "event loop {0} has ended", number);
            }
        }
    }

    private void work() {
        awake.set(false);
        long committed = broker.announced();
        batches.resolve(committed);
        waiting.removeIf(Quiescence::tryEnd);
        behind = inbox.drain(tail, committed) || tail.walk(committed);
        if (behind) {
            wake();
        }
        resume();
        finish();
    }

    private void resume() {
        if (!paused.isEmpty() && !shared.journal().saturated()) {
            Attachment attachment;
            while ((attachment = paused.poll()) != null) {
                attachment.paused = false;
                if (!attachment.closed) {
                    attachment.connection.resume();
                }
            }
        }
    }

    /** Ends all connections; done when all that they caused is durable. */
    CompletableFuture<Void> stop() {
        CompletableFuture<Void> stopped = new CompletableFuture<>();
        execute(() -> {
            stopping = true;
            attaching.closeAll();
            batches.then(sequence -> stopped.complete(null));
        });
        return stopped;
    }
}
