package io.signalbox.rules;

import io.signalbox.command.Interlocks;
import io.signalbox.device.Device;
import io.signalbox.device.DeviceRegistry;
import io.signalbox.language.Interlock;
import io.signalbox.message.Value;

/** What the interlocks that are active forbid. Belongs to the fold's thread. */
final class Vetoes implements Interlocks {
    private static final Verdict ALLOWED = new Verdict.Allowed();

    private final DeviceRegistry registry;
    private final Seats seats;

    Vetoes(DeviceRegistry registry, Seats seats) {
        this.registry = registry;
        this.seats = seats;
    }

    @Override
    public Verdict check(String device, String point, Value value) {
        Device found = registry.find(device).orElse(null);
        TypeRules rules = found == null ? null : seats.rules(found.ordinal());
        if (found == null || rules == null) {
            return ALLOWED;
        }
        int row = seats.row(found.ordinal());
        for (Instances of : rules.all()) {
            Interlock interlock = of.interlock().orElse(null);
            if (interlock != null
                    && of.active(row)
                    && interlock.point().name().equals(point)
                    && interlock.point().isSame(interlock.value(), value)) {
                return new Verdict.Vetoed(
                        interlock.name(),
                        Trace.shortened(interlock.condition().written().text()));
            }
        }
        return ALLOWED;
    }
}
