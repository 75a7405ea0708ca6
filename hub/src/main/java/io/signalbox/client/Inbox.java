package io.signalbox.client;

import io.signalbox.message.Qos;
import io.signalbox.message.Topic;
import io.signalbox.mqtt.codec.Publish;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;

/**
 * Messages that came in, on their way to the handlers, which one thread calls: so a handler may
 * publish and wait for the answer, which another thread reads.
 */
final class Inbox {
    private static final System.Logger LOG = System.getLogger(Inbox.class.getName());

    /**
     * Messages of QoS 0 that wait for a handler; later ones are dropped. For QoS 1 the server
     * keeps to the receive maximum.
     */
    private static final int LIMIT = 10_000;

    record Handler(String filter, Qos qos, Consumer<Publish> action) {}

    /** How a message of QoS 1 is acknowledged on the connection that it came from. */
    interface Acknowledging {
        void acknowledge(Link from, int packetId) throws IOException;
    }

    private record Inbound(Link from, Publish publish) {}

    private final Consumer<Publish> otherwise;
    private final Acknowledging acknowledging;
    private final BlockingQueue<Inbound> queue = new LinkedBlockingQueue<>();
    private final List<Handler> handlers = new CopyOnWriteArrayList<>();

    Inbox(Consumer<Publish> otherwise, Acknowledging acknowledging) {
        this.otherwise = otherwise;
        this.acknowledging = acknowledging;
    }

    Handler add(String filter, Qos qos, Consumer<Publish> action) {
        Handler handler = new Handler(filter, qos, action);
        handlers.add(handler);
        return handler;
    }

    void remove(Handler handler) {
        handlers.remove(handler);
    }

    void removeAll(String filter) {
        handlers.removeIf(h -> h.filter.equals(filter));
    }

    List<Handler> handlers() {
        return handlers;
    }

    void receive(Link from, Publish publish) throws IOException {
        if (publish.qos() == Qos.EXACTLY_ONCE) {
            throw new IOException("the server sent QoS 2, which this client never asks for");
        }
        if (publish.qos() == Qos.AT_LEAST_ONCE || queue.size() < LIMIT) {
            queue.add(new Inbound(from, publish));
        }
    }

    /** Calls handlers until the thread is interrupted. */
    void handleAll() {
        while (true) {
            try {
                handle(queue.take());
            } catch (InterruptedException e) {
                return;
            } catch (IOException e) {
                LOG.log(System.Logger.Level.DEBUG, "not acknowledged, so it comes again", e);
            } catch (RuntimeException e) {
                LOG.log(System.Logger.Level.ERROR, "a message handler failed", e);
            }
        }
    }

    private void handle(Inbound inbound) throws IOException {
        Publish publish = inbound.publish;
        boolean handled = false;
        for (Handler handler : handlers) {
            if (Topic.matches(handler.filter, publish.topic())) {
                handler.action.accept(publish);
                handled = true;
            }
        }
        if (!handled) {
            otherwise.accept(publish);
        }
        if (publish.qos() == Qos.AT_LEAST_ONCE) {
            acknowledging.acknowledge(inbound.from, publish.packetId());
        }
    }
}
