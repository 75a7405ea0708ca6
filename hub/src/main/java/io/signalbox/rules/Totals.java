package io.signalbox.rules;

import java.util.Arrays;

/**
 * Exact sums of numbers, one for each place: a whole number of 2,112 bits, wide enough for all that
 * doubles can be. So a sum follows from what is in it alone, to the last bit, in whatever order that
 * came and went, and nothing has to be summed anew.
 */
final class Totals {
    private static final int LIMB_BITS = 32;
    private static final long LIMB = 0xFFFF_FFFFL;

    /** From 2^-1074 on to beyond the greatest double. */
    private static final int LIMBS = 66;

    private static final int LEAST_EXPONENT = -1074;
    private static final int FRACTION_BITS = 52;
    private static final int EXPONENT_MASK = 0x7FF;

    /** Bits of a long that a double has no room for, and the middle of what they can be. */
    private static final int SPARE_BITS = 11;

    private static final long HALF = 1L << (SPARE_BITS - 1);

    /**
     * By place, the lowest first: each the sum of the parts of the numbers there, so that taking one
     * away is exact without a carry.
     */
    private long[] limbs = new long[0];

    /** The sum at hand without its sign, with carries. */
    private final long[] digits = new long[LIMBS + 1];

    /** Bytes that it takes for each place. */
    static int bytes() {
        return LIMBS * Long.BYTES;
    }

    void resize(int places) {
        limbs = Arrays.copyOf(limbs, places * LIMBS);
    }

    /** @param number finite */
    void add(int place, double number) {
        long bits = Double.doubleToRawLongBits(number);
        int exponent = (int) (bits >>> FRACTION_BITS) & EXPONENT_MASK;
        long fraction = bits & ((1L << FRACTION_BITS) - 1);
        long mantissa = exponent == 0 ? fraction : fraction | 1L << FRACTION_BITS;
        int position = Math.max(exponent, 1) - 1;
        int shift = position % LIMB_BITS;
        int at = place * LIMBS + position / LIMB_BITS;
        int sign = bits < 0 ? -1 : 1;
        limbs[at] += sign * ((mantissa << shift) & LIMB);
        limbs[at + 1] += sign * ((mantissa >>> (LIMB_BITS - shift)) & LIMB);
        limbs[at + 2] += shift == 0 ? 0 : sign * (mantissa >>> (2 * LIMB_BITS - shift));
    }

    void take(int place, double number) {
        add(place, -number);
    }

    /** The sum over {@code divisor}, as the nearest double; infinite if none is so great. */
    double over(int place, int divisor) {
        boolean negative = carry(place, 1) < 0;
        if (negative) {
            carry(place, -1);
        }
        double size = quotient(divisor);
        return negative ? -size : size;
    }

    private long carry(int place, int sign) {
        long carry = 0;
        for (int i = 0; i < LIMBS; i++) {
            long limb = sign * limbs[place * LIMBS + i] + carry;
            digits[i] = limb & LIMB;
            carry = limb >> LIMB_BITS;
        }
        digits[LIMBS] = carry;
        return carry;
    }

    /** By long division, as far as a double has room for. */
    private double quotient(int divisor) {
        int at = LIMBS;
        while (at > 0 && digits[at] == 0) {
            at--;
        }
        long rest = 0;
        long high = 0;
        for (; at >= 0 && high == 0; at--) {
            long part = rest << LIMB_BITS | digits[at];
            high = part / divisor;
            rest = part % divisor;
        }
        if (high == 0) {
            return 0;
        }
        int first = at + 1;
        long middle = rest << LIMB_BITS | digit(at);
        long low = middle % divisor << LIMB_BITS | digit(at - 1);
        boolean more = low % divisor != 0;
        for (int i = at - 2; i >= 0 && !more; i--) {
            more = digits[i] != 0;
        }
        return nearest(high, middle / divisor, low / divisor, more, first);
    }

    private long digit(int at) {
        return at < 0 ? 0 : digits[at];
    }

    /** Of three digits, the first of which is not zero, and perhaps more behind them. */
    private static double nearest(long high, long middle, long low, boolean more, int first) {
        int lead = Long.SIZE - Long.numberOfLeadingZeros(high);
        long head = high << (Long.SIZE - lead) | middle << (LIMB_BITS - lead) | low >>> lead;
        boolean beyond = more || (low & ((1L << lead) - 1)) != 0;
        long mantissa = head >>> SPARE_BITS;
        long spare = head & ((1L << SPARE_BITS) - 1);
        boolean odd = (mantissa & 1) == 1;
        if (spare > HALF || (spare == HALF && (beyond || odd))) {
            mantissa++;
        }
        int exponent = LIMB_BITS * first + lead - 1 + LEAST_EXPONENT;
        return Math.scalb((double) mantissa, exponent - FRACTION_BITS);
    }
}
