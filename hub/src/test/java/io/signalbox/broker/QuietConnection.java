package io.signalbox.broker;

import java.util.List;

/** A connection that does nothing with what it is told; tests say what matters to them. */
abstract class QuietConnection implements Connection {
    @Override
    public void published(int packetId, PublishOutcome outcome) {}

    @Override
    public void taken(int packetId, PublishOutcome outcome) {}

    @Override
    public void completed(int packetId, boolean known) {}

    @Override
    public void release(int packetId) {}

    @Override
    public void subscribed(int packetId, List<SubscribeOutcome> outcomes) {}

    @Override
    public void unsubscribed(int packetId, List<Boolean> existed) {}

    @Override
    public void flush() {}

    @Override
    public void resume() {}
}
