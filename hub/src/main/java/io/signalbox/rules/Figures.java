package io.signalbox.rules;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;

/** Numbers as people read them: four digits that say something, and one behind the point at least. */
final class Figures {
    private static final int DIGITS = 4;

    /** Beyond, or nearer to zero, it takes a power of ten. */
    private static final double LARGE = 1e15;

    private static final double SMALL = 1e-6;

    private Figures() {}

    static String of(double value) {
        double size = Math.abs(value);
        if (value == Math.rint(value) && size < LARGE) {
            return Long.toString((long) value);
        }
        if (!(size >= SMALL && size < LARGE)) {
            return String.format(Locale.ROOT, "%.4g", value);
        }
        BigDecimal exact = BigDecimal.valueOf(value);
        int before = exact.precision() - exact.scale();
        return exact.setScale(Math.max(1, DIGITS - before), RoundingMode.HALF_UP)
                .stripTrailingZeros()
                .toPlainString();
    }
}
