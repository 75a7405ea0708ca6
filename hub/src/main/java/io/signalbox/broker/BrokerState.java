package io.signalbox.broker;

import io.signalbox.broker.StoredSession.RetainedDelivery.Given;
import io.signalbox.bytes.ByteReader;
import io.signalbox.bytes.ByteWriter;
import io.signalbox.bytes.MalformedBytes;
import io.signalbox.journal.Entry;
import io.signalbox.journal.Fold;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the journal says about the broker: filters, sessions, retained messages. The broker starts
 * from it, and snapshots of it keep the start short; while the broker runs nobody needs it.
 */
final class BrokerState implements Fold {
    /** The texts of filters that came by, so that those who use one share it. */
    private final IntMap<String> filters = new IntMap<>();

    final Map<String, StoredSession> sessions = new HashMap<>();
    final RetainedTree retained = new RetainedTree();
    final Leases leases = new Leases();

    /** Not all is in here: retained messages that ended are kept as {@link #ENDED}. */
    private final boolean partial;

    /** The form of a retained message that is no more. */
    private static final byte[] ENDED = {};

    /** The last record in here. */
    long sequence;

    /** TICK records so far: a second each, and blind to what the wall clock does. */
    long ticks;

    /** The greatest filter number ever given. */
    int lastFilterId;

    private long timeMillis;

    BrokerState() {
        this(false);
    }

    private BrokerState(boolean partial) {
        this.partial = partial;
    }

    /** The state before some records of what these touch, and of nothing else. */
    static BrokerState partial() {
        return new BrokerState(true);
    }

    @Override
    public void apply(Entry entry) {
        sequence = entry.sequence();
        timeMillis = entry.timeMillis();
        switch (entry.type()) {
            case PUBLISH -> {
                if (PublishRecord.retained(entry.flags())) {
                    retain(PublishRecord.readRetained(entry));
                }
                PublishRecord.applyTaken(entry, this);
            }
            case TICK -> ticks++;
            case FILTER -> {
                ByteReader in = entry.body();
                name(SubscriptionRecord.filterId(in), in.string());
            }
            case SESSION -> SessionRecord.apply(entry.body(), sequence, this);
            case SUBSCRIPTION -> SubscriptionRecord.apply(entry.body(), sequence, this);
            case CURSOR -> CursorRecord.apply(entry.body(), this);
            case EXCHANGE -> ExchangeRecord.apply(entry.body(), this);
            case LEASE -> LeaseRecord.apply(entry, this);
            case GIVEN -> GivenRecord.apply(entry, this);
            case DECLARATION, DEVICE, CLAIM, COMMAND, ALARM, TRACE, NOTICE, IMPORT, TELL, KEY -> {}
        }
    }

    /** The client of the one session whose state the record changes, if there is one. */
    static @Nullable String touches(Entry entry) {
        ByteReader in = entry.body();
        return switch (entry.type()) {
            case CURSOR, GIVEN -> in.string();
            case SESSION, SUBSCRIPTION -> {
                in.u8();
                yield in.string();
            }
            case EXCHANGE -> in.u8() == ExchangeRecord.GROUP_AT ? null : in.string();
            case PUBLISH -> PublishRecord.takenFrom(entry);
            case TICK,
                    FILTER,
                    LEASE,
                    DECLARATION,
                    DEVICE,
                    CLAIM,
                    COMMAND,
                    ALARM,
                    TRACE,
                    NOTICE,
                    IMPORT,
                    TELL,
                    KEY -> null;
        };
    }

    /** Notes the number of a filter; returns its text, one object for all that use it. */
    String name(int id, String text) {
        lastFilterId = Math.max(lastFilterId, id);
        String before = filters.get(id);
        if (before != null && before.equals(text)) {
            return before;
        }
        filters.put(id, text);
        return text;
    }

    private void retain(Retained message) {
        if (partial && message.message().payload().length == 0) {
            retained.put(message.message().topic(), ENDED);
        } else {
            RetainedMessages.put(retained, message);
        }
    }

    StoredSession session(String clientId) {
        StoredSession found = sessions.get(clientId);
        if (found == null) {
            throw new MalformedBytes("expected a session of client '" + clientId
                    + "' before record " + sequence + ", found none");
        }
        return found;
    }

    /** Writes all that somebody can ask for still. */
    void write(StateParts.Output out) throws IOException {
        BitSet used = new BitSet();
        addFilters(used);
        writeHead(out, used);
        writeSessions(out);
        writeRetained(out);
    }

    /** Adds the numbers of the filters that the sessions in here have. */
    void addFilters(BitSet used) {
        sessions.values().forEach(s -> s.subscriptions.forEach(sub -> used.set(sub.filterId)));
    }

