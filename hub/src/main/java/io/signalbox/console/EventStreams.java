package io.signalbox.console;

import io.signalbox.broker.BrokerLoop;
import io.signalbox.broker.SubscribeRequest;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/**
 * The subscribers behind the API's event streams: an event loop of the broker of their own, so that
 * no stream holds up an MQTT connection.
 */
public final class EventStreams implements AutoCloseable {
    /** Streams at a time; more are refused. */
    static final int MAX_STREAMS = 64;

    private static final int TICK_MILLIS = 50;
    private static final Logger LOG = System.getLogger(EventStreams.class.getName());

    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("event-streams").factory());
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicLong numbers = new AtomicLong();
    private final BrokerLoop loop;

    private EventStreams(Function<Executor, BrokerLoop> addLoop) {
        this.loop = addLoop.apply(thread);
    }

    /**
     * Adds the loop; before the broker starts.
     *
     * @param addLoop gives the loop of an executor, such as {@code broker::addLoop}
     */
    public static EventStreams open(Function<Executor, BrokerLoop> addLoop) {
        EventStreams streams = new EventStreams(addLoop);
        var _ = streams.thread.scheduleWithFixedDelay(
                streams::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
        return streams;
    }

    private void tick() {
        try {
            loop.tick();
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "fault on the loop of the event streams", e);
        }
    }

    /** Begins a subscriber; the caller closes it. */
    StreamConnection subscribe(List<SubscribeRequest> requests) {
        if (open.incrementAndGet() > MAX_STREAMS) {
            open.decrementAndGet();
            throw new Problem(
                    503,
                    "streams-full",
                    "expected at most " + MAX_STREAMS + " event streams at a time",
                    "end one of the others");
        }
        String clientId = "http/stream/" + numbers.incrementAndGet();
        StreamConnection connection =
                new StreamConnection(loop, this::run, open::decrementAndGet, requests);
        run(() -> connection.connect(clientId));
        return connection;
    }

    /** Runs on the loop's thread; when that has ended the broker has let go of all streams. */
    private void run(Runnable task) {
        try {
            thread.execute(task);
        } catch (RejectedExecutionException e) {
            LOG.log(Level.DEBUG, "an event stream ends after the hub");
        }
    }

    /** After the broker has stopped. */
    @Override
    public void close() {
        thread.close();
    }
}
