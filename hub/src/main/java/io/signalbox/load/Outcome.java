package io.signalbox.load;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/** What a script found, beside what the counters know; {@link LoadResult} says what it means. */
record Outcome(
        int wanted,
        int connected,
        long connectMillis,
        Map<String, Integer> failures,
        long lost,
        long duplicated,
        long outOfOrder,
        Rates rates) {

    /** Why connections failed, and how many of them. */
    static Map<String, Integer> failures(Collection<? extends LoadClient> clients) {
        Map<String, Integer> byReason = new TreeMap<>();
        for (LoadClient client : clients) {
            if (client.failure() != null) {
                byReason.merge(client.failure(), 1, Integer::sum);
            }
        }
        return byReason;
    }
}
