package io.signalbox.rules;

import io.signalbox.language.DeviceType;
import io.signalbox.language.PlaceKind;
import io.signalbox.language.Point;

import java.util.List;
import java.util.Optional;

/** The types of halls and rooms, and of the devices that stand for halls, in cases by chance. */
final class PlaceTypes {
    static final PlaceKind ROOM = new PlaceKind("Room", 2, List.of("Room"));
    static final PlaceKind HALL = new PlaceKind("Hall", 1, List.of("Room", "Hall"));

    private PlaceTypes() {}

    /** The type of the devices that stand for halls; they have the points of other devices. */
    static DeviceType hall(DeviceType type) {
        return named("Hall", "", type.points(), Optional.empty());
    }

    /** A kind of place, without points. */
    static DeviceType place(String kind) {
        return named(
                kind,
                "",
                List.of(),
                Optional.of(List.of(ROOM, HALL).stream()
                        .filter(k -> k.name().equals(kind))
                        .findFirst()
                        .orElseThrow()));
    }

    static DeviceType hallPlace(DeviceType type) {
        return named("Hall", "", type.points(), Optional.of(HALL));
    }

    static DeviceType named(String name, String in, List<Point> points, Optional<PlaceKind> kind) {
        return new DeviceType(
                name,
                "",
                in,
                points,
                List.of(),
                List.of(),
                "",
                "0000000000000000",
                RandomRules.NOWHERE,
                kind);
    }
}
