package io.signalbox.device;

/**
 * The order of versions and other words with numbers in them: {@code 2.1 < 2.10}, {@code v2 = 2.0},
 * {@code 2.1-rc1 < 2.1}. Letters count without regard to case.
 *
 * <p>Both words are read in runs of digits, which are compared as numbers of any length, and single
 * other characters. {@code -} and {@code ~} are before the end of a word, a dot comes behind it, and
 * parts of zeros alone are left out where the numbers end.
 */
final class VersionOrder {
    private VersionOrder() {}

    static int compare(String a, String b) {
        int i = start(a);
        int j = start(b);
        while (true) {
            i = skipZeroParts(a, i);
            j = skipZeroParts(b, j);
            boolean digits = isDigit(a, i) && isDigit(b, j);
            int iEnd = digits ? digitsEnd(a, i) : i + 1;
            int jEnd = digits ? digitsEnd(b, j) : j + 1;
            int order = digits
                    ? digits(a, i, iEnd, b, j, jEnd)
                    : Integer.compare(weight(a, i), weight(b, j));
            if (order != 0 || i == a.length()) {
                return order;
            }
            i = iEnd;
            j = jEnd;
        }
    }

    private static int weight(String text, int at) {
        if (at == text.length()) {
            return 1;
        }
        return switch (text.charAt(at)) {
            case '-', '~' -> 0;
            case '.' -> 2;
            default -> 3 + folded(text, at);
        };
    }

    /** Behind {@code .0.00}, if nothing comes there or what is before the end. */
    private static int skipZeroParts(String text, int from) {
        int at = from;
        if (at < text.length() && text.charAt(at) == '.') {
            while (at < text.length() && (text.charAt(at) == '.' || text.charAt(at) == '0')) {
                at++;
            }
        }
        return at > from && weight(text, at) > 1 ? from : at;
    }

    /** Behind the {@code v} of {@code v2.1}. */
    private static int start(String text) {
        return text.length() > 1 && folded(text, 0) == 'v' && isDigit(text, 1) ? 1 : 0;
    }

    private static char folded(String text, int at) {
        return Character.toLowerCase(text.charAt(at));
    }

    private static boolean isDigit(String text, int at) {
        return at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9';
    }

    private static int digitsEnd(String text, int from) {
        int end = from;
        while (isDigit(text, end)) {
            end++;
        }
        return end;
    }

    private static int digits(String a, int aFrom, int aEnd, String b, int bFrom, int bEnd) {
        int i = skipZeros(a, aFrom, aEnd);
        int j = skipZeros(b, bFrom, bEnd);
        if (aEnd - i != bEnd - j) {
            return (aEnd - i) - (bEnd - j);
        }
        while (i < aEnd) {
            if (a.charAt(i) != b.charAt(j)) {
                return a.charAt(i) - b.charAt(j);
            }
            i++;
            j++;
        }
        return 0;
    }

    private static int skipZeros(String text, int from, int end) {
        int at = from;
        while (at < end && text.charAt(at) == '0') {
            at++;
        }
        return at;
    }
}
