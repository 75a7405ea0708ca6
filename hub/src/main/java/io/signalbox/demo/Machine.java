package io.signalbox.demo;

import io.signalbox.payload.JsonWriter;

import java.util.random.RandomGenerator;

/**
 * One simulated machine: a little physics, the readings of its sensors, and what it does when it
 * is told to. Each call happens on the thread of the plant.
 */
abstract sealed class Machine permits Pump, Tank, Boiler {
    private final String id;
    private final String place;

    Machine(String id, String place) {
        this.id = id;
        this.place = place;
    }

    final String id() {
        return id;
    }

    final String place() {
        return place;
    }

    /** The name of its type in {@code examples/plant/plant.rules}. */
    abstract String type();

    /** Lets time pass. */
    abstract void step(double seconds, RandomGenerator chance);

    /** What its sensors say now: points as members. */
    abstract void readings(JsonWriter json);

    /** Takes a command; false if it cannot be done. */
    abstract boolean command(String point, String value);

    /** Breaks something; returns a sentence for the onlooker. */
    abstract String fail();

    /** Mends it; returns a sentence for the onlooker. */
    abstract String mend();

    /** A measured value: the truth with a little noise, rounded as instruments do. */
    static double measured(double truth, double noise, RandomGenerator chance) {
        return Math.round((truth + chance.nextGaussian() * noise) * 100) / 100.0;
    }

    /** Moves {@code from} towards {@code to}; the time constant is in seconds. */
    static double towards(double from, double to, double seconds, double timeConstant) {
        return to + (from - to) * Math.exp(-seconds / timeConstant);
    }
}
