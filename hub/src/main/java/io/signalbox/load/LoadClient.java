package io.signalbox.load;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.signalbox.mqtt.codec.ConnAck;
import io.signalbox.mqtt.codec.Connect;
import io.signalbox.mqtt.codec.ConnectProperties;
import io.signalbox.mqtt.codec.Decoded;
import io.signalbox.mqtt.codec.Decoder;
import io.signalbox.mqtt.codec.Disconnect;
import io.signalbox.mqtt.codec.Encoder;
import io.signalbox.mqtt.codec.Fault;
import io.signalbox.mqtt.codec.Packet;
import io.signalbox.mqtt.codec.ProtocolVersion;
import io.signalbox.mqtt.codec.ReasonCode;
import io.signalbox.time.Clock;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Locale;

/**
 * One connection to the broker, which by itself only connects; its kinds publish or subscribe.
 * Everything happens on the thread of {@link Load}.
 */
class LoadClient {
    private static final int MAX_PACKET_BYTES = 1 << 28;
    private static final byte[] NOTHING = {};

    /** What is written beyond this waits for the socket. */
    private static final int MAX_UNSENT_BYTES = 256 << 10;

    final LoadPlan plan;
    final Counters counters;
    private final Encoder encoder;
    private final String clientId;
    private final Decoder decoder;
    private final ByteBuf unsent = Unpooled.buffer(64);
    private byte[] rest = NOTHING;
    private @Nullable SocketChannel channel;
    private @Nullable Wire wire;
    private @Nullable SelectionKey key;
    private boolean ready;
    private @Nullable String failure;

    LoadClient(LoadPlan plan, Counters counters, Encoder encoder, String clientId) {
        this.plan = plan;
        this.counters = counters;
        this.encoder = encoder;
        this.clientId = clientId;
        this.decoder = Decoder.fromServer(plan.version(), MAX_PACKET_BYTES);
    }

    /** The broker has accepted the connection and all that this kind needs. */
    final boolean ready() {
        return ready && failure == null;
    }

    /** Whether there is an answer yet, good or bad. */
    final boolean settled() {
        return ready || failure != null;
    }

    /** Why there is no connection, or no longer; null while there is none to tell. */
    final @Nullable String failure() {
        return failure;
    }

    /** Begins to connect, from {@code source} if that is given. */
    final void open(Selector selector, @Nullable InetSocketAddress source) {
        try {
            SocketChannel opened = SocketChannel.open();
            channel = opened;
            TlsSettings tls = plan.broker().tls();
            wire = tls == null ? new PlainWire(opened) : new TlsWire(opened, tls.engine());
            opened.configureBlocking(false);
            opened.setOption(StandardSocketOptions.TCP_NODELAY, true);
            if (source != null) {
                opened.setOption(StandardSocketOptions.SO_REUSEADDR, true);
                opened.bind(source);
            }
            boolean done = opened.connect(plan.broker().address());
            key = opened.register(selector, done ? 0 : SelectionKey.OP_CONNECT, this);
            if (done) {
                connected();
            }
        } catch (IOException e) {
            fail(reason(e));
        }
    }

    /** The selector says that the socket can do something. */
    final void event(ByteBuf buffer, Clock clock) {
        SocketChannel open = channel;
        Wire bytes = wire;
        SelectionKey its = key;
        if (open == null || bytes == null || its == null || !its.isValid()) {
            return;
        }
        try {
            if (its.isConnectable() && open.finishConnect()) {
                connected();
            } else {
                if (its.isReadable()) {
                    read(bytes, buffer, clock);
                }
                if (its.isValid() && its.isWritable()) {
                    flush();
                }
            }
        } catch (IOException e) {
            fail(reason(e));
        }
    }

    private void connected() {
        long expiry = sessionExpirySeconds();
        write(new Connect(
                plan.version(),
                clientId,
                expiry == 0,
                0,
                null,
                plan.broker().userName(),
                plan.broker().password(),
                properties(expiry)));
        greet();
        flush();
    }

