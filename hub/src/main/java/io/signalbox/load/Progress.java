package io.signalbox.load;

/**
 * How far a run is.
 *
 * @param phase what it is doing, in a word or two
 * @param seconds since its start
 * @param done of the phase, 0 to 1
 * @param leftSeconds of the phase, if it goes on as it has; 0 while that cannot be known
 */
public record Progress(
        String phase,
        double seconds,
        double done,
        double leftSeconds,
        int connected,
        long acknowledged,
        long received) {}
