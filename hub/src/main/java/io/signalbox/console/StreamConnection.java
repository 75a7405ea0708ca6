package io.signalbox.console;

import io.signalbox.broker.Attachment;
import io.signalbox.broker.BrokerLoop;
import io.signalbox.broker.ConnectRequest;
import io.signalbox.broker.Connection;
import io.signalbox.broker.Delivered;
import io.signalbox.broker.Delivery;
import io.signalbox.broker.DisconnectReason;
import io.signalbox.broker.PublishOutcome;
import io.signalbox.broker.SubscribeOutcome;
import io.signalbox.broker.SubscribeRequest;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * One event stream as the broker's subscriber. The loop's thread fills its queue, the thread of the
 * request empties it; what the other end has been written is acknowledged, so a slow one is waited
 * for and loses nothing but messages of QoS 0.
 */
final class StreamConnection implements Connection, AutoCloseable {
    /** Messages on their way to the other end; the broker keeps the rest in the journal. */
    static final int QUEUE = 256;

    /** A message as JSON, to be acknowledged by its packet id, 0 for none; null text ends it. */
    record Event(@Nullable String json, int packetId) {
        static final Event END = new Event(null, 0);
    }

    private final BrokerLoop loop;
    private final Executor executor;
    private final Runnable onClose;
    private final List<SubscribeRequest> requests;
    private final LinkedBlockingQueue<Event> queue = new LinkedBlockingQueue<>();
    private final CompletableFuture<List<SubscribeOutcome>> subscribed = new CompletableFuture<>();
    private volatile boolean full;
    private @Nullable Attachment attachment;

    StreamConnection(
            BrokerLoop loop, Executor executor, Runnable onClose, List<SubscribeRequest> requests) {
        this.loop = loop;
        this.executor = executor;
        this.onClose = onClose;
        this.requests = requests;
    }

    /** On the loop's thread: a session that ends with this stream. */
    void connect(String clientId) {
        Attachment own = loop.connect(new ConnectRequest(clientId, true, 0, QUEUE, null), this);
        attachment = own;
        loop.flush(own);
    }

    @Override
    public void connected(boolean sessionPresent) {
        executor.execute(() -> withAttachment(own -> {
            loop.subscribe(own, 1, requests, 0);
            loop.flush(own);
        }));
    }

    @Override
    public void subscribed(int packetId, List<SubscribeOutcome> outcomes) {
        subscribed.complete(outcomes);
    }

    /** What became of each filter, once that is durable; empty if the hub stops. */
    List<SubscribeOutcome> outcomes() {
        return subscribed.join();
    }

    @Override
    public Delivered deliver(Delivery delivery) {
        queue.add(new Event(MessageJson.of(delivery), delivery.packetId()));
        if (queue.size() < QUEUE) {
            return Delivered.MORE;
        }
        full = true;
        return Delivered.FULL;
    }

    /** The next event, or null if none comes within this time. */
    @Nullable
    Event next(long waitMillis) throws InterruptedException {
        return queue.poll(waitMillis, TimeUnit.MILLISECONDS);
    }

    /** The other end has these: the broker may forget them, and send more. */
    void written(List<Event> events) {
        executor.execute(() -> withAttachment(own -> {
            for (Event event : events) {
                if (event.packetId != 0) {
                    var _ = loop.puback(own, event.packetId);
                }
            }
            if (full && queue.size() < QUEUE / 2) {
                full = false;
                loop.writable(own);
            }
            loop.flush(own);
        }));
    }

    private interface Use {
        void with(Attachment own);
    }

    private void withAttachment(Use use) {
        Attachment own = attachment;
        if (own != null) {
            use.with(own);
        }
    }

    @Override
    public void close(DisconnectReason reason, String words) {
        subscribed.complete(List.of());
        queue.add(Event.END);
    }

    /** The other end is gone, or wants no more. */
    @Override
    public void close() {
        onClose.run();
        executor.execute(() -> withAttachment(own -> {
            loop.disconnected(own, DisconnectReason.NORMAL, BrokerLoop.SAME_EXPIRY);
            loop.flush(own);
        }));
    }

    @Override
    public void published(int packetId, PublishOutcome outcome) {
        throw new IllegalStateException("an event stream publishes nothing");
    }

    @Override
    public void taken(int packetId, PublishOutcome outcome) {
        throw new IllegalStateException("an event stream publishes nothing");
    }

    @Override
    public void completed(int packetId, boolean known) {
        throw new IllegalStateException("an event stream publishes nothing");
    }

    @Override
    public void release(int packetId) {
        throw new IllegalStateException("an event stream asks for QoS 1 at most");
    }

    @Override
    public void unsubscribed(int packetId, List<Boolean> existed) {
        throw new IllegalStateException("an event stream unsubscribes from nothing");
    }

    /** The queue is read as it fills. */
    @Override
    public void flush() {}

    /** Nothing is read from an event stream that could be paused. */
    @Override
    public void resume() {}
}
