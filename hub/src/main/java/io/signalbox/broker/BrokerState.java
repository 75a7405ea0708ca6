package io.signalbox.broker;

import io.signalbox.broker.StoredSession.RetainedDelivery.Given;
import io.signalbox.bytes.ByteReader;
import io.signalbox.bytes.ByteWriter;
import io.signalbox.bytes.MalformedBytes;
import io.signalbox.journal.Entry;
import io.signalbox.journal.Fold;
import io.signalbox.message.Message;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What the journal says about the broker: filters, sessions, retained messages. The broker starts
 * from it, and snapshots of it keep the start short; while the broker runs nobody needs it.
 */
final class BrokerState implements Fold {
    private static final int FORMAT = 3;

    /** Names of the filters that sessions use, and of some that nobody uses any more. */
    private final Map<Integer, String> filters = new HashMap<>();

    final Map<String, StoredSession> sessions = new HashMap<>();
    final Map<String, Retained> retained = new HashMap<>();
    final Leases leases = new Leases();

    /** The last record in here. */
    long sequence;

    /** TICK records so far: a second each, and blind to what the wall clock does. */
    long ticks;

    /** The greatest filter number ever given. */
    int lastFilterId;

    private long timeMillis;

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
                name(in.count(), in.string());
            }
            case SESSION -> SessionRecord.apply(entry.body(), sequence, this);
            case SUBSCRIPTION -> SubscriptionRecord.apply(entry.body(), sequence, this);
            case CURSOR -> CursorRecord.apply(entry.body(), this);
            case EXCHANGE -> ExchangeRecord.apply(entry.body(), this);
            case LEASE -> LeaseRecord.apply(entry, this);
            case GIVEN -> GivenRecord.apply(entry, this);
            case DECLARATION, DEVICE, CLAIM, COMMAND, ALARM, TRACE -> {}
        }
    }

    /** Notes the number of a filter; returns its text, one object for all that use it. */
    String name(int id, String text) {
        lastFilterId = Math.max(lastFilterId, id);
        String before = filters.put(id, text);
        if (text.equals(before)) {
            filters.put(id, before);
            return before;
        }
        return text;
    }

    private void retain(Retained message) {
        if (message.message().payload().length == 0) {
            retained.remove(message.message().topic());
        } else {
            retained.put(message.message().topic(), message);
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

    private String filter(int id) {
        String text = filters.get(id);
        if (text == null) {
            throw new MalformedBytes("expected the name of filter " + id
                    + " in the state of record " + sequence + ", found none");
        }
        return text;
    }

    /** The form in which it is stored, without what nobody can ask for any more. */
    byte[] encode() {
        ByteWriter out = new ByteWriter(1 << 16);
        out.u8(FORMAT).varint(sequence).varint(ticks).varint(lastFilterId).varint(timeMillis);
        Set<Integer> used = new HashSet<>();
        sessions.values().forEach(s -> s.all().forEach(sub -> used.add(sub.filterId)));
        filters.keySet().retainAll(used);
        out.varint(filters.size());
        filters.forEach((id, text) -> out.varint(id).string(text));
        out.varint(sessions.size());
        sessions.values().forEach(s -> writeSession(out, s));
        retained.values().removeIf(r -> r.message().isExpired(timeMillis));
        out.varint(retained.size());
        retained.values().forEach(r -> writeRetained(out, r));
        leases.write(out, used);
        return out.toByteArray();
    }

    static BrokerState decode(byte[] bytes) {
        ByteReader in = new ByteReader(bytes);
        int format = in.u8();
        if (format != FORMAT) {
            throw new MalformedBytes("expected broker state of format " + FORMAT + ", found "
                    + format + ". Start the version of Signalbox that wrote it.");
        }
        BrokerState state = new BrokerState();
        state.sequence = in.varint();
        state.ticks = in.varint();
        state.lastFilterId = in.count();
        state.timeMillis = in.varint();
        for (int count = in.count(); count > 0; count--) {
            state.filters.put(in.count(), in.string());
        }
        for (int count = in.count(); count > 0; count--) {
            state.readSession(in);
        }
        for (int count = in.count(); count > 0; count--) {
            state.retain(readRetained(in));
        }
        state.leases.read(in);
        return state;
    }

    private static void writeSession(ByteWriter out, StoredSession session) {
        out.string(session.clientId).varint(session.expirySeconds);
        out.u8(session.connected ? 1 : 0).varint(session.leftAtTick);
        SessionRecord.writeWill(out, session.will);
        CursorRecord.writeCursor(out, session);
        session.writeTaken(out);
        out.varint(session.retained.given.size());
        session.retained.given.forEach(g -> out.varint(g.filterId()).varint(g.sequence()));
        out.varint(session.subscriptions.size());
        for (Subscription newest : session.all()) {
            int epochs = 0;
            for (Subscription s = newest; s != null; s = s.older) {
                epochs++;
            }
            out.varint(newest.filterId).varint(epochs);
            for (Subscription s = newest; s != null; s = s.older) {
                out.u8(s.options).varint(s.identifier).varint(s.since).varint(s.until);
            }
        }
    }

    private void readSession(ByteReader in) {
        StoredSession session = new StoredSession(in.string());
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
        for (int count = in.count(); count > 0; count--) {
            int filterId = in.count();
            Subscription[] epochs = new Subscription[in.count()];
            for (int i = 0; i < epochs.length; i++) {
                epochs[i] = new Subscription(filterId, filter(filterId), in.u8(), in.count());
                epochs[i].since = in.varint();
                epochs[i].until = in.varint();
            }
            for (int i = epochs.length - 1; i >= 0; i--) {
                session.add(epochs[i]);
                session.active -= epochs[i].ended() ? 1 : 0;
            }
        }
        session.rests();
        sessions.put(session.clientId, session);
    }

    private static void writeRetained(ByteWriter out, Retained retained) {
        Message message = retained.message();
        out.varint(retained.sequence()).varint(retained.filters().length);
        for (int id : retained.filters()) {
            out.varint(id);
        }
        ByteWriter body = new ByteWriter(64 + message.payload().length);
        PublishRecord.writeMessage(body, message);
        out.varint(message.receivedMillis()).u8(PublishRecord.flags(message));
        out.varint(body.size()).bytes(body.array(), 0, body.size());
    }

    private static Retained readRetained(ByteReader in) {
        long sequence = in.varint();
        int[] filters = new int[in.count()];
        for (int i = 0; i < filters.length; i++) {
            filters[i] = in.count();
        }
        long received = in.varint();
        int flags = in.u8();
        return new Retained(
                sequence,
                PublishRecord.readMessage(new ByteReader(in.block()), flags, received),
                filters);
    }
}
