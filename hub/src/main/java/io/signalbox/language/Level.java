package io.signalbox.language;

/** How much a claim on an actuator weighs: the lower number wins, as in BACnet's sixteen. */
public enum Level {
    /** What an interlock forces; no rule may claim it. */
    INTERLOCK(1),
    /** Only for points that are marked for it ({@link Point#safety}). */
    SAFETY(2),
    PROTECTION(5),
    /** What a person orders by hand; no rule may claim it. */
    OPERATOR(8),
    OPTIMISATION(10),
    /** What a rule has that names no level. */
    AUTOMATION(12),
    COMFORT(15);

    private final int number;

    Level(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }
}
