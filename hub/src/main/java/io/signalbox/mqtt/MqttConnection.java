package io.signalbox.mqtt;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelOutputShutdownEvent;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.signalbox.broker.Attachment;
import io.signalbox.broker.BrokerLoop;
import io.signalbox.broker.ConnectRequest;
import io.signalbox.broker.Connection;
import io.signalbox.broker.Delivered;
import io.signalbox.broker.Delivery;
import io.signalbox.broker.DisconnectReason;
import io.signalbox.broker.PublishOutcome;
import io.signalbox.broker.SubscribeOutcome;
import io.signalbox.mqtt.codec.Auth;
import io.signalbox.mqtt.codec.ConnAck;
import io.signalbox.mqtt.codec.ConnAckProperties;
import io.signalbox.mqtt.codec.Connect;
import io.signalbox.mqtt.codec.Decoded;
import io.signalbox.mqtt.codec.Decoder;
import io.signalbox.mqtt.codec.Disconnect;
import io.signalbox.mqtt.codec.Fault;
import io.signalbox.mqtt.codec.Packet;
import io.signalbox.mqtt.codec.PingReq;
import io.signalbox.mqtt.codec.PingResp;
import io.signalbox.mqtt.codec.ProtocolVersion;
import io.signalbox.mqtt.codec.PubAck;
import io.signalbox.mqtt.codec.PubComp;
import io.signalbox.mqtt.codec.PubRec;
import io.signalbox.mqtt.codec.PubRel;
import io.signalbox.mqtt.codec.Publish;
import io.signalbox.mqtt.codec.ReasonCode;
import io.signalbox.mqtt.codec.Subscribe;
import io.signalbox.mqtt.codec.Unsubscribe;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Objects;

import javax.net.ssl.SSLException;

/**
 * One client's connection, from accept to close, on one event loop for life.
 *
 * <p>It reads only while the session is attached, the journal has room and the client takes what
 * it is sent. Every end has one {@link DisconnectReason}, counted and logged once, here.
 *
 * <p>Longer than 400 lines because it is both sides of one state machine: Netty's and the broker's.
 */
final class MqttConnection extends ChannelInboundHandlerAdapter implements Connection {
    private static final System.Logger LOG = System.getLogger("io.signalbox.mqtt");

    /** How long a client has to take the last packet and close, before it is cut off. */
    private static final long FAREWELL_NANOS = 1_000_000_000L;

    private enum State {
        /** No CONNECT yet. */
        OPEN,
        /** CONNECT has begun an enhanced authentication that goes on. */
        AUTHENTICATING,
        /** The broker makes the session durable. */
        CONNECTING,
        CONNECTED,
        /** The last packet is on its way; what still comes in is thrown away. */
        ENDING,
        CLOSED
    }

    final MqttLoop loop;

    /** Place in the loop's list. */
    int index;

    /** What the client has sent and is not answered yet. */
    final ReceiveQuota quota;

    /** Null for as long as it uses none. */
    private @Nullable IncomingAliases aliases;

    private final Decoder decoder;
    private State state = State.OPEN;
    private @Nullable ChannelHandlerContext context;
    private @Nullable Output output;
    private @Nullable ByteBuf received;
    private @Nullable Attachment attachment;

    /** What ended in this batch of reads, and may have left something for the journal. */
    private @Nullable Attachment left;

    private @Nullable ConnectRequest request;

    /** Null without an enhanced authentication. */
    private @Nullable Authentication authentication;

    /** Whom the client's certificate names, or who it showed itself to be. */
    private @Nullable String principal;

    /** What CONNACK will say; only until then. */
    private @Nullable ConnAckProperties granted;

    /** Whose connection it is; null while a PROXY header is awaited, or without addresses. */
    private @Nullable InetSocketAddress client;

    private Addresses.@Nullable Place place;

    private final boolean proxied;

    /** It was looked at without having said CONNECT, when it could have. */
    private boolean sweptWaiting;

    private boolean askedToConnect;
    private String askedClientId = "";

    /** The client takes nothing any more; what it has said before it closed is still read. */
    private boolean outputEnded;

    private boolean journalFull;

    /** It is overdue, and is read from once more although it takes too little of what it is sent. */
    private boolean readOnceMore;

    /** It waits for {@link #endReads}. */
    private boolean readToEnd;

    private long keepAliveNanos;

    /** When it was opened, last heard of, or told to go: what its deadline is measured from. */
    private long sinceNanos;

