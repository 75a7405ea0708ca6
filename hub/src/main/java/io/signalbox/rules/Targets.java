package io.signalbox.rules;

import io.signalbox.language.Action;
import io.signalbox.language.DeviceType;
import io.signalbox.language.PlaceKind;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The devices whose actuators a rule claims: its own device; or of a rule over places the device that
 * stands for the place, or all of a type in it.
 */
final class Targets {
    /** Most devices that one action claims; the further ones are left alone and counted. */
    static final int MAX_DEVICES = 10_000;

    private final DeviceTable table;
    private final @Nullable PlaceTable places;

    /** By type: the devices that are claimed wherever the rule holds. */
    private final Map<String, Members> everywhere = new HashMap<>();

    Targets(Numbered actions, DeviceTable table, Neighbours neighbours) {
        this.table = table;
        PlaceKind kind = table.type().place().orElse(null);
        this.places = kind == null ? null : neighbours.places(kind);
        for (Numbered.Step step : actions.all()) {
            if (kind != null && step.action() instanceof Action.Claim claim) {
                claim.everywhere()
                        .ifPresent(type ->
                                everywhere.put(type.name(), neighbours.members(kind, type)));
            }
        }
    }

    /** The names of the devices that a claim of this instance is on now. */
    List<String> of(Action.Claim claim, int row) {
        if (places == null) {
            return List.of(table.device(row));
        }
        Members all = claim.everywhere().map(this::members).orElse(null);
        return all == null
                ? places.representative(row).map(List::of).orElse(List.of())
                : names(all, row);
    }

    /** The devices on which such a claim may be that was made while it stood otherwise there. */
    List<String> claimed(Action.Claim claim, int row) {
        return places == null || claim.everywhere().isPresent()
                ? of(claim, row)
                : places.own().map(own -> names(own, row)).orElse(List.of());
    }

    private static List<String> names(Members all, int place) {
        int count = Math.min(MAX_DEVICES, all.count(place));
        List<String> names = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            names.add(all.devices().device(all.row(place, i)));
        }
        return names;
    }

    /** How many devices there are beyond {@link #MAX_DEVICES}, which are not claimed. */
    int beyond(Action.Claim claim, int row) {
        Members all = claim.everywhere().map(this::members).orElse(null);
        return all == null ? 0 : Math.max(0, all.count(row) - MAX_DEVICES);
    }

    /** Whether devices that leave these may be claimed as some of them. */
    boolean claims(Action.Claim claim, Members all) {
        return places != null
                && claim.everywhere()
                        .map(type -> all == members(type))
                        .orElse(places.own().filter(own -> own == all).isPresent());
    }

    private @Nullable Members members(DeviceType type) {
        return everywhere.get(type.name());
    }
}
