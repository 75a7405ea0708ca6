package io.signalbox.payload;

import java.util.List;
import java.util.Map;

/** Where in a payload the values stand; each has a number, its slot. */
public sealed interface Layout {
    /** {@link Fields#timeSlot} of a payload that tells no time. */
    int NO_SLOT = PointerTree.NO_SLOT;

    /**
     * Objects and arrays with pointers into them.
     *
     * @param timeSlot the slot with the time of all other values, or {@link #NO_SLOT}
     */
    record Fields(Encoding encoding, PointerTree tree, int timeSlot) implements Layout {}

    /**
     * Measurements by name (RFC 8428); those of other names are left out.
     *
     * @param slots by name
     */
    record Senml(Encoding encoding, Map<String, Integer> slots) implements Layout {
        public Senml {
            slots = Map.copyOf(slots);
        }
    }

    /**
     * Numbers at fixed places.
     *
     * @param fields each at its slot
     * @param timeSlot the slot with the time of all other values, or {@link #NO_SLOT}
     */
    record Binary(List<BinaryField> fields, int timeSlot) implements Layout {
        public Binary {
            fields = List.copyOf(fields);
        }
    }

    /** One value is the whole payload: JSON that is one value, or text. Its slot is 0. */
    record Whole() implements Layout {}
}