    /** @param proxied true if a PROXY header tells whose connection it is */
    MqttConnection(MqttLoop loop, boolean proxied) {
        this.loop = loop;
        this.proxied = proxied;
        this.decoder = Decoder.fromClient(loop.config.maximumPacketBytes(), loop.readers);
        this.quota = new ReceiveQuota(loop.config.receiveMaximum());
    }

    ProtocolVersion version() {
        return output().version();
    }

    /** That of the session; before there is one, that which the client asked for. */
    String clientId() {
        return request == null ? askedClientId : request.clientId();
    }

    void asksFor(String clientId) {
        askedClientId = clientId;
    }

    long sessionExpirySeconds() {
        return request == null ? 0 : request.sessionExpirySeconds();
    }

    IncomingAliases aliases() {
        if (aliases == null) {
            aliases = new IncomingAliases(loop.config.terms().topicAliasMaximum());
        }
        return aliases;
    }

    /** The hold on the session; there is one from CONNACK on. */
    Attachment attachment() {
        return Objects.requireNonNull(attachment, "not attached");
    }

    private Output output() {
        return Objects.requireNonNull(output, "not active");
    }

    private ChannelHandlerContext context() {
        return Objects.requireNonNull(context, "not active");
    }

    // From the network.

    @Override
    public void channelActive(ChannelHandlerContext active) {
        context = active;
        output = new Output(loop, active);
        sinceNanos = loop.clock.nanos();
        loop.add(this);
        if (loop.counters.open() > loop.config.maximumConnections()) {
            end(DisconnectReason.SERVER_BUSY, "too many connections");
        } else if (!proxied && active.channel().remoteAddress() instanceof InetSocketAddress from) {
            admit(from);
        }
    }

    private void admit(InetSocketAddress from) {
        client = from;
        place = loop.reception.addresses().enter(from.getAddress());
        int most = loop.config.admission().perAddress();
        if (place.open() > most) {
            end(
                    DisconnectReason.ADDRESS_LIMIT,
                    "more than " + most + " connections of one address");
        }
    }

    /** Whose connection it is; null if its transport has no addresses. */
    @Nullable
    InetSocketAddress client() {
        return client;
    }

    /** It has a session, or will have none. */
    private void leftWaiting() {
        loop.leftWaiting();
        if (place != null) {
            loop.reception.addresses().settled(place);
        }
    }

    /** Takes over {@code message}, a buffer, and releases it. */
    @Override
    public void channelRead(ChannelHandlerContext active, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        if (state == State.ENDING || state == State.CLOSED) {
            bytes.release();
            return;
        }
        if (!isWaiting()) {
            sinceNanos = loop.clock.nanos();
            readOnceMore = false;
        }
        if (received != null) {
            received.writeBytes(bytes);
            bytes.release();
            decodeReceived();
            return;
        }
        try {
            decode(bytes);
            if (bytes.isReadable() && state.compareTo(State.ENDING) < 0) {
                received = active.alloc().buffer(bytes.readableBytes()).writeBytes(bytes);
            }
        } finally {
            bytes.release();
        }
    }

    private void decodeReceived() {
        ByteBuf bytes = received;
        if (bytes == null) {
            return;
        }
        decode(bytes);
        if (received != null && !bytes.isReadable()) {
            dropReceived();
        } else if (received != null) {
            bytes.discardSomeReadBytes();
        }
    }

    private void dropReceived() {
        if (received != null) {
            received.release();
            received = null;
        }
    }

    private void decode(ByteBuf bytes) {
        loop.reads();
        while (isWaiting() || state == State.CONNECTED) {
            Decoded decoded = decoder.decode(bytes);
            switch (decoded) {
                case null -> {
                    if (state == State.AUTHENTICATING
                            && bytes.readableBytes() > Decoder.MAX_BYTES_BEFORE_CONNECT) {
                        end(DisconnectReason.PACKET_TOO_LARGE, "before it is authenticated");
                    }
                    return;
                }
                case Fault fault -> refuse(fault, bytes);
                case Packet packet -> handle(packet);
            }
        }
    }

