package io.signalbox.broker;

import io.signalbox.journal.Entry;
import io.signalbox.journal.KeyedReader;
import io.signalbox.journal.Needs;
import io.signalbox.message.Message;
import io.signalbox.message.Qos;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The members of one shared subscription, and which of them gets which message [MQTT5 4.8.2]. It has
 * one loop for life, whose thread alone runs what is here; members may be on any loop.
 *
 * <p>Each message goes to the member with the most room; if none has any, the group gets late and
 * reads on from the journal later, as a session does. What a member had not finished when its
 * connection ended goes to others at once, but for messages of QoS 2 that it may have got.
 */
final class Group {
    private static final int STEP = 256;

    final int filterId;
    final BrokerLoop loop;
    private final Shared shared;
    private final LoopBatches batches;
    private final Outlet outlet;
    private final List<Member> members = new ArrayList<>();
    private final ArrayDeque<Lease> returned = new ArrayDeque<>();

    /** Those that others were given, of which the journal does not know yet. */
    private final Set<Lease> leaving = new HashSet<>();

    /** Members that went while leases for them were on their way into the journal. */
    private final Map<Session, Member> gone = new HashMap<>();

    private boolean begun;
    private boolean late = true;
    private boolean queued;
    private int turn;

    /** The last record that was dealt with, while late. */
    private long position;

    /** How far the journal durably knows the group to be. */
    private long saved;

    /** A record of how far it is, is on its way. */
    private boolean saving;

    private @Nullable KeyedReader reader;

    Group(int filterId, BrokerLoop loop, Shared shared, LoopBatches batches, Outlet outlet) {
        this.filterId = filterId;
        this.loop = loop;
        this.shared = shared;
        this.batches = batches;
        this.outlet = outlet;
    }

    /** From this record on messages are the group's; said by every subscription, the first counts. */
    void begin(long since) {
        if (!begun) {
            begun = true;
            position = since;
            saved = since;
            wake();
        }
    }

    /** As it was when the hub ended. */
    void restore(long at, List<Lease> given) {
        begin(at);
        returned.addAll(given);
    }

    /** A member is there; if it was before, it goes on with what it had. */
    void join(Member member) {
        Member before = find(member.clientId());
        if (before != null) {
            members.remove(before);
            member.leases.putAll(before.leases);
            member.onTheirWay = before.onTheirWay;
            member.answered.addAll(before.answered);
        }
        members.add(member);
        for (Lease lease : List.copyOf(returned)) {
            if (lease.clientId().equals(member.clientId()) && lease.sequence() > member.from) {
                returned.remove(lease);
                member.leases.put(lease.sequence(), lease);
            }
        }
        wake();
    }

    private @Nullable Member find(String clientId) {
        for (Member member : members) {
            if (member.clientId().equals(clientId)) {
                return member;
            }
        }
        return null;
    }

    /** A member has unsubscribed: it finishes what it has. */
    void retire(String clientId) {
        Member member = find(clientId);
        if (member != null) {
            member.retired = true;
            removeIfFinished(member);
        }
    }

    private void removeIfFinished(Member member) {
        if (member.retired && member.leases.isEmpty() && member.onTheirWay == 0) {
            members.remove(member);
        }
    }

    /**
     * A member's connection has ended; {@code seenThrough} is the last record it had come by. Then
     * comes something to do when all is durable that was given to it.
     */
    void leave(Session session, long seenThrough, Runnable then) {
        Member member = find(session.stored.clientId);
        if (member != null && member.session == session) {
            members.remove(member);
            member.seenThrough = seenThrough;
            if (member.onTheirWay > 0) {
                gone.put(session, member);
            }
            member.leases.values().forEach(lease -> takeBack(member, lease));
            wake();
        }
        batches.then(sequence -> then.run());
    }

    /** What is of QoS 2 and may be with the client goes to no other [MQTT-4.8.2-4, -5]. */
    private void takeBack(Member from, Lease lease) {
        if (lease.qos() == Qos.AT_LEAST_ONCE || lease.sequence() > from.seenThrough) {
            returned.add(lease);
        }
    }

    /** A member has dealt with a lease, of which this loop may not have heard yet. */
    void done(String clientId, long sequence) {
        Member member = find(clientId);
        if (member != null) {
            if (member.leases.remove(sequence) == null && member.onTheirWay > 0) {
                member.answered.add(sequence);
            }
            removeIfFinished(member);
        }
        for (Member left : gone.values()) {
            if (left.clientId().equals(clientId)) {
                left.answered.add(sequence);
            }
        }
        wake();
    }

    /** The loop comes by a message of the group. */
    void comesBy(Entry entry) {
        if (!late && !give(PublishRecord.read(entry), entry.sequence())) {
            late = true;
            position = entry.sequence() - 1;
        }
    }

    /** A message of QoS 0 that does not go through the journal: to one member that takes it now. */
    void offer(Message message) {
        Member member = choose(Qos.AT_MOST_ONCE);
        if (member == null) {
            shared.counters().dropped(DropReason.SUBSCRIBER_LATE);
            return;
        }
        member.session.attachment.loop.execute(() -> member.session.attachment.loop.giveDirect(
                member.session, member.subscription, message));
    }

    /** Gives a message to a member; false if none can take it. */
    private boolean give(Message message, long from) {
        if (hasExpired(message)) {
            return true;
        }
        Member member = choose(message.qos());
        if (member == null) {
            boolean lost = message.qos() == Qos.AT_MOST_ONCE;
            if (lost) {
                shared.counters().dropped(DropReason.SUBSCRIBER_LATE);
            }
            return lost;
        }
        give(member, message, from, null);
        return true;
    }

