package io.signalbox.language;

import java.util.Collection;
import java.util.Locale;

/** Finds what someone who misspelt a name may have meant. */
final class Nearest {
    private static final int LONGEST = 64;

    private Nearest() {}

    /** "did you mean 'x'?", or nothing if no name is near. */
    static String hint(String written, Collection<String> names) {
        String best = "";
        int least = Math.max(1, written.length() / 3) + 1;
        if (written.length() > LONGEST) {
            return "";
        }
        for (String name : names) {
            int distance = distance(
                    written.toLowerCase(Locale.ROOT), name.toLowerCase(Locale.ROOT), least);
            boolean closer = distance == least
                    && name.length() == written.length()
                    && best.length() != written.length()
                    && !best.isEmpty();
            if (distance < least || closer) {
                least = distance;
                best = name;
            }
        }
        return best.isEmpty() ? "" : "did you mean '" + best + "'?";
    }

    /** Edits from one word to the other, a swap of neighbours being one; {@code most} if more. */
    private static int distance(String a, String b, int most) {
        if (Math.abs(a.length() - b.length()) >= most || b.length() > LONGEST) {
            return most;
        }
        int[][] edits = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    edits[i][j] = i + j;
                    continue;
                }
                int same = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                edits[i][j] = Math.min(
                        edits[i - 1][j - 1] + same, Math.min(edits[i - 1][j], edits[i][j - 1]) + 1);
                if (i > 1
                        && j > 1
                        && a.charAt(i - 1) == b.charAt(j - 2)
                        && a.charAt(i - 2) == b.charAt(j - 1)) {
                    edits[i][j] = Math.min(edits[i][j], edits[i - 2][j - 2] + 1);
                }
            }
        }
        return edits[a.length()][b.length()];
    }
}