    private void handle(Packet packet) {
        if (state == State.AUTHENTICATING
                && !(packet instanceof Auth || packet instanceof Disconnect)) {
            // [MQTT-3.1.2-30]
            end(DisconnectReason.PROTOCOL_ERROR, packet.type() + " before it is authenticated");
            return;
        }
        switch (packet) {
            case Connect connect -> {
                output().speakTo(connect);
                askedToConnect = true;
                IncomingConnect.handle(this, connect);
            }
            case Publish publish -> IncomingPublish.handle(this, publish);
            case PubAck ack -> IncomingPubAck.handle(this, ack);
            case PubRec received -> IncomingPubRec.handle(this, received);
            case PubRel release -> IncomingPubRel.handle(this, release);
            case PubComp complete -> IncomingPubComp.handle(this, complete);
            case Subscribe subscribe -> IncomingSubscribe.handle(this, subscribe);
            case Unsubscribe unsubscribe -> IncomingUnsubscribe.handle(this, unsubscribe);
            case PingReq _ -> send(PingResp.INSTANCE);
            case Disconnect disconnect -> IncomingDisconnect.handle(this, disconnect);
            case Auth auth -> IncomingAuth.handle(this, auth);
            // The decoder refuses what only a server sends.
            case Packet other -> end(DisconnectReason.PROTOCOL_ERROR, other.type() + " unexpected");
        }
    }

    private void refuse(Fault fault, ByteBuf bytes) {
        output().speak(decoder.version());
        String foreign = state == State.OPEN && bytes.isReadable()
                ? Reasons.foreignProtocol(bytes.getByte(bytes.readerIndex()))
                : null;
        askedToConnect = foreign == null && fault != Fault.NOT_CONNECT_FIRST;
        end(Reasons.of(fault), foreign == null ? words(fault) : foreign);
    }

    private String words(Fault fault) {
        return fault == Fault.PACKET_TOO_LARGE
                ? "expected a packet of at most " + decoder.mostBytes()
                        + " bytes, found a larger one"
                : fault.name();
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext active) {
        if (!readToEnd) {
            readToEnd = true;
            loop.wasRead(this);
        }
    }

    /** The end of a batch of reads of all connections of the loop that were ready. */
    void endReads() {
        readToEnd = false;
        try {
            if (state != State.CLOSED) {
                endOfBatch();
            }
        } catch (RuntimeException e) {
            // A fault of the hub; the other connections of this batch go on.
            exceptionCaught(context(), e);
        }
    }

    private void endOfBatch() {
        Attachment served = attachment == null ? left : attachment;
        left = null;
        if (served != null && !loop.broker.flush(served)) {
            journalFull = true;
        }
        flush();
        readIfThereIsRoom();
    }

