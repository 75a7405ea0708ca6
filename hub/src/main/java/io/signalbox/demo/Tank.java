package io.signalbox.demo;

import io.signalbox.payload.JsonWriter;

import java.util.random.RandomGenerator;

/** A tank whose inlet valve can be driven; its outlet can clog, and then it fills. */
final class Tank extends Machine {
    private static final double INFLOW_PERCENT_PER_SECOND = 1.6;

    private boolean inletOpen = true;
    private boolean clogged;
    private double level;
    private double shownLevel;

    Tank(String id, String place, double level) {
        super(id, place);
        this.level = level;
    }

    @Override
    String type() {
        return "Tank";
    }

    @Override
    void step(double seconds, RandomGenerator chance) {
        double inflow = inletOpen ? INFLOW_PERCENT_PER_SECOND : 0;
        double outflow = clogged ? 0 : INFLOW_PERCENT_PER_SECOND * Math.sqrt(level / 55);
        level = Math.clamp(level + (inflow - outflow) * seconds, 0, 100);
        shownLevel = Math.clamp(measured(level, 0.1, chance), 0, 100);
    }

    @Override
    void readings(JsonWriter json) {
        json.field("level", shownLevel).field("inlet", inletOpen ? "open" : "closed");
    }

    @Override
    boolean command(String point, String value) {
        if (!point.equals("valve")) {
            return false;
        }
        inletOpen = value.equals("open");
        return true;
    }

    @Override
    String fail() {
        clogged = true;
        return "the outlet of " + id() + " clogs: it fills";
    }

    @Override
    String mend() {
        clogged = false;
        return "the outlet of " + id() + " is rinsed: it empties again";
    }
}
