package io.signalbox.mqtt;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many connections each address has, on all loops. An address of IPv6 is its first 64 bits,
 * because whoever has one has as many as he likes. Nothing is kept of one without connections.
 */
final class Addresses {
    /** One address; its numbers change under the table's lock for it and are read by anybody. */
    static final class Place {
        private final long key;
        private final AtomicInteger open = new AtomicInteger();
        private final AtomicInteger waiting = new AtomicInteger();

        private Place(long key) {
            this.key = key;
        }

        /** Connections. */
        int open() {
            return open.get();
        }

        /** Those of them that have no session yet. */
        int waiting() {
            return waiting.get();
        }
    }

    private final ConcurrentHashMap<Long, Place> places = new ConcurrentHashMap<>();

    /** One connection more, which waits for its session. */
    Place enter(InetAddress address) {
        return change(key(address), 1, 1);
    }

    /** It has its session, or will have none. */
    void settled(Place place) {
        change(place.key, 0, -1);
    }

    /** It is gone; it was settled before. */
    void leave(Place place) {
        change(place.key, -1, 0);
    }

    private Place change(long key, int open, int waiting) {
        Place[] changed = new Place[1];
        places.compute(key, (k, found) -> {
            Place place = found == null ? new Place(k) : found;
            changed[0] = place;
            place.waiting.addAndGet(waiting);
            return place.open.addAndGet(open) == 0 ? null : place;
        });
        return changed[0];
    }

    private static long key(InetAddress address) {
        byte[] bytes = address.getAddress();
        // Addresses of IPv6 do not begin like this: it is where IPv4 is mapped to in their last
        // bits.
        long key = address instanceof Inet4Address ? 0xFFFF : 0;
        for (int i = 0; i < Math.min(8, bytes.length); i++) {
            key = key << 8 | (bytes[i] & 0xFF);
        }
        return key;
    }
}
