package io.signalbox.rules;

import java.util.ArrayList;
import java.util.List;

/** A change from known to known by brute force: all that there was to see, searched anew. */
final class OraclePassage {
    private final List<Oracle.Seen> history = new ArrayList<>();

    int truth(long now, int inside, boolean entering) {
        history.add(new Oracle.Seen(now, inside));
        int first = 0;
        while (history.get(first).at() < now) {
            first++;
        }
        for (int i = Math.max(1, first); i < history.size(); i++) {
            int before = history.get(i - 1).truth();
            int after = history.get(i).truth();
            if (before != 1 && after != 1 && before != after) {
                return before == (entering ? 0 : 2) && inside == (entering ? 2 : 0) ? 2 : 0;
            }
        }
        return 0;
    }
}
