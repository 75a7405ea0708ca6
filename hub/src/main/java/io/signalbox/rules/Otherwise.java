package io.signalbox.rules;

import io.signalbox.command.Claim;
import io.signalbox.command.CommandState;
import io.signalbox.command.Fates;
import io.signalbox.device.Device;
import io.signalbox.device.DeviceRegistry;

import java.util.function.Supplier;

/** Lets a rule do what stands behind {@code otherwise} when a command of it is in vain. */
final class Otherwise implements Fates {
    private final DeviceRegistry registry;
    private final Seats seats;
    private final Supplier<Rulebook> book;
    private final Consequences consequences;
    private final PlantTime time;

    Otherwise(
            DeviceRegistry registry,
            Seats seats,
            Supplier<Rulebook> book,
            Consequences consequences,
            PlantTime time) {
        this.registry = registry;
        this.seats = seats;
        this.book = book;
        this.consequences = consequences;
        this.time = time;
    }

    @Override
    public void inVain(Claim claim, CommandState fate, String reason) {
        Instances of = book.get().instances(claim.origin().by());
        Device device = registry.find(claim.device()).orElse(null);
        int step = claim.origin().otherwise();
        if (of == null
                || device == null
                || step < 0
                || step >= of.actions().all().size()
                || !of.rule().hash().equals(claim.origin().version())) {
            return;
        }
        int row = claimant(of, device, claim);
        if (row != Members.NOWHERE) {
            String why = reason.isEmpty() ? fate.id() : fate.id() + ", " + reason;
            consequences.giveUp(of, row, time.now(), of.actions().all().get(step), claim, why);
        }
    }

    /** The row of the instance that made the claim: the device's own, or that of the place it is of. */
    private int claimant(Instances of, Device device, Claim claim) {
        if (book.get().places(of).isEmpty()) {
            int row = seats.row(of, device);
            return row != Members.NOWHERE && consequences.isOf(of, row, claim)
                    ? row
                    : Members.NOWHERE;
        }
        DeviceTable places = of.table();
        for (int place = 0; place < places.capacity(); place++) {
            if (places.used(place) && consequences.isOf(of, place, claim)) {
                return place;
            }
        }
        return Members.NOWHERE;
    }
}
