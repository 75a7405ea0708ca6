package io.signalbox.mqtt;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import io.signalbox.broker.BrokerLoop;
import io.signalbox.time.Clock;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * The MQTT listeners and the event loops behind them: epoll where there is one, else the
 * platform's selectors.
 *
 * <p>Start: open, start the broker, {@link #listen}. Stop: {@link #stopListening}, stop the broker,
 * which needs the loops to say good-bye, {@link #close}.
 */
public final class MqttServer implements AutoCloseable {
    /** Bytes that wait for a client: delivery stops at the upper mark, goes on at the lower. */
    private static final WriteBufferWaterMark OUTBOUND =
            new WriteBufferWaterMark(128 * 1024, 512 * 1024);

    /** As the default, but one for all. */
    private static final AdaptiveRecvByteBufAllocator INBOUND = new AdaptiveRecvByteBufAllocator();

    private static final int STOP_MILLIS = 2_000;

    /** How often the files of TLS are looked at. */
    private static final int TLS_FILES_SECONDS = 5;

    private final MqttConfig config;
    private final Clock clock;
    private final MultiThreadIoEventLoopGroup group;
    private final Map<EventExecutor, MqttLoop> loops = new HashMap<>();
    private final MqttCounters counters = new MqttCounters();
    private final Map<MqttConfig.Kind, Channel> listeners = new EnumMap<>(MqttConfig.Kind.class);

    private MqttServer(
            MqttConfig config,
            Function<Executor, BrokerLoop> brokerLoops,
            List<EnhancedAuthentication> authentications,
            Clock clock) {
        this.config = config;
        this.clock = clock;
        int threads =
                config.loops() > 0 ? config.loops() : Runtime.getRuntime().availableProcessors();
        IoHandlerFactory io =
                Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        group = new MultiThreadIoEventLoopGroup(threads, new DefaultThreadFactory("mqtt"), io);
        Reception reception = Reception.open(config, authentications, clock.millis());
        for (EventExecutor executor : group) {
            BrokerLoop brokerLoop = brokerLoops.apply(executor);
            loops.put(
                    executor,
                    new MqttLoop(brokerLoop, executor, config, counters, reception, clock));
        }
    }

    /**
     * Makes the event loops; nothing is listened on yet, so that the broker can start with them.
     *
     * @param brokerLoops makes the broker's part of one event loop
     * @param authentications the methods of enhanced authentication that clients may use
     */
    public static MqttServer open(
            MqttConfig config,
            Function<Executor, BrokerLoop> brokerLoops,
            List<EnhancedAuthentication> authentications,
            Clock clock) {
        return new MqttServer(config, brokerLoops, authentications, clock);
    }

    /**
     * Listens; the broker must have started.
     *
     * @throws IOException if an address cannot be listened on, and then on none
     */
    public void listen() throws IOException {
        loops.forEach((executor, loop) -> {
            var _ = executor.scheduleWithFixedDelay(
                    loop::tick, MqttLoop.TICK_MILLIS, MqttLoop.TICK_MILLIS, TimeUnit.MILLISECONDS);
        });
        try {
            Tls tls = openTls();
            for (MqttConfig.Listener listener : config.listeners()) {
                listen(listener, listener.kind().tls ? tls : null);
            }
        } catch (IOException e) {
            stopListening();
            throw e;
        }
    }

    /** Takes no new connections; those that are there go on, for the broker to close. */
    public void stopListening() {
        listeners.values().forEach(l -> l.close().awaitUninterruptibly());
    }

    private @Nullable Tls openTls() throws IOException {
        TlsConfig files = config.tls();
        if (files == null) {
            return null;
        }
        Tls tls = Tls.open(files, clock);
        var _ = group.scheduleWithFixedDelay(
                () -> Thread.ofVirtual().start(tls::readAgainIfChanged),
                TLS_FILES_SECONDS,
                TLS_FILES_SECONDS,
                TimeUnit.SECONDS);
        return tls;
    }

    private void listen(MqttConfig.Listener listener, @Nullable Tls tls) throws IOException {
        InetSocketAddress address = listener.address();
        Class<? extends ServerChannel> type =
                Epoll.isAvailable() ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
        ChannelFuture bound = new ServerBootstrap()
                .group(group)
                .channel(type)
                .option(ChannelOption.SO_BACKLOG, 1024)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                // A write that fails does not end what the client has still said.
                .childOption(ChannelOption.AUTO_CLOSE, false)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, OUTBOUND)
                .childOption(ChannelOption.RECVBUF_ALLOCATOR, INBOUND)
                .handler(new ListenerRest(counters, clock))
                .childHandler(new Accepting(tls, listener))
                .bind(address)
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IOException(
                    "cannot listen for MQTT on " + address.getHostString() + ":"
                            + address.getPort() + ": "
                            + bound.cause().getMessage() + "; another program uses this port, or it"
                            + " is not to be had: name another one, such as SIGNALBOX_LISTEN__"
                            + listener.kind() + "=127.0.0.1:" + (address.getPort() % 65535 + 1),
                    bound.cause());
        }
        listeners.put(listener.kind(), bound.channel());
    }

    private final class Accepting extends ChannelInitializer<Channel> {
        private final @Nullable Tls tls;
        private final MqttConfig.Listener listener;

        Accepting(@Nullable Tls tls, MqttConfig.Listener listener) {
            this.tls = tls;
            this.listener = listener;
        }

        @Override
        protected void initChannel(Channel channel) {
            IoEventLoop executor = (IoEventLoop) channel.eventLoop();
            MqttLoop loop = loops.get(executor);
            if (loop == null) {
                throw new IllegalStateException("a channel on a loop of another group");
            }
            if (listener.proxied()) {
                channel.pipeline().addLast(new ProxyTransport(config.admission().balancers()));
            }
            if (tls != null) {
                TlsGuard.addTo(channel.pipeline(), tls.handler(channel.alloc()));
            }
            if (listener.kind().webSocket) {
                WebSocketTransport.addTo(channel.pipeline(), config);
            }
            channel.pipeline().addLast(new MqttConnection(loop, listener.proxied()));
        }
    }

    /** Where it listens, with real ports. */
    public Map<MqttConfig.Kind, InetSocketAddress> addresses() {
        Map<MqttConfig.Kind, InetSocketAddress> addresses = new EnumMap<>(MqttConfig.Kind.class);
        listeners.forEach((kind, l) -> addresses.put(kind, (InetSocketAddress) l.localAddress()));
        return addresses;
    }

    public MqttStatus status() {
        return counters.status();
    }

    /** Ends the connections that are left, telling them that the hub stops, and the loops. */
    @Override
    public void close() {
        stopListening();
        CountDownLatch told = new CountDownLatch(loops.size());
        loops.forEach((executor, loop) -> executor.execute(() -> {
            loop.endAll();
            told.countDown();
        }));
        try {
            boolean _ = told.await(STOP_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        group.shutdownGracefully(0, STOP_MILLIS, TimeUnit.MILLISECONDS).awaitUninterruptibly();
    }
}
