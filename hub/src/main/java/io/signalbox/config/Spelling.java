package io.signalbox.config;

import java.util.Collection;
import java.util.Optional;

/** Finds what somebody probably meant to write. */
final class Spelling {
    private static final int MAX_EDITS = 10;

    private Spelling() {}

    /** The candidate fewest edits away: one in a short word, two or a third of a longer one. */
    static Optional<String> nearest(String word, Collection<String> candidates) {
        int allowed = word.length() < 4 ? 1 : Math.max(2, word.length() / 3);
        int least = Math.min(allowed, MAX_EDITS) + 1;
        String nearest = null;
        for (String candidate : candidates) {
            int edits = edits(word, candidate, least);
            if (edits < least) {
                least = edits;
                nearest = candidate;
            }
        }
        return Optional.ofNullable(nearest);
    }

    /** Insertions, deletions, replacements and swaps of neighbours (optimal string alignment). */
    private static int edits(String a, String b, int enough) {
        if (Math.abs(a.length() - b.length()) >= enough) {
            return enough;
        }
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    d[i][j] = i + j;
                    continue;
                }
                int replace = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                int edits = Math.min(d[i - 1][j], d[i][j - 1]) + 1;
                edits = Math.min(edits, d[i - 1][j - 1] + replace);
                boolean swapped = i > 1
                        && j > 1
                        && a.charAt(i - 1) == b.charAt(j - 2)
                        && a.charAt(i - 2) == b.charAt(j - 1);
                d[i][j] = swapped ? Math.min(edits, d[i - 2][j - 2] + 1) : edits;
            }
        }
        return d[a.length()][b.length()];
    }
}
