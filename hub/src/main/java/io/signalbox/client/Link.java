package io.signalbox.client;

import io.signalbox.mqtt.codec.ConnAck;
import io.signalbox.mqtt.codec.Decoded;
import io.signalbox.mqtt.codec.Packet;
import io.signalbox.mqtt.codec.PacketStream;
import io.signalbox.mqtt.codec.ReasonCode;

import org.jspecify.annotations.Nullable;

import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;

/** One TCP connection of a client whose CONNECT was accepted. */
final class Link {
    private static final int LARGEST_PACKET = 268_435_460;
    private static final int SEND_BUFFER = 32 * 1024;

    private final Socket socket;
    private final PacketStream packets;
    private final ConnAck welcome;

    private Link(Socket socket, PacketStream packets, ConnAck welcome) {
        this.socket = socket;
        this.packets = packets;
        this.welcome = welcome;
    }

    /** Connects and says CONNECT; {@link Refused} if the server will not have it. */
    static Link open(ClientOptions options) throws IOException {
        Socket socket = new Socket();
        try {
            socket.setTcpNoDelay(true);
            InetSocketAddress server = new InetSocketAddress(options.host(), options.port());
            socket.connect(server, options.timeoutMillis());
            socket.setSoTimeout(options.timeoutMillis());
            PacketStream packets = new PacketStream(
                    socket.getInputStream(),
                    new BufferedOutputStream(socket.getOutputStream(), SEND_BUFFER),
                    options.version(),
                    LARGEST_PACKET);
            packets.write(options.connect());
            ConnAck welcome = welcome(packets.read());
            socket.setSoTimeout(0);
            return new Link(socket, packets, welcome);
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    private static ConnAck welcome(@Nullable Decoded first) throws IOException {
        if (first == null) {
            throw new EOFException("expected CONNACK; the server closed the connection instead");
        }
        if (!(first instanceof ConnAck answer)) {
            throw new IOException("expected CONNACK; the server sent " + first);
        }
        if (answer.reason() != ReasonCode.SUCCESS) {
            throw new Refused("the connection", answer.reason());
        }
        return answer;
    }

    ConnAck welcome() {
        return welcome;
    }

    @Nullable
    Decoded read() throws IOException {
        return packets.read();
    }

    void write(Packet packet) throws IOException {
        packets.write(packet);
    }

    void close() {
        try {
            socket.close();
        } catch (IOException e) {
            // It was to be closed, and now it is of no use either way.
            System.getLogger(Link.class.getName()).log(System.Logger.Level.DEBUG, "close", e);
        }
    }
}
