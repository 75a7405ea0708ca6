package io.signalbox.broker;

import io.signalbox.message.Message;
import io.signalbox.message.Qos;

/**
 * What the broker takes in at the moment: less when the disk fills up or the hub has more to do than
 * it can. Set by whoever watches disk and load; read by all loops, for each publish.
 *
 * <p>What a client was told it may rely on goes on in any case: deliveries and their
 * acknowledgements, the second half of QoS 2, UNSUBSCRIBE, ends of sessions, wills, the deletion of
 * retained messages, and what folds cause.
 */
public final class Admission {
    /** What is shed, in this order; data that is acknowledged is never shed. */
    public enum Load {
        NORMAL,
        /** Publishes of QoS 0 are dropped. */
        SHED_QOS_0,
        /** New connections are refused, too. */
        SHED_CONNECTIONS
    }

    private volatile boolean diskFull;
    private volatile boolean memoryShort;
    private volatile Load load = Load.NORMAL;

    /** What makes the journal grow is refused from now on, or taken again. */
    public void diskFull(boolean full) {
        diskFull = full;
    }

    /** What would stay in memory is refused from now on, or taken again. */
    public void memoryShort(boolean isShort) {
        memoryShort = isShort;
    }

    public void load(Load now) {
        load = now;
    }

    public Load load() {
        return load;
    }

    boolean memoryShort() {
        return memoryShort;
    }

    boolean diskFull() {
        return diskFull;
    }

    /** True if the message is dropped for the load's sake. */
    boolean sheds(Message message) {
        return message.qos() == Qos.AT_MOST_ONCE && load != Load.NORMAL;
    }

    boolean shedsConnections() {
        return load == Load.SHED_CONNECTIONS;
    }

    /** True if the disk has no room for the message; that of a retained message's end is kept. */
    boolean lacksRoomFor(Message message) {
        return diskFull
                && (message.qos() != Qos.AT_MOST_ONCE || message.retain())
                && (!message.retain() || message.payload().length > 0);
    }
}