    /** Writes what is neither of one session nor of one topic. */
    void writeHead(StateParts.Output out, BitSet usedFilters) throws IOException {
        ByteWriter body = new ByteWriter();
        body.varint(sequence).varint(ticks).varint(lastFilterId).varint(timeMillis);
        out.add(StateParts.NUMBERS, body);
        leases.write(body.clear(), usedFilters);
        out.add(StateParts.GROUPS, body);
    }

    void writeSessions(StateParts.Output out) throws IOException {
        ByteWriter body = new ByteWriter();
        for (StoredSession session : sessions.values()) {
            writeSession(body.clear(), session);
            out.add(StateParts.SESSION, body);
        }
    }

    void writeRetained(StateParts.Output out) throws IOException {
        ByteWriter body = new ByteWriter();
        RetainedMatches all = retained.everything();
        LevelTree.Level<byte[]> level;
        while ((level = all.nextLevel()) != null) {
            byte[] form = level.here;
            if (form == null || form.length == 0) {
                continue;
            }
            if (!RetainedForm.isExpired(new ByteReader(form), timeMillis)) {
                out.add(StateParts.RETAINED, body.clear().string(level.path()).bytes(form));
            }
        }
    }

    static BrokerState read(StateParts.Input in) throws IOException {
        BrokerState state = new BrokerState();
        while (in.next()) {
            state.read(in.kind(), in.body());
        }
        return state;
    }

    void read(int kind, ByteReader in) {
        switch (kind) {
            case StateParts.NUMBERS -> {
                sequence = in.varint();
                ticks = in.varint();
                lastFilterId = in.count();
                timeMillis = in.varint();
            }
            case StateParts.GROUPS -> leases.read(in);
            case StateParts.SESSION -> readSession(in);
            case StateParts.RETAINED -> retained.put(in.string(), in.bytes(in.remaining()));
            default ->
                throw new MalformedBytes("expected a part of kind 1 to 4, found kind " + kind);
        }
    }

    /** Filters in the order of their numbers, so that equal states are equal bytes. */
    private static void writeSession(ByteWriter out, StoredSession session) {
        out.string(session.clientId).varint(session.subscriptions.size());
        List<Subscription> all = session.all();
        all.sort(Comparator.comparingInt(newest -> newest.filterId));
        all.forEach(newest -> out.varint(newest.filterId));
        out.varint(session.expirySeconds);
        out.u8(session.connected ? 1 : 0).varint(session.leftAtTick);
        SessionRecord.writeWill(out, session.will);
        CursorRecord.writeCursor(out, session);
        session.writeTaken(out);
        out.varint(session.retained.given.size());
        session.retained.given.forEach(g -> out.varint(g.filterId()).varint(g.sequence()));
        for (Subscription newest : all) {
            int epochs = 0;
            for (Subscription s = newest; s != null; s = s.older) {
                epochs++;
            }
            out.string(newest.filter).varint(epochs);
            for (Subscription s = newest; s != null; s = s.older) {
                out.u8(s.options).varint(s.identifier).varint(s.since).varint(s.until);
            }
        }
    }

    /** Adds the numbers of the filters that a stored session has, behind its client id. */
    static void readFilters(ByteReader in, BitSet used) {
        for (int count = in.count(); count > 0; count--) {
            used.set(in.count());
        }
    }

    private void readSession(ByteReader in) {
        StoredSession session = new StoredSession(in.string());
        int[] filterIds = new int[in.count(1)];
        for (int i = 0; i < filterIds.length; i++) {
            filterIds[i] = SubscriptionRecord.filterId(in);
        }
        session.recorded = true;
        session.expirySeconds = in.varint();
        session.connected = in.u8() == 1;
        session.leftAtTick = in.varint();
        session.will = SessionRecord.readWill(in);
        CursorRecord.readCursor(in, session);
        session.readTaken(in);
        for (int count = in.count(); count > 0; count--) {
            session.owed().given.add(new Given(in.count(), in.varint()));
        }
        for (int filterId : filterIds) {
            readSubscriptions(in, session, filterId);
        }
        session.rests();
        sessions.put(session.clientId, session);
    }

    private void readSubscriptions(ByteReader in, StoredSession session, int filterId) {
        String filter = name(filterId, in.string());
        Subscription[] epochs = new Subscription[in.count(1)];
        for (int i = 0; i < epochs.length; i++) {
            epochs[i] =
                    new Subscription(filterId, filter, SubscriptionRecord.options(in), in.count());
            epochs[i].since = in.varint();
            epochs[i].until = in.varint();
        }
        for (int i = epochs.length - 1; i >= 0; i--) {
            session.add(epochs[i]);
            session.active -= epochs[i].ended() ? 1 : 0;
        }
    }

    /** Whether a retained message of this topic, behind it, is as it was and not expired. */
    boolean isUntouched(String topic, ByteReader form) {
        return !retained.has(topic) && !RetainedForm.isExpired(form, timeMillis);
    }
}
