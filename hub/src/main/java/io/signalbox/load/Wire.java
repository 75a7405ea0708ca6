package io.signalbox.load;

import io.netty.buffer.ByteBuf;

import java.io.IOException;

/** The bytes of a connection as the socket carries them: plain, or over TLS. Never waits. */
interface Wire {
    /** Appends what has come; -1 when the other side has ended. The buffer has much room. */
    int read(ByteBuf target) throws IOException;

    /** Takes what it can of these bytes. */
    void write(ByteBuf source) throws IOException;

    /** Whether something waits until the socket takes more. */
    boolean blocked();
}
