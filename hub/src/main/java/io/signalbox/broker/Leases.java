package io.signalbox.broker;

import io.signalbox.bytes.ByteReader;
import io.signalbox.bytes.ByteWriter;
import io.signalbox.message.Qos;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What the journal says about the groups of shared subscriptions: how far each is, and what its
 * members were given and have perhaps not dealt with. A part of {@link BrokerState}.
 */
final class Leases {
    /** By filter id: the last PUBLISH record that was given to a member. */
    private final Map<Integer, Long> groups = new HashMap<>();

    /** By member and LEASE record. */
    private final Map<String, TreeMap<Long, Lease>> open = new HashMap<>();

    /** Leases whose member's session has ended, but for what its client may have at QoS 2. */
    private final Map<Long, Lease> orphans = new TreeMap<>();

    /** LEASE records that were taken from a member whose session has not come by them. */
    private final Map<String, Set<Long>> regiven = new HashMap<>();

    /** See {@link #reached(String, long)}; for the start alone. */
    private final Map<String, Long> reached = new HashMap<>();

    void groupAt(int filterId, long sequence) {
        groups.merge(filterId, sequence, Math::max);
    }

    /** A group begins with its first subscription. */
    void began(int filterId, long sequence) {
        groups.putIfAbsent(filterId, sequence);
    }

    void given(Lease lease) {
        if (lease.qos() != Qos.AT_MOST_ONCE) {
            open.computeIfAbsent(lease.clientId(), id -> new TreeMap<>())
                    .put(lease.sequence(), lease);
        }
    }

    void regiven(String clientId, long sequence) {
        orphans.remove(sequence);
        TreeMap<Long, Lease> leases = open.get(clientId);
        if (leases != null && leases.remove(sequence) != null) {
            regiven.computeIfAbsent(clientId, id -> new HashSet<>()).add(sequence);
        }
    }

    /** The member's cursor is there: everything up to it is done. */
    void through(String clientId, long low) {
        TreeMap<Long, Lease> leases = open.get(clientId);
        if (leases != null) {
            leases.headMap(low, true).clear();
        }
        Set<Long> skipped = regiven.get(clientId);
        if (skipped != null) {
            skipped.removeIf(sequence -> sequence <= low);
        }
    }

    /**
     * What was given at QoS 2 may be with the client, and goes to no other [MQTT-4.8.2-5], unless
     * it is from after {@code reached}: that was not sent.
     */
    void ended(String clientId, long reached) {
        regiven.remove(clientId);
        TreeMap<Long, Lease> leases = open.remove(clientId);
        if (leases != null) {
            leases.values().stream()
                    .filter(lease -> isOpenToOthers(lease, reached))
                    .forEach(lease -> orphans.put(lease.sequence(), lease));
        }
    }

    private static boolean isOpenToOthers(Lease lease, long reached) {
        return lease.qos() == Qos.AT_LEAST_ONCE || lease.sequence() > reached;
    }

    /** There are LEASE records of this client that its cursor has not passed. */
    boolean concern(String clientId) {
        return open.containsKey(clientId) || regiven.containsKey(clientId);
    }

    /** The client has a session, and was sent nothing after that record. */
    void reached(String clientId, long sequence) {
        if (open.containsKey(clientId)) {
            reached.put(clientId, sequence);
        }
    }

    long at(int filterId, long otherwise) {
        return groups.getOrDefault(filterId, otherwise);
    }

    /**
     * What a group gave to members, none of whom is connected now, and may give to others: of QoS 2
     * only what nobody may have. A session that had ended before its group gave to it has nothing.
     */
    List<Lease> returned(int filterId) {
        TreeMap<Long, Lease> returned = new TreeMap<>(orphans);
        open.forEach((clientId, leases) -> {
            long through = reached.getOrDefault(clientId, 0L);
            for (Lease lease : leases.values()) {
                if (isOpenToOthers(lease, through)) {
                    returned.put(lease.sequence(), lease);
                }
            }
        });
        returned.values().removeIf(lease -> lease.filterId() != filterId);
        return List.copyOf(returned.values());
    }

    Set<Long> regiven() {
        Set<Long> all = new HashSet<>();
        regiven.values().forEach(all::addAll);
        return all;
    }

    /** Writes what is of groups that still have a filter. */
    void write(ByteWriter out, BitSet filters) {
        groups.keySet().removeIf(filter -> !filters.get(filter));
        orphans.values().removeIf(lease -> !filters.get(lease.filterId()));
        out.varint(groups.size());
        groups.forEach((filter, at) -> out.varint(filter).varint(at));
        List<Lease> leases = new ArrayList<>();
        open.values().forEach(of -> leases.addAll(of.values()));
        writeLeases(out, leases);
        writeLeases(out, List.copyOf(orphans.values()));
        out.varint(regiven.size());
        regiven.forEach((client, sequences) -> {
            out.string(client).varint(sequences.size());
            sequences.forEach(out::varint);
        });
    }

    private static void writeLeases(ByteWriter out, List<Lease> leases) {
        out.varint(leases.size());
        for (Lease lease : leases) {
            out.varint(lease.filterId()).string(lease.clientId()).varint(lease.sequence());
            out.varint(lease.from()).u8(lease.qos().ordinal());
        }
    }

    void read(ByteReader in) {
        for (int count = in.count(); count > 0; count--) {
            groups.put(in.count(), in.varint());
        }
        for (int count = in.count(); count > 0; count--) {
            given(readLease(in));
        }
        for (int count = in.count(); count > 0; count--) {
            Lease lease = readLease(in);
            orphans.put(lease.sequence(), lease);
        }
        for (int count = in.count(); count > 0; count--) {
            Set<Long> sequences = new HashSet<>();
            regiven.put(in.string(), sequences);
            for (int left = in.count(); left > 0; left--) {
                sequences.add(in.varint());
            }
        }
    }

    private static Lease readLease(ByteReader in) {
        return new Lease(
                in.count(), in.string(), in.varint(), in.varint(), PublishRecord.qos(in.u8()));
    }
}
