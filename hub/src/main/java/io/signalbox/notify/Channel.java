package io.signalbox.notify;

import io.signalbox.alarm.Notice;

/** A way to people. */
interface Channel {
    /** Tells it from all others; the same after every restart. */
    String name();

    /** Sends a notice and waits for the receiver's answer, not longer than half a minute or so. */
    Outcome send(Notice notice);
}
