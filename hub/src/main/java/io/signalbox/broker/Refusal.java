package io.signalbox.broker;

/**
 * Why the broker closes a connection: the reason, and what a person reads of it in the log and, in
 * MQTT 5, at the client.
 */
record Refusal(DisconnectReason reason, String words) {
    static final Refusal STOPPING =
            new Refusal(DisconnectReason.SERVER_SHUTTING_DOWN, "the hub stops");
    static final Refusal BUSY = new Refusal(
            DisconnectReason.SERVER_BUSY,
            "the hub has more to do than it can and takes no new connections; try again later");
    static final Refusal DISK_FULL = new Refusal(
            DisconnectReason.DISK_FULL,
            "the hub's disk is full (disk.full): no new sessions and wills until there is room");
    static final Refusal TAKEN_OVER = new Refusal(
            DisconnectReason.SESSION_TAKEN_OVER, "another connection uses this client id now");
    static final Refusal UNREADABLE = new Refusal(
            DisconnectReason.INTERNAL_ERROR,
            "the hub cannot read what waits for this session; its log says more");

    static Refusal sessions(long most) {
        return new Refusal(
                DisconnectReason.QUOTA_EXCEEDED,
                "the hub keeps " + most + " sessions already (limits.sessions); connect without a"
                        + " stored session and without a will");
    }

    static Refusal filters(int most, int found) {
        return new Refusal(
                DisconnectReason.QUOTA_EXCEEDED,
                "expected at most " + most + " filters in a packet, found " + found);
    }
}
