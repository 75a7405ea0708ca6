package io.signalbox.mqtt;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.signalbox.time.Clock;

import java.util.concurrent.TimeUnit;

/**
 * Stands at one listener: when no connection can be accepted, such as for want of files, it takes
 * none for a second and tries again, and those that are there go on.
 */
final class ListenerRest extends ChannelInboundHandlerAdapter {
    private static final System.Logger LOG = System.getLogger("io.signalbox.mqtt");
    private static final int REST_MILLIS = 1_000;

    /** It is told at most this often. */
    private static final long TELL_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final MqttCounters counters;
    private final Clock clock;
    private boolean told;
    private long toldNanos;

    ListenerRest(MqttCounters counters, Clock clock) {
        this.counters = counters;
        this.clock = clock;
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        counters.notAccepted();
        context.channel().config().setAutoRead(false);
        var _ = context.channel()
                .eventLoop()
                .schedule(
                        () -> context.channel().config().setAutoRead(true),
                        REST_MILLIS,
                        TimeUnit.MILLISECONDS);
        long now = clock.nanos();
        if (!told || now - toldNanos > TELL_NANOS) {
            told = true;
            toldNanos = now;
            LOG.log(
                    System.Logger.Level.WARNING,
                    "{0} accepts no connections for now: {1}; those that are there go on, and it"
                            + " tries again every second. If files are missing, ulimit -n, or"
                            + " LimitNOFILE= of systemd, allows more",
                    context.channel().localAddress(),
                    cause.getMessage());
        }
    }
}
