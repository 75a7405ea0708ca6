package io.signalbox.scenario;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.Arrays;

/** A connection over a real socket. */
final class SocketLink implements World.Link {
    private final Socket socket = new Socket();
    private final byte[] buffer = new byte[8 * 1024];

    /** @param patienceMillis how long what must come may take */
    SocketLink(InetSocketAddress server, int patienceMillis) throws IOException {
        socket.connect(server, patienceMillis);
        socket.setSoTimeout(patienceMillis);
        socket.setTcpNoDelay(true);
    }

    @Override
    public void send(byte[] bytes) throws IOException {
        try {
            socket.getOutputStream().write(bytes);
        } catch (SocketException e) {
            // The server has closed; what it said before is still to be read.
        }
    }

    @Override
    public byte @Nullable [] receive() throws IOException {
        try {
            int length = socket.getInputStream().read(buffer);
            return Arrays.copyOf(buffer, Math.max(0, length));
        } catch (SocketTimeoutException e) {
            return null;
        } catch (SocketException e) {
            return new byte[0];
        }
    }

    @Override
    public void drop() throws IOException {
        socket.close();
    }
}
