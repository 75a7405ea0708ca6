package io.signalbox.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** All machines of the demo, and the timetable of what breaks and is mended. */
final class Plant {
    private static final int ROUND_SECONDS = 120;

    private record Event(int second, Machine machine, boolean breaks) {}

    private final List<Machine> machines = new ArrayList<>();
    private final List<Event> timetable = new ArrayList<>();
    private final RandomGenerator chance;
    private int seconds;

    Plant(RandomGenerator chance) {
        this.chance = chance;
        for (int i = 1; i <= 6; i++) {
            machines.add(new Pump("p" + i, i <= 3 ? "hall1" : "hall2"));
        }
        for (int i = 1; i <= 3; i++) {
            machines.add(new Tank("t" + i, "yard", 50 + 4 * i));
        }
        machines.add(new Boiler("b1", "boilerhouse"));
        machines.add(new Boiler("b2", "boilerhouse"));

        disturb(6, 30, "p2");
        disturb(40, 75, "b1");
        disturb(80, 112, "t1");
    }

    private void disturb(int breaksAt, int mendedAt, String id) {
        Machine machine =
                machines.stream().filter(m -> m.id().equals(id)).findFirst().orElseThrow();
        timetable.add(new Event(breaksAt, machine, true));
        timetable.add(new Event(mendedAt, machine, false));
    }

    List<Machine> machines() {
        return List.copyOf(machines);
    }

    /** Lets a second pass; returns what an onlooker would notice. */
    List<String> step() {
        List<String> noticed = new ArrayList<>();
        for (Event event : timetable) {
            if (event.second == seconds % ROUND_SECONDS) {
                noticed.add(event.breaks ? event.machine.fail() : event.machine.mend());
            }
        }
        machines.forEach(machine -> machine.step(1, chance));
        seconds++;
        return noticed;
    }
}
