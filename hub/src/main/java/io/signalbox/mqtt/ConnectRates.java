package io.signalbox.mqtt;

import io.signalbox.mqtt.MqttConfig.Admission;

import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * How often each client connects, on all loops: one that comes back far too often is not let in
 * for a while, each time for longer. A client is its id at its address, so that nobody can have
 * another one shut out. One that was quiet is forgotten; when there are too many, the one that was
 * quiet longest.
 */
final class ConnectRates {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final int FIRST_BAN_SECONDS = 10;
    private static final int LONGEST_BAN_SECONDS = 640;

    /** Clients that are known at a time. */
    private static final int MOST = 10_000;

    private record Client(String id, InetAddress address) {}

    private static final class Rate {
        /** When as many connects as at first are free again: each one is given back in a second. */
        long fullNanos;

        long bannedUntilNanos;
        int nextBanSeconds;

        Rate(long nowNanos) {
            fullNanos = nowNanos;
            bannedUntilNanos = nowNanos;
            nextBanSeconds = FIRST_BAN_SECONDS;
        }
    }

    private final long burstNanos;
    private final LinkedHashMap<Client, Rate> rates = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Client, Rate> eldest) {
            return size() > MOST;
        }
    };

    ConnectRates(Admission admission) {
        burstNanos = admission.reconnects() * SECOND;
    }

    /** Counts a CONNECT; 0 if it may go on, or for how many seconds this client is shut out. */
    synchronized long refuse(String clientId, InetAddress address, long nowNanos) {
        Rate rate = rates.computeIfAbsent(new Client(clientId, address), _ -> new Rate(nowNanos));
        if (rate.bannedUntilNanos - nowNanos <= 0) {
            rate.fullNanos = (rate.fullNanos - nowNanos < 0 ? nowNanos : rate.fullNanos) + SECOND;
            if (rate.fullNanos - nowNanos <= burstNanos) {
                return 0;
            }
            rate.bannedUntilNanos = nowNanos + rate.nextBanSeconds * SECOND;
            rate.fullNanos = rate.bannedUntilNanos + burstNanos / 2;
            rate.nextBanSeconds = Math.min(LONGEST_BAN_SECONDS, rate.nextBanSeconds * 2);
        }
        return (rate.bannedUntilNanos - nowNanos + SECOND - 1) / SECOND;
    }

    /** Forgets those that were quiet long enough. */
    synchronized void forgetQuiet(long nowNanos) {
        rates.values().removeIf(rate -> rate.fullNanos - nowNanos <= 0);
    }

    synchronized int size() {
        return rates.size();
    }
}
