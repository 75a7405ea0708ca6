package io.signalbox.demo;

import io.signalbox.payload.JsonWriter;

import java.util.random.RandomGenerator;

/** A centrifugal pump that can lose its suction and then runs dry. */
final class Pump extends Machine {
    private boolean running = true;
    private boolean dry;
    private double flow = 42;
    private double shownFlow;
    private double shownPower;

    Pump(String id, String place) {
        super(id, place);
    }

    @Override
    String type() {
        return "Pump";
    }

    @Override
    void step(double seconds, RandomGenerator chance) {
        flow = towards(flow, running && !dry ? 42 : 0, seconds, 1.5);
        shownFlow = Math.max(0, measured(flow, running ? 0.4 : 0.02, chance));
        shownPower = running ? measured(dry ? 1.9 : 5.6, 0.05, chance) : 0;
    }

    @Override
    void readings(JsonWriter json) {
        json.field("state", running ? "running" : "stopped")
                .field("flow", shownFlow)
                .field("power", shownPower);
    }

    @Override
    boolean command(String point, String value) {
        if (!point.equals("command")) {
            return false;
        }
        running = value.equals("start");
        return true;
    }

    @Override
    String fail() {
        dry = true;
        return "the suction valve of " + id() + " is shut by mistake: it runs dry";
    }

    @Override
    String mend() {
        dry = false;
        running = true;
        return "a fitter opens the suction valve of " + id() + " and starts it";
    }
}
