package io.signalbox.rules;

import io.signalbox.language.DeviceType;
import io.signalbox.language.PlaceKind;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The places of a kind in which devices stand, with the rules over them: a row each, as devices have
 * in the table of their type. A place is there as long as a device stands in it.
 */
final class PlaceTable {
    private final PlaceKind kind;
    private final TypeRules rules;
    private final Map<String, Integer> rows = new HashMap<>();
    private final List<Members> members = new ArrayList<>();

    PlaceTable(DeviceType type, PlaceKind kind) {
        this.kind = kind;
        this.rules = new TypeRules(new DeviceTable(type));
    }

    PlaceKind kind() {
        return kind;
    }

    DeviceTable table() {
        return rules.table();
    }

    TypeRules rules() {
        return rules;
    }

    /** Who stands there, by type. */
    List<Members> members() {
        return members;
    }

    /** The row of the place, or {@link Members#NOWHERE} if nobody stands in it. */
    int row(String place) {
        return rows.getOrDefault(place, Members.NOWHERE);
    }

    /** The devices of the type that has the name of the kind: each stands for its place. */
    Optional<Members> own() {
        return members.stream()
                .filter(of -> of.devices().type().name().equals(kind.name()))
                .findFirst();
    }

    /** The device that stands for the place, if there is exactly one. */
    Optional<String> representative(int place) {
        return own().filter(own -> own.count(place) == 1)
                .map(own -> own.devices().device(own.row(place, 0)));
    }

    /**
     * Another device, or none, stands for the place from now on: its points say what that device's
     * last samples said, and nothing changes by that. Algorithms learn of that device from here on.
     *
     * @param anew false to learn only those points of which nothing is known yet
     */
    void represent(int place, boolean anew, long now) {
        Members own = own().orElse(null);
        if (own == null) {
            return;
        }
        boolean one = own.count(place) == 1;
        int row = one ? own.row(place, 0) : 0;
        if (one) {
            table().born(place, own.devices().created(row));
        }
        for (Column column : table().columns()) {
            boolean unheard = column.heard(place) == PlantTime.NEVER;
            if (anew) {
                column.reset(place);
                column.unlearn(place);
            }
            Column told = own.devices().column(column.point());
            if (one && (anew || unheard) && told.heard(row) != PlantTime.NEVER) {
                told.value(row, now)
                        .ifPresent(v -> column.take(place, v, true, told.sampled(row), now));
                column.heardAt(place, told.heard(row));
            }
        }
    }

    boolean isEmpty(int place) {
        for (Members of : members) {
            if (of.count(place) > 0) {
                return false;
            }
        }
        return true;
    }

    int add(String place, long createdMillis) {
        int row = table().add(place, 0, createdMillis);
        rows.put(place, row);
        return row;
    }

    void remove(int place) {
        rows.remove(table().device(place));
        table().remove(place);
    }

    /** Learns the names of the rows that its table was given. */
    void index() {
        rows.clear();
        table().forEachRow(row -> rows.put(table().device(row), row));
    }
}
