package io.signalbox.demo;

import io.signalbox.payload.JsonWriter;

import java.util.random.RandomGenerator;

/** A boiler with a thermostat of its own, which can stick; then only the hub stops the burner. */
final class Boiler extends Machine {
    private static final double SET_POINT = 72;

    private boolean burner = true;
    private boolean stuck;
    private double temperature = 68;
    private double water = 64;
    private double shownTemperature;
    private double shownWater;

    Boiler(String id, String place) {
        super(id, place);
    }

    @Override
    String type() {
        return "Boiler";
    }

    @Override
    void step(double seconds, RandomGenerator chance) {
        temperature = towards(temperature, burner ? 140 : 30, seconds, 45);
        if (!stuck && temperature > SET_POINT + 3) {
            burner = false;
        } else if (!stuck && temperature < SET_POINT - 3) {
            burner = true;
        }
        water = Math.clamp(water + chance.nextGaussian() * 0.05, 40, 80);
        shownTemperature = measured(temperature, 0.15, chance);
        shownWater = measured(water, 0.05, chance);
    }

    @Override
    void readings(JsonWriter json) {
        json.field("temp", shownTemperature)
                .field("water", shownWater)
                .field("burner", burner ? "on" : "off");
    }

    @Override
    boolean command(String point, String value) {
        if (!point.equals("burner")) {
            return false;
        }
        burner = value.equals("on");
        return true;
    }

    @Override
    String fail() {
        stuck = true;
        burner = true;
        return "the thermostat of " + id() + " sticks: the burner stays on";
    }

    @Override
    String mend() {
        stuck = false;
        return "the thermostat of " + id() + " is replaced";
    }
}
