package io.signalbox.mqtt;

import org.jspecify.annotations.Nullable;

/**
 * The numbers that stand for topics on the way to one client [MQTT5 3.3.2.3.4].
 *
 * <p>Each topic has one place, by its hash, and the place is the alias. A topic gives way to
 * another that wants its place only when it was not sent between two such wishes: what is sent
 * again and again stays, and a stream of topics that never repeat costs three bytes for every
 * second message at most.
 */
final class OutgoingAliases {
    static final OutgoingAliases NONE = new OutgoingAliases(0);

    /** More would cost memory for each connection and save little. */
    static final int MOST = 64;

    /** An alias itself takes three bytes. */
    private static final int SHORTEST_TOPIC = 4;

    private final @Nullable String[] topics;
    private long recent;

    /** @param maximum what the client takes; 0 for no aliases at all */
    static OutgoingAliases upTo(int maximum) {
        return maximum == 0 ? NONE : new OutgoingAliases(Math.min(maximum, MOST));
    }

    private OutgoingAliases(int count) {
        topics = new @Nullable String[count];
    }

    /** The alias that may go with a topic, 0 for none; nothing changes but what was seen lately. */
    int offer(String topic) {
        if (topics.length == 0 || topic.length() < SHORTEST_TOPIC) {
            return 0;
        }
        int place = Integer.remainderUnsigned(topic.hashCode() * 0x9E37_79B9, topics.length);
        String holder = topics[place];
        long bit = 1L << place;
        if (topic.equals(holder)) {
            recent |= bit;
        } else if (holder != null && (recent & bit) != 0) {
            recent &= ~bit;
            return 0;
        }
        return place + 1;
    }

    /** True if the client knows that the alias stands for the topic. */
    boolean knows(int alias, String topic) {
        return alias != 0 && topic.equals(topics[alias - 1]);
    }

    /** The client was sent topic and alias together. */
    void sent(int alias, String topic) {
        topics[alias - 1] = topic;
        recent |= 1L << (alias - 1);
    }
}
