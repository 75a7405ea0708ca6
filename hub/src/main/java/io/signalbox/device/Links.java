package io.signalbox.device;

/** What is known of the connections of devices; asked by any thread, and answers at once. */
public interface Links {
    /** How a device is linked to the hub. */
    enum Link {
        /** It is connected now. */
        CONNECTED,
        /** It is not connected, and a session waits for it. */
        WAITING,
        /** Nothing is known: it may speak by other ways, or with another name. */
        NONE
    }

    Link of(String deviceId);
}
