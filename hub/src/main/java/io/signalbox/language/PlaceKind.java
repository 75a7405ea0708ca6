package io.signalbox.language;

import java.util.List;

/**
 * A kind of place in which devices stand, such as "Room".
 *
 * <p>A device's place is a path, such as {@code north/hall3/room1}. If kinds are declared to stand in
 * each other, each level of the path is a place of its kind, and a device that stands in a room
 * stands in its hall and its site, too. Of a kind that is not declared the whole path is one place.
 *
 * @param depth level of the path at which such a place ends, from 1; 0 if the whole path names one
 * @param holds the kinds whose devices stand in such a place: itself and those inside of it
 */
public record PlaceKind(String name, int depth, List<String> holds) {
    public PlaceKind {
        holds = List.copyOf(holds);
    }

    /** Whether devices of this type stand in such places. */
    public boolean holds(DeviceType type) {
        return holds.contains(type.standsIn());
    }

    /** The place of this kind on a device's path; empty if the path does not reach so deep. */
    public String on(String path) {
        if (depth == 0) {
            return path;
        }
        int end = -1;
        for (int level = 0; level < depth; level++) {
            int slash = path.indexOf('/', end + 1);
            if (slash < 0) {
                return level == depth - 1 ? path : "";
            }
            end = slash;
        }
        return path.substring(0, end);
    }
}
