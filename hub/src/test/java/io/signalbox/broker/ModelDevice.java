package io.signalbox.broker;

import io.signalbox.time.Chance;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.List;
import java.util.function.Supplier;

/**
 * A client of a random model. It knows of one connection, the last that it opened: what the hub
 * still sends on an earlier one, which it may hold for open, does not arrive.
 */
abstract class ModelDevice {
    final String id;
    final Chance chance;
    private final Supplier<Hub> hub;
    private final List<String> events;
    private final ArrayDeque<Runnable> answers = new ArrayDeque<>();
    private @Nullable Line line;

    /** What it takes before it answers. */
    int window;

    /** {@code events} for what it is told. */
    ModelDevice(String id, Supplier<Hub> hub, Chance chance, List<String> events) {
        this.id = id;
        this.hub = hub;
        this.chance = chance;
        this.events = events;
    }

    private final class Line extends QuietConnection {
        final BrokerLoop loop;
        boolean accepted;
        private @Nullable Attachment attachment;

        Line(BrokerLoop loop) {
            this.loop = loop;
        }

        void connect(ConnectRequest request) {
            attachment = loop.connect(request, this);
            loop.flush(attachment);
        }

        Attachment attachment() {
            if (attachment == null) {
                throw new AssertionError(id + " is not connected");
            }
            return attachment;
        }

        @Override
        public void connected(boolean sessionPresent) {
            if (line == this) {
                accepted = true;
                note("connected " + sessionPresent);
                ModelDevice.this.connected(sessionPresent);
            }
        }

        @Override
        public void close(DisconnectReason reason, String words) {
            if (line == this) {
                note("closed " + reason);
                closed(reason);
                forget();
            }
        }

        @Override
        public Delivered deliver(Delivery delivery) {
            if (line == this) {
                return ModelDevice.this.deliver(delivery);
            }
            missed(delivery);
            return Delivered.MORE;
        }

        @Override
        public void release(int packetId) {
            if (line == this) {
                note("release " + packetId);
                ModelDevice.this.release(packetId);
            }
        }

        @Override
        public void published(int packetId, PublishOutcome outcome) {
            if (line == this) {
                note("published " + packetId + " " + outcome);
                ModelDevice.this.published(packetId, outcome);
            }
        }

        @Override
        public void taken(int packetId, PublishOutcome outcome) {
            if (line == this) {
                note("taken " + packetId + " " + outcome);
                ModelDevice.this.taken(packetId, outcome);
            }
        }

        @Override
        public void completed(int packetId, boolean known) {
            if (line == this) {
                note("completed " + packetId + " " + known);
                ModelDevice.this.completed(packetId);
            }
        }

        @Override
        public void subscribed(int packetId, List<SubscribeOutcome> outcomes) {
            if (line == this) {
                note("subscribed " + packetId + " " + outcomes);
                ModelDevice.this.subscribed(packetId, outcomes);
            }
        }

        @Override
        public void unsubscribed(int packetId, List<Boolean> existed) {
            if (line == this) {
                note("unsubscribed " + packetId + " " + existed);
                ModelDevice.this.unsubscribed(packetId, existed);
            }
        }
    }

    final void note(String event) {
        events.add(id + " " + event);
    }

    final Hub hub() {
        return hub.get();
    }

    final BrokerLoop loop() {
        return current().loop;
    }

    final Attachment attachment() {
        return current().attachment();
    }

    private Line current() {
        if (line == null) {
            throw new AssertionError(id + " is not connected");
        }
        return line;
    }

    final boolean isConnected() {
        return line != null && line.accepted;
    }

    final boolean isDown() {
        return line == null;
    }

    /** Opens a connection, whatever becomes of the one that it has. */
    void open(boolean clean, long expirySeconds) {
        open(clean, expirySeconds, null);
    }

    final void open(boolean clean, long expirySeconds, @Nullable Will will) {
        forget();
        Line opened = new Line(hub().loop((int) chance.below(2)));
        line = opened;
        window = 1 + (int) chance.below(4);
        opened.connect(new ConnectRequest(id, clean, expirySeconds, window, will));
    }

    final void lose() {
        leave(DisconnectReason.CONNECTION_LOST, BrokerLoop.SAME_EXPIRY);
    }

    final void leave(DisconnectReason reason, long expirySeconds) {
        if (line != null) {
            BrokerLoop loop = loop();
            Attachment left = attachment();
            forget();
            loop.disconnected(left, reason, expirySeconds);
            loop.flush(left);
        }
    }

    /** It has no connection any more. */
    void forget() {
        line = null;
        answers.clear();
    }

    /** Says something now, if it can. */
    final void say(Runnable what) {
        if (isConnected()) {
            what.run();
            loop().flush(attachment());
        }
    }

    /** Says something later, behind what it was to say before. */
    final void later(Runnable what) {
        answers.add(what);
    }

    final void answer() {
        Runnable answer = answers.poll();
        if (answer != null) {
            say(answer);
        }
    }

    abstract void connected(boolean sessionPresent);

    abstract Delivered deliver(Delivery delivery);

    void release(int packetId) {
        throw new AssertionError("not for " + id);
    }

    void published(int packetId, PublishOutcome outcome) {
        throw new AssertionError("not for " + id);
    }

    void taken(int packetId, PublishOutcome outcome) {
        throw new AssertionError("not for " + id);
    }

    /** The hub ends the connection. */
    void closed(DisconnectReason reason) {}

    /** Something was sent on a connection that is not its last. */
    void missed(Delivery delivery) {}

    void completed(int packetId) {}

    void subscribed(int packetId, List<SubscribeOutcome> outcomes) {}

    void unsubscribed(int packetId, List<Boolean> existed) {}
}
