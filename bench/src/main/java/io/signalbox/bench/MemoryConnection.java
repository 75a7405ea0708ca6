package io.signalbox.bench;

import io.signalbox.broker.Connection;
import io.signalbox.broker.Delivered;
import io.signalbox.broker.Delivery;
import io.signalbox.broker.DisconnectReason;
import io.signalbox.broker.PublishOutcome;
import io.signalbox.broker.SubscribeOutcome;

import java.util.List;

/** A client without a socket: counts what it is given, and keeps the packet ids. */
final class MemoryConnection implements Connection {
    final int[] packetIds = new int[1024];
    boolean connected;
    boolean subscribed;
    int published;
    int delivered;

    @Override
    public void connected(boolean sessionPresent) {
        connected = true;
    }

    @Override
    public Delivered deliver(Delivery delivery) {
        packetIds[delivered++] = delivery.packetId();
        return Delivered.MORE;
    }

    @Override
    public void published(int packetId, PublishOutcome outcome) {
        published++;
    }

    @Override
    public void taken(int packetId, PublishOutcome outcome) {}

    @Override
    public void completed(int packetId, boolean known) {}

    @Override
    public void release(int packetId) {}

    @Override
    public void subscribed(int packetId, List<SubscribeOutcome> outcomes) {
        subscribed = true;
    }

    @Override
    public void unsubscribed(int packetId, List<Boolean> existed) {}

    @Override
    public void flush() {}

    @Override
    public void resume() {}

    @Override
    public void close(DisconnectReason reason, String words) {
        throw new IllegalStateException("closed by the broker: " + reason);
    }
}
