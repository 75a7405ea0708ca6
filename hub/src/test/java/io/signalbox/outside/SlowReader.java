package io.signalbox.outside;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;

/**
 * A subscriber of MQTT 3.1.1 that decides for itself how fast it reads: the bytes written out by
 * hand, one message after the other, each acknowledged when it was read.
 */
final class SlowReader implements AutoCloseable {
    private static final int RECEIVE_BUFFER_BYTES = 16 << 10;

    private final Socket socket = new Socket();
    private final DataInputStream in;
    private final DataOutputStream out;
    private InputStream paced = InputStream.nullInputStream();

    /** Connects to a session that stays and subscribes, at QoS 1. */
    SlowReader(int port, String clientId, String filter) throws IOException {
        socket.setReceiveBufferSize(RECEIVE_BUFFER_BYTES);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        socket.setSoTimeout(60_000);
        out = new DataOutputStream(socket.getOutputStream());
        in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 4096));
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        DataOutputStream connect = new DataOutputStream(body);
        connect.writeUTF("MQTT");
        connect.write(new byte[] {4, 0, 0, 0});
        connect.writeUTF(clientId);
        send(0x10, body);
        expect(0x20, 2);
        body.reset();
        DataOutputStream subscribe = new DataOutputStream(body);
        subscribe.writeShort(1);
        subscribe.writeUTF(filter);
        subscribe.write(1);
        send(0x82, body);
        expect(0x90, 3);
    }

    private void send(int type, ByteArrayOutputStream body) throws IOException {
        out.write(type);
        out.write(body.size());
        out.write(body.toByteArray());
        out.flush();
    }

    private void expect(int type, int length) throws IOException {
        if (in.read() != type || in.read() != length) {
            throw new IOException("expected a packet of type " + type);
        }
        in.readNBytes(length);
    }

    /** Reads bytes and does not look at them yet. */
    void read(int bytes) throws IOException {
        byte[] more = in.readNBytes(bytes);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.write(paced.readAllBytes());
        all.write(more);
        paced = new java.io.ByteArrayInputStream(all.toByteArray());
    }

    /** The next message: the number that its payload begins with. */
    int next() throws IOException {
        int type = one();
        int length = 0;
        int shift = 0;
        int more;
        do {
            more = one();
            length |= (more & 0x7F) << shift;
            shift += 7;
        } while (more > 0x7F);
        if ((type & 0xF0) != 0x30) {
            throw new IOException("expected PUBLISH, found a packet of type " + type);
        }
        byte[] packet = new byte[length];
        int had = paced.readNBytes(packet, 0, length);
        in.readFully(packet, had, length - had);
        ByteBuffer body = ByteBuffer.wrap(packet);
        int topicBytes = body.getShort();
        if (topicBytes > 1000) {
            throw new IOException(new String(packet, UTF_8));
        }
        body.position(2 + topicBytes);
        if ((type & 0x06) != 0) {
            int packetId = Short.toUnsignedInt(body.getShort());
            out.write(new byte[] {0x40, 2, (byte) (packetId >> 8), (byte) packetId});
        }
        return body.getInt();
    }

    private int one() throws IOException {
        int had = paced.read();
        return had >= 0 ? had : in.readUnsignedByte();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