    private boolean hasExpired(Message message) {
        boolean expired = message.isExpired(shared.clock().millis());
        if (expired) {
            shared.counters().dropped(DropReason.EXPIRED);
        }
        return expired;
    }

    private void give(Member member, Message message, long from, @Nullable Lease instead) {
        Qos qos = message.qos().min(member.subscription.maximumQos());
        String clientId = member.clientId();
        if (qos != Qos.AT_MOST_ONCE) {
            member.onTheirWay++;
            batches.then(sequence ->
                    given(member.session, new Lease(filterId, clientId, sequence, from, qos)));
        }
        if (instead != null) {
            leaving.add(instead);
            batches.then(sequence -> {
                leaving.remove(instead);
                shared.groups().givenAgain(instead.sequence());
            });
        }
        batches.addLease(clientId, filterId, from, instead, message.at(qos));
    }

    /** A lease is in the journal; its member may be gone, or have dealt with it already. */
    private void given(Session to, Lease lease) {
        Member now = find(lease.clientId());
        boolean stayed = now != null && now.session == to;
        Member member = stayed ? now : gone.get(to);
        boolean answered = member != null && member.answered.remove(lease.sequence());
        if (member != null && --member.onTheirWay == 0) {
            member.answered.clear();
            gone.remove(to);
        }
        if (answered) {
            wake();
        } else if (now != null && (stayed || lease.sequence() > now.from)) {
            now.leases.put(lease.sequence(), lease);
        } else if (member != null) {
            takeBack(member, lease);
            wake();
        } else {
            returned.add(lease);
            wake();
        }
        if (now != null) {
            removeIfFinished(now);
        }
    }

    /** The member with the most room; at QoS 0 any that is there, by turns. */
    private @Nullable Member choose(Qos qos) {
        Member best = null;
        turn++;
        for (int i = 0; i < members.size(); i++) {
            Member member = members.get((turn + i) % members.size());
            boolean can = qos == Qos.AT_MOST_ONCE ? member.takes() : member.room() > 0;
            if (can && (best == null || (qos != Qos.AT_MOST_ONCE && member.room() > best.room()))) {
                best = member;
            }
        }
        return best;
    }

    void wake() {
        if (!queued) {
            queued = true;
            loop.ready(this);
        }
    }

    /** Gives what it can; true if it wants another turn. */
    boolean work() {
        queued = false;
        while (!returned.isEmpty()) {
            Member member = choose(Qos.AT_LEAST_ONCE);
            if (member == null) {
                return false;
            }
            giveAgain(returned.remove(), member);
        }
        if (!late || !begun) {
            return false;
        }
        for (int step = 0; step < STEP && position < outlet.position; step++) {
            KeyedReader from = reader;
            if (from == null) {
                from = shared.journal().reader(position + 1, new long[] {filterId});
                reader = from;
            }
            if (choose(Qos.AT_LEAST_ONCE) == null) {
                closeReader();
                return false;
            }
            boolean found = from.next(outlet.position);
            Entry entry = from.entry();
            if (found
                    && outlet.isOf(entry, filterId)
                    && !give(PublishRecord.read(entry), entry.sequence())) {
                position = entry.sequence() - 1;
                closeReader();
                return false;
            }
            position = from.position() - 1;
        }
        if (position < outlet.position) {
            rest();
            return true;
        }
        late = false;
        closeReader();
        return false;
    }

    /** The member has room: what is said to leave its session has to come to somebody. */
    private void giveAgain(Lease lease, Member to) {
        Message message = read(lease);
        if (message == null || !shared.groups().giveAgain(lease.sequence())) {
            // Its session is back though no member, and has it.
            return;
        }
        if (hasExpired(message)) {
            shared.groups().givenAgain(lease.sequence());
        } else {
            give(to, message, lease.from(), lease);
        }
    }

    private @Nullable Message read(Lease lease) {
        long[] keys = {LateKeys.ofClient(lease.clientId())};
        try (KeyedReader at = shared.journal().reader(lease.sequence(), keys)) {
            while (at.position() <= lease.sequence()) {
                if (at.next(lease.sequence())) {
                    return LeaseRecord.message(at.entry());
                }
            }
        }
        return null;
    }

    private void rest() {
        if (reader != null) {
            reader.rest();
        }
    }

    private void closeReader() {
        if (reader != null) {
            reader.close();
            reader = null;
        }
    }

    /** What it needs: messages that it has not given, and those that it may have to give again. */
    void need(Needs needs) {
        needs.need(filterId, (late ? Math.min(position, saved) : saved) + 1);
        returned.forEach(lease -> need(lease, needs));
        leaving.forEach(lease -> need(lease, needs));
        members.forEach(member -> member.leases.values().forEach(lease -> need(lease, needs)));
    }

    private static void need(Lease lease, Needs needs) {
        needs.need(LateKeys.ofClient(lease.clientId()), lease.sequence());
    }

    /** Where it is, if the journal should be told because it is that many records behind; or 0. */
    long unsaved(long behind) {
        long at = late ? position : outlet.position;
        return saving || at - saved < behind ? 0 : at;
    }

    /** The record added next says that it is there. */
    void saves(long at) {
        saving = true;
        batches.then(sequence -> {
            saving = false;
            saved = at;
        });
    }

    void close() {
        closeReader();
        members.clear();
        gone.clear();
        returned.clear();
    }
}
