package io.signalbox.mqtt;

import io.signalbox.broker.DisconnectReason;
import io.signalbox.mqtt.codec.Publish;

import org.jspecify.annotations.Nullable;

/** The topics that one client has given numbers, for the life of its connection [MQTT5 3.3.2.3.4]. */
final class IncomingAliases {
    /** By alias; made with the first one, because most clients use none. */
    private @Nullable String @Nullable [] topics;

    /** The topic that a PUBLISH is for; null, and the connection ends, if its alias says none. */
    @Nullable
    String topic(MqttConnection connection, Publish publish) {
        int alias = publish.topicAlias();
        if (alias == 0) {
            return publish.topic();
        }
        int maximum = connection.loop.config.terms().topicAliasMaximum();
        if (alias > maximum) {
            connection.end(
                    DisconnectReason.TOPIC_ALIAS_INVALID,
                    "topic alias " + alias + "; the maximum is " + maximum);
            return null;
        }
        if (topics == null) {
            topics = new @Nullable String[maximum + 1];
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
