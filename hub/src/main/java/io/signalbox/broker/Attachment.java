package io.signalbox.broker;

/**
 * One connection's hold on its session, from {@link BrokerLoop#connect} until the connection ends
 * or is closed by the broker. After that, whatever is still called with it does nothing.
 */
public final class Attachment {
    final ConnectRequest request;
    final Connection connection;

    Attachment(ConnectRequest request, Connection connection) {
        this.request = request;
        this.connection = connection;
    }

    public String clientId() {
        return request.clientId();
    }
}
