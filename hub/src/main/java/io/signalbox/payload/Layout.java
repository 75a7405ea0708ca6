package io.signalbox.payload;

/** Where in a payload the values stand; each has a number, its slot. */
public sealed interface Layout {
    /** {@link Fields#timeSlot} of a payload that tells no time. */
    int NO_SLOT = PointerTree.NO_SLOT;

    /**
     * Objects and arrays with pointers into them.
     *
     * @param timeSlot the slot with the time of all other values, or {@link #NO_SLOT}
     */
    record Fields(PointerTree tree, int timeSlot) implements Layout {}

    /** One value is the whole payload: JSON that is one value, or text. Its slot is 0. */
    record Whole() implements Layout {}
}
