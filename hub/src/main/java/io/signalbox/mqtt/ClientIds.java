package io.signalbox.mqtt;

import java.util.concurrent.atomic.AtomicLong;

/** Which client ids are taken, and new ones for clients that have none. */
final class ClientIds {
    /** Longest client id in characters. */
    static final int LONGEST = 256;

    /** Characters that mean something in topics, filters and policies; a client id is a name. */
    private static final String REFUSED = "#+/$%";

    private final String prefix;
    private final AtomicLong assigned = new AtomicLong();

    /** @param startMillis tells ids of this run from those of earlier ones */
    ClientIds(long startMillis) {
        this.prefix = "auto-" + Long.toString(startMillis, 36) + "-";
    }

    String assign() {
        return prefix + assigned.incrementAndGet();
    }

    static boolean isValid(String clientId) {
        if (clientId.length() > LONGEST || clientId.equals(".") || clientId.equals("..")) {
            return false;
        }
        for (int i = 0; i < clientId.length(); i++) {
            if (REFUSED.indexOf(clientId.charAt(i)) >= 0) {
                return false;
            }
        }
        return true;
    }
}