    private static ConnectProperties properties(long expirySeconds) {
        ConnectProperties none = ConnectProperties.NONE;
        return new ConnectProperties(
                expirySeconds,
                none.receiveMaximum(),
                none.maximumPacketBytes(),
                0,
                false,
                true,
                null,
                null,
                List.of());
    }

    /** How long the broker shall keep the session of this client; 0 to the end of the connection. */
    long sessionExpirySeconds() {
        return 0;
    }

    /** What this kind says behind its CONNECT, without waiting for an answer [MQTT-3.1.4]. */
    void greet() {}

    /** The shared buffer holds what was left of the last read, then what has come. */
    private void read(Wire bytes, ByteBuf buffer, Clock clock) throws IOException {
        buffer.clear().writeBytes(rest);
        rest = NOTHING;
        buffer.ensureWritable(EventLoop.READ_BYTES);
        int count = bytes.read(buffer);
        if (count < 0) {
            fail("closed by the broker");
            return;
        }
        long now = clock.nanos();
        Decoded decoded = decoder.decode(buffer);
        while (decoded != null && failure == null) {
            switch (decoded) {
                case Fault fault -> fail(malformed(fault));
                case ConnAck answer -> answered(answer);
                case Disconnect bye -> fail("disconnected by the broker: " + words(bye.reason()));
                case Packet packet -> received(packet, now);
            }
            decoded = decoder.decode(buffer);
        }
        if (buffer.isReadable() && failure == null) {
            rest = new byte[buffer.readableBytes()];
            buffer.readBytes(rest);
        }
    }

    private void answered(ConnAck answer) {
        if (answer.reason().failed()) {
            fail("refused: " + words(answer.reason()));
        } else {
            accepted(answer.properties().receiveMaximum());
        }
    }

    /** The broker takes this client, and so many unacknowledged messages of it. */
    void accepted(int receiveMaximum) {
        becomeReady();
    }

    final void becomeReady() {
        ready = true;
    }

    /** A packet for the kinds; this one expects none. */
    void received(Packet packet, long nowNanos) {}

    /** Appends a packet to what the next flush sends. */
    final void write(Packet packet) {
        encoder.encode(packet, plan.version(), Long.MAX_VALUE, true, unsent);
    }

    final void write(byte[] bytes, int count) {
        unsent.writeBytes(bytes, 0, count);
    }

    /** Whether the socket takes more. */
    final boolean open() {
        return unsent.readableBytes() < MAX_UNSENT_BYTES;
    }

    /** Sends what the socket takes; the rest when it takes more. */
    final void flush() {
        Wire bytes = wire;
        SelectionKey its = key;
        if (bytes == null || its == null || failure != null) {
            return;
        }
        if (!unsent.isReadable() && !bytes.blocked()) {
            return;
        }
        try {
            bytes.write(unsent);
            wrote();
            if (!unsent.isReadable()) {
                unsent.clear();
            } else {
                unsent.discardSomeReadBytes();
            }
            int wanted = SelectionKey.OP_READ | (bytes.blocked() ? SelectionKey.OP_WRITE : 0);
            if (its.interestOps() != wanted) {
                its.interestOps(wanted);
            }
        } catch (IOException e) {
            fail(reason(e));
        }
    }

    /** Something went to the socket. */
    void wrote() {}

    final void failUnanswered() {
        fail("no answer within 10 s");
    }

    final void fail(String reason) {
        if (failure == null) {
            failure = reason;
            close();
        }
    }

    /** Says goodbye if that is possible. */
    final void end() {
        if (ready()) {
            write(new Disconnect(ReasonCode.SUCCESS));
            flush();
        }
        close();
    }

    private void close() {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException _) {
            // It is gone either way.
        }
    }

    /** A broker that knows 3.1.1 alone refuses other clients in its own words [MQTT-3.1.2-2]. */
    private String malformed(Fault fault) {
        String hint = ready || plan.version() != ProtocolVersion.V5
                ? ""
                : " (if it is a broker of MQTT 3.1.1, use --mqtt 3.1.1)";
        return "malformed packet from the broker: " + fault + hint;
    }

    private static String words(ReasonCode reason) {
        return reason.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static String reason(IOException e) {
        String message = e.getMessage();
        return message == null ? e.getClass().getSimpleName() : message;
    }
}
