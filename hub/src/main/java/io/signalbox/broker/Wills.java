package io.signalbox.broker;

import io.signalbox.message.Message;

import org.jspecify.annotations.Nullable;

/** When wills are due, and what is published then. */
final class Wills {
    private static final long SECOND = 1_000_000_000L;

    private Wills() {}

    /** The will's message, as received now [MQTT5 3.1.3.2.2]. */
    static Message message(Will will, long nowMillis) {
        Message said = will.message();
        return new Message(
                said.topic(),
                said.payload(),
                said.qos(),
                said.retain(),
                said.properties(),
                said.publisher(),
                nowMillis);
    }

    /** Why a connection is refused whose will could not be published; null if it could. */
    static @Nullable Refusal refusal(PublishOutcome outcome) {
        DisconnectReason reason = switch (outcome) {
            case TOPIC_INVALID -> DisconnectReason.TOPIC_NAME_INVALID;
            case NOT_AUTHORIZED -> DisconnectReason.NOT_AUTHORIZED;
            case QUOTA_EXCEEDED -> DisconnectReason.QUOTA_EXCEEDED;
            // A client that has a session keeps it: what its will needs is in the reserve.
            case ACCEPTED, NO_SUBSCRIBERS, DISK_FULL -> null;
        };
        return reason == null ? null : new Refusal(reason, "will: " + outcome.words());
    }

    /** When the will of a session that waits for its client is due. */
    static long dueNanos(StoredSession session) {
        Will will = session.will;
        return will == null ? Long.MAX_VALUE : session.leftNanos + will.delaySeconds() * SECOND;
    }

    /** When a session that waits for its client ends. */
    static long endNanos(StoredSession session) {
        return session.expirySeconds == ConnectRequest.NEVER_EXPIRES
                ? Long.MAX_VALUE
                : session.leftNanos + session.expirySeconds * SECOND;
    }

    /** When there is something to do about a session that waits for its client. */
    static long nextNanos(StoredSession session) {
        return Math.min(dueNanos(session), endNanos(session));
    }
}
