package io.signalbox.time;

/**
 * Chance out of a seed: the same seed gives the same numbers on every machine, so that what was
 * found by chance can be found again. For simulations and tests, not for secrets.
 *
 * <p>SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014).
 * Not thread-safe.
 */
public final class Chance {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private long state;

    public Chance(long seed) {
        this.state = seed;
    }

    /** Any 64 bits. */
    public long next() {
        state += GOLDEN;
        long mixed = state;
        mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }

    /** A whole number from 0 to {@code bound - 1}; {@code bound} is at least 1. */
    public long below(long bound) {
        return Math.floorMod(next() >>> 1, bound);
    }

    /** True in {@code percent} of a hundred cases. */
    public boolean percent(double percent) {
        return (next() >>> 11) * 0x1p-53 * 100 < percent;
    }
}
