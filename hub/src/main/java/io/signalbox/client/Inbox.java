package io.signalbox.client;

import io.signalbox.message.Qos;
import io.signalbox.message.Topic;
import io.signalbox.mqtt.codec.Packet;
import io.signalbox.mqtt.codec.PubAck;
import io.signalbox.mqtt.codec.PubComp;
import io.signalbox.mqtt.codec.PubRec;
import io.signalbox.mqtt.codec.Publish;
import io.signalbox.mqtt.codec.ReasonCode;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
     * Messages of QoS 0 that wait for a handler; later ones are dropped. Above that the server
     * keeps to the receive maximum.
     */
    private static final int LIMIT = 10_000;

    record Handler(String filter, Qos qos, Consumer<Publish> action) {}

    /** How a message is answered, on the connection that it came from. */
    interface Answering {
        void answer(Link to, Packet packet) throws IOException;
    }

    /** A message of QoS 2 from its first PUBLISH to PUBREL; guarded by {@link #exchanges}. */
    private static final class Exchange {
        Link from;
        boolean handled;

        Exchange(Link from) {
            this.from = from;
        }
    }

    private record Inbound(
            Link from, Publish publish, @Nullable Exchange exchange) {}

    private final Consumer<Publish> otherwise;
    private final Answering answering;
    private final BlockingQueue<Inbound> queue = new LinkedBlockingQueue<>();
    private final List<Handler> handlers = new CopyOnWriteArrayList<>();

    /** By packet id: one that comes again is answered again, but not handled. */
    private final Map<Integer, Exchange> exchanges = new HashMap<>();

    Inbox(Consumer<Publish> otherwise, Answering answering) {
        this.otherwise = otherwise;
        this.answering = answering;
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
        switch (publish.qos()) {
            case AT_MOST_ONCE -> {
                if (queue.size() < LIMIT) {
                    queue.add(new Inbound(from, publish, null));
                }
            }
            case AT_LEAST_ONCE -> queue.add(new Inbound(from, publish, null));
            case EXACTLY_ONCE -> receiveOnce(from, publish);
        }
    }

    private void receiveOnce(Link from, Publish publish) throws IOException {
        synchronized (exchanges) {
            Exchange before = exchanges.get(publish.packetId());
            if (before == null) {
                Exchange begun = new Exchange(from);
                exchanges.put(publish.packetId(), begun);
                queue.add(new Inbound(from, publish, begun));
                return;
            }
            before.from = from;
            if (!before.handled) {
                return;
            }
        }
        answering.answer(from, new PubRec(publish.packetId(), ReasonCode.SUCCESS));
    }

    /** PUBREL: the server will not send the message again. */
    void release(Link from, int packetId) throws IOException {
        boolean known;
        synchronized (exchanges) {
            known = exchanges.remove(packetId) != null;
        }
        ReasonCode reason = known ? ReasonCode.SUCCESS : ReasonCode.PACKET_IDENTIFIER_NOT_FOUND;
        answering.answer(from, new PubComp(packetId, reason));
    }

    /** The server has no session of this client any more. */
    void forgetExchanges() {
        synchronized (exchanges) {
            exchanges.clear();
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
            }
        }
    }

    private void handle(Inbound inbound) throws IOException {
        try {
            callHandlers(inbound.publish);
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "a message handler failed", e);
            if (inbound.exchange != null) {
                synchronized (exchanges) {
                    exchanges.remove(inbound.publish.packetId(), inbound.exchange);
                }
            }
            return;
        }
        int id = inbound.publish.packetId();
        if (inbound.exchange != null) {
            answering.answer(handled(inbound.exchange), new PubRec(id, ReasonCode.SUCCESS));
        } else if (inbound.publish.qos() == Qos.AT_LEAST_ONCE) {
            answering.answer(inbound.from, new PubAck(id, ReasonCode.SUCCESS));
        }
    }

    private void callHandlers(Publish publish) {
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
    }

    /** Notes that; returns the connection on which the message came last. */
    private Link handled(Exchange exchange) {
        synchronized (exchanges) {
            exchange.handled = true;
            return exchange.from;
        }
    }
}
