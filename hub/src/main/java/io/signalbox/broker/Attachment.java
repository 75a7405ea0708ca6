package io.signalbox.broker;

import org.jspecify.annotations.Nullable;

/**
 * One connection's hold on its session, from {@link BrokerLoop#connect} until the connection ends
 * or is closed by the broker. After that, whatever is still called with it does nothing.
 */
public final class Attachment {
    final BrokerLoop loop;
    final ConnectRequest request;
    final Connection connection;

    /** Null if the connection was refused. */
    @Nullable
    Turn turn;

    /** Null until the session is here. */
    @Nullable
    Session session;

    /** The connection is gone or told to go. */
    boolean closed;

    /** Bytes may wait in the connection to be flushed. */
    boolean touched;

    /** Reading is paused until the journal has room. */
    boolean paused;

    /** The batch with its last QoS 0 message that goes through the journal; 0 for none. */
    long journaledIn;

    Attachment(BrokerLoop loop, ConnectRequest request, Connection connection) {
        this.loop = loop;
        this.request = request;
        this.connection = connection;
    }

    public String clientId() {
        return request.clientId();
    }
}
