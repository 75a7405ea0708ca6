package io.signalbox.client;

import io.signalbox.mqtt.codec.ReasonCode;

import java.io.IOException;

/** The server said no to a CONNECT, a PUBLISH or a SUBSCRIBE, with this reason. */
public final class Refused extends IOException {
    private static final long serialVersionUID = 1;

    private final ReasonCode reason;

    Refused(String what, ReasonCode reason) {
        super("the server refused " + what + ": " + reason + " (0x"
                + Integer.toHexString(reason.number()) + ")");
        this.reason = reason;
    }

    public ReasonCode reason() {
        return reason;
    }
}
