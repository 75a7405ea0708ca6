package io.signalbox.mqtt;

import io.signalbox.broker.DisconnectReason;
import io.signalbox.mqtt.codec.Publish;

import org.jspecify.annotations.Nullable;

/** The topics that one client has given numbers, for the life of its connection [MQTT5 3.3.2.3.4]. */
final class IncomingAliases {
    /** By alias. */
    private final @Nullable String[] topics;

    /** @param maximum the largest alias */
    IncomingAliases(int maximum) {
        topics = new @Nullable String[maximum + 1];
    }

    /** The topic of a PUBLISH with an alias; null, and the connection ends, if that says none. */
    @Nullable
    String topic(MqttConnection connection, Publish publish) {
        int alias = publish.topicAlias();
        int maximum = topics.length - 1;
        if (alias > maximum) {
            connection.end(
                    DisconnectReason.TOPIC_ALIAS_INVALID,
                    "topic alias " + alias + "; the maximum is " + maximum);
            return null;
        }
        if (!publish.topic().isEmpty()) {
            topics[alias] = publish.topic();
        } else if (topics[alias] == null) {
            connection.end(
                    DisconnectReason.PROTOCOL_ERROR,
                    "topic alias " + alias + " stands for no topic on this connection");
        }
        return topics[alias];
    }
}