    private void readIfThereIsRoom() {
        boolean read = state == State.ENDING
                || (state != State.CONNECTING
                        && !journalFull
                        && (outputEnded || context().channel().isWritable()));
        context().channel().config().setAutoRead(read);
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext active) {
        readIfThereIsRoom();
        if (state != State.CONNECTED) {
            return;
        }
        // It takes what it is sent, though it is not read from meanwhile.
        sinceNanos = loop.clock.nanos();
        if (attachment != null && active.channel().isWritable()) {
            loop.broker.writable(attachment);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext inactive) {
        end(DisconnectReason.CONNECTION_LOST, "closed by the client");
        endOfBatch();
        state = State.CLOSED;
        output().release();
        if (place != null) {
            loop.reception.addresses().leave(place);
        }
        loop.remove(this);
    }

    /** A write failed, the TLS handshake is over, one way or the other, or a WebSocket is. */
    @Override
    public void userEventTriggered(ChannelHandlerContext active, Object event) {
        if (event == ChannelOutputShutdownEvent.INSTANCE && state.compareTo(State.ENDING) < 0) {
            outputEnded = true;
            if (state == State.CONNECTED) {
                sinceNanos = loop.clock.nanos();
                readIfThereIsRoom();
            }
        }
        if (event == WebSocketTransport.Ended.BY_CLIENT) {
            end(DisconnectReason.CONNECTION_LOST, "WebSocket closed by the client");
        }
        if (event instanceof ProxyTransport.Client known && state == State.OPEN) {
            admit(known.address());
        }
        if (!(event instanceof SslHandshakeCompletionEvent handshake)) {
            return;
        }
        if (handshake.isSuccess()) {
            principal = Tls.principal(active.channel());
        } else {
            end(DisconnectReason.TLS_FAILED, Tls.reason(handshake.cause()));
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext active, Throwable cause) {
        switch (cause) {
            case DecoderException decoding
            when decoding.getCause() instanceof SSLException tls ->
                end(DisconnectReason.TLS_FAILED, Tls.reason(tls));
            case ProxyTransport.Refused refused ->
                end(DisconnectReason.PROXY_REFUSED, String.valueOf(refused.getMessage()));
            case WebSocketTransport.Violation violation -> {
                String detail = String.valueOf(violation.getMessage());
                end(DisconnectReason.PROTOCOL_ERROR, detail, BrokerLoop.SAME_EXPIRY, null);
            }
            case IOException lost ->
                end(DisconnectReason.CONNECTION_LOST, String.valueOf(lost.getMessage()));
            default -> {
                LOG.log(System.Logger.Level.ERROR, "connection of '" + clientId() + "'", cause);
                end(DisconnectReason.INTERNAL_ERROR, cause.getClass().getSimpleName());
            }
        }
    }

    /** True if it has not come in yet: no CONNECT, or one that is not authenticated. */
    boolean isWaiting() {
        return state == State.OPEN || state == State.AUTHENTICATING;
    }

    /** Closes what is overdue: [MQTT-3.1.2-22] and the deadlines of CONNECT and of the end. */
    void sweep(long nowNanos) {
        long passed = nowNanos - sinceNanos;
        switch (state) {
            case OPEN, AUTHENTICATING -> {
                if (passed > loop.config.connectTimeoutMillis() * 1_000_000L) {
                    end(
                            DisconnectReason.CONNECT_TIMEOUT,
                            state == State.OPEN ? "no whole CONNECT" : "not authenticated");
                } else if (sweptWaiting && state == State.OPEN && crowdsItsAddress()) {
                    end(DisconnectReason.ADDRESS_LIMIT, "too many of one address say nothing");
                }
                // Between two sweeps what has arrived is read, however busy the loop is.
                sweptWaiting = true;
            }
            case CONNECTED -> {
                if (journalFull) {
                    sinceNanos = nowNanos;
                } else if (outputEnded && passed > FAREWELL_NANOS) {
                    end(DisconnectReason.CONNECTION_LOST, "the client takes nothing");
                } else if (keepAliveNanos > 0 && passed > keepAliveNanos) {
                    overdue();
                } else if (authentication != null
                        && authentication.isOverdue(nowNanos, loop.config.connectTimeoutMillis())) {
                    end(DisconnectReason.NOT_AUTHORIZED, "authentication was not gone on with");
                }
            }
            case ENDING -> {
                if (passed > FAREWELL_NANOS) {
                    Farewell.cut(context());
                }
            }
            case CONNECTING, CLOSED -> {}
        }
    }

    /** What a client said that was not read from, because it takes its messages slowly, counts. */
    private void overdue() {
        if (readOnceMore || context().channel().config().isAutoRead()) {
            end(DisconnectReason.KEEP_ALIVE_TIMEOUT, "nothing heard");
        } else {
            readOnceMore = true;
            var _ = context().read();
        }
    }

    private boolean crowdsItsAddress() {
        return place != null && place.waiting() > loop.config.admission().waitingPerAddress();
    }

    // To the broker and back.

    void authenticate(Authentication begun) {
        authentication = begun;
        state = State.AUTHENTICATING;
    }

    @Nullable
    Authentication authentication() {
        return authentication;
    }

    /** The client has shown who it is; false if it was somebody else before. */
    boolean isNow(String shown) {
        if (!isWaiting()) {
            return shown.equals(principal);
        }
        principal = shown;
        return true;
    }

    void attach(Connect connect, ConnAckProperties properties, ConnectRequest asked) {
        request = asked;
        granted = properties;
        leftWaiting();
        keepAliveNanos = IncomingConnect.keepAliveSeconds(loop.config, connect) * 1_500_000_000L;
        sinceNanos = loop.clock.nanos();
        state = State.CONNECTING;
        Attachment held = loop.broker.connect(asked, this);
        if (state.compareTo(State.ENDING) < 0) {
            attachment = held;
        } else {
            // It ended while the broker answered, such as by a CONNACK larger than it takes.
            loop.broker.disconnected(
                    held, DisconnectReason.CONNECTION_LOST, BrokerLoop.SAME_EXPIRY);
        }
    }

    @Override
    public void connected(boolean sessionPresent) {
        state = State.CONNECTED;
        sinceNanos = loop.clock.nanos();
        send(new ConnAck(sessionPresent, ReasonCode.SUCCESS, Objects.requireNonNull(granted)));
        granted = null;
        // Without an attachment the broker answers before attach() is over, and decode() goes on.
        if (attachment != null) {
            decodeReceived();
            endOfBatch();
        }
    }

    @Override
    public Delivered deliver(Delivery delivery) {
        if (!output().add(delivery)) {
            return Delivered.TOO_LARGE;
        }
        loop.counters.delivered();
        return context().channel().isWritable() ? Delivered.MORE : Delivered.FULL;
    }

    @Override
    public void published(int packetId, PublishOutcome outcome) {
        IncomingPublish.acknowledge(this, packetId, outcome);
    }

    @Override
    public void taken(int packetId, PublishOutcome outcome) {
        IncomingPublish.receive(this, packetId, outcome);
    }

    @Override
    public void completed(int packetId, boolean known) {
        IncomingPubRel.complete(this, packetId, known);
    }

    @Override
    public void release(int packetId) {
        IncomingPubRec.release(this, packetId);
    }

    @Override
    public void subscribed(int packetId, List<SubscribeOutcome> outcomes) {
        IncomingSubscribe.answer(this, packetId, outcomes);
    }

    @Override
    public void unsubscribed(int packetId, List<Boolean> existed) {
        IncomingUnsubscribe.answer(this, packetId, existed);
    }

    @Override
    public void flush() {
        var _ = output().flush();
    }

    @Override
    public void resume() {
        journalFull = false;
        readIfThereIsRoom();
    }

    @Override
    public void close(DisconnectReason reason, String words) {
        attachment = null;
        end(reason, words);
    }

    /** Gathers a packet for the client; it goes out with the next {@link #flush()}. */
    void send(Packet packet) {
        if (state.compareTo(State.ENDING) < 0 && !output().add(packet)) {
            end(DisconnectReason.PACKET_TOO_LARGE, packet.type() + " for the client");
        }
    }

    /** The same for PUBACK; in 3.1.1 there is no place for a reason. */
    void sendPubAck(int packetId, ReasonCode reason) {
        if (reason != ReasonCode.SUCCESS && version() != ProtocolVersion.V3_1_1) {
            send(new PubAck(packetId, reason));
        } else if (state.compareTo(State.ENDING) < 0 && !output().addPubAck(packetId)) {
            end(DisconnectReason.PACKET_TOO_LARGE, "PUBACK for the client");
        }
    }

    // The end.

    void end(DisconnectReason reason, String detail) {
        end(reason, detail, BrokerLoop.SAME_EXPIRY);
    }

    /** Ends this connection once; everything after the first time is ignored. */
    void end(DisconnectReason reason, String detail, long sessionExpirySeconds) {
        if (state == State.ENDING || state == State.CLOSED) {
            return;
        }
        Packet last = Reasons.byPeer(reason) ? null : lastPacket(Reasons.code(reason), detail);
        end(reason, detail, sessionExpirySeconds, last);
    }

    private @Nullable Packet lastPacket(ReasonCode code, String detail) {
        String elsewhere = code == ReasonCode.SERVER_SHUTTING_DOWN
                ? loop.config.terms().serverReference()
                : null;
        if (state == State.CONNECTED) {
            return Farewell.disconnect(version(), code, detail, elsewhere);
        }
        return askedToConnect ? Farewell.connAck(version(), code, detail, elsewhere) : null;
    }

    private void end(DisconnectReason reason, String detail, long expiry, @Nullable Packet last) {
        if (state.compareTo(State.ENDING) >= 0) {
            return;
        }
        if (last != null) {
            output().add(last);
        }
        if (isWaiting()) {
            leftWaiting();
        }
        state = State.ENDING;
        sinceNanos = loop.clock.nanos();
        dropReceived();
        Attachment held = attachment;
        if (held != null) {
            attachment = null;
            left = held;
            loop.broker.disconnected(held, reason, expiry);
        }
        loop.counters.ended(reason);
        log(reason, detail);
        Farewell.leave(context(), output(), last != null);
    }

    /** The client's address, behind a balancer with that of the balancer. */
    private String from() {
        Object peer = context().channel().remoteAddress();
        return client == null || client.equals(peer) ? "" + peer : client + " by " + peer;
    }

    private void log(DisconnectReason reason, String detail) {
        System.Logger.Level level =
                Reasons.byPeer(reason) ? System.Logger.Level.DEBUG : System.Logger.Level.INFO;
        if (LOG.isLoggable(level)) {
            LOG.log(
                    level,
                    "mqtt " + from() + " client '" + clientId() + "' "
                            + (principal == null ? "" : "(" + principal + ") ") + reason + ": "
                            + detail);
        }
    }
}
