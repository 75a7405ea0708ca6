package io.signalbox.rules;

import io.signalbox.device.Device;

/** Where devices stand, as an engine sees it. */
interface Address {
    /** As they are registered now. */
    Address PRESENT = device -> device.place().orElse("");

    /** The device's place; empty if it stands nowhere. */
    String of(Device device);
}
