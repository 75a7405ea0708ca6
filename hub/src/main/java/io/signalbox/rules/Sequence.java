package io.signalbox.rules;

/** Something that comes after something else in time, or fails to. */
interface Sequence extends Node, Memory {
    /** How long ago that came which waits to be followed, in milliseconds; 0 if nothing waits. */
    long pendingMillis(int row, long now);
}
