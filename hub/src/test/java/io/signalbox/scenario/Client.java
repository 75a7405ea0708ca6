package io.signalbox.scenario;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.signalbox.mqtt.codec.Decoded;
import io.signalbox.mqtt.codec.Decoder;
import io.signalbox.mqtt.codec.Fault;
import io.signalbox.mqtt.codec.Packet;
import io.signalbox.mqtt.codec.ProtocolVersion;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayDeque;

/** One client of a scenario, from the opening of its connection to the end. */
final class Client {
    private final World.Link link;
    private final Decoder decoder;
    private final ByteBuf received = Unpooled.buffer();
    private final ArrayDeque<Said> inbox = new ArrayDeque<>();
    private final ByteArrayOutputStream unsent = new ByteArrayOutputStream();
    final ProtocolVersion version;

    /** CONNACK has accepted it, and nothing has ended it since. */
    boolean connected;

    /** The hub has closed, or the client has dropped the connection. */
    boolean ended;

    /** A line has expected that, or brought it about. */
    boolean endExpected;

    /** It sent DISCONNECT: the end need not be expected. */
    boolean leaving;

    Client(World.Link link, ProtocolVersion version) {
        this.link = link;
        this.version = version;
        this.decoder = Decoder.fromServer(version, 1 << 28);
    }

    void send(byte[] bytes, boolean more) throws IOException {
        unsent.writeBytes(bytes);
        if (!more) {
            link.send(unsent.toByteArray());
            unsent.reset();
        }
    }

    void drop() throws IOException {
        link.drop();
        ended = true;
        connected = false;
    }

    /** The next packet; null if none comes any more. */
    @Nullable
    Said next() throws IOException {
        Said first = inbox.poll();
        return first == null ? fromLink() : first;
    }

    private @Nullable Said fromLink() throws IOException {
        while (!ended) {
            Decoded decoded = decoder.decode(received);
            switch (decoded) {
                case null -> {}
                case Fault fault ->
                    throw new AssertionError("expected a packet, found one that is " + fault);
                case Packet packet -> {
                    Said said = Unpacking.said(packet);
                    note(said);
                    return said;
                }
            }
            byte[] bytes = link.receive();
            if (bytes == null) {
                return null;
            }
            ended = bytes.length == 0;
            connected &= !ended;
            received.writeBytes(bytes);
        }
        return null;
    }

    private void note(Said said) {
        if (said.form().type().equals("CONNACK")) {
            connected = said.one("reason").equals("0x00");
        }
    }

    /** The next packet that is kept; null if none is. */
    @Nullable
    Said kept() {
        return inbox.poll();
    }

    /** Keeps a packet for {@link #next}, behind those that are kept already. */
    void keep(Said packet) {
        inbox.add(packet);
    }

    /** A packet from the link, not from those that are kept; null if there is none. */
    @Nullable
    Said beyondInbox() throws IOException {
        return fromLink();
    }
}
