package io.signalbox.mqtt;

/**
 * One way for clients of MQTT 5 to show who they are in steps, such as SCRAM [MQTT5 4.12]. What
 * goes there and back is between the two; the connection keeps the order, counts the rounds and
 * watches the time. Called on event loops, so it must not block.
 */
public interface EnhancedAuthentication {
    /** The name by which clients ask for it in CONNECT. */
    String method();

    /**
     * Begins with one client, at its CONNECT and each time that it authenticates again.
     *
     * @param clientId as in CONNECT; empty if it wants to be given one
     */
    Exchange begin(String clientId);

    /** What goes on with one client until one of the two has had enough. */
    interface Exchange {
        /** Answers what the client says; {@code data} is empty if it says nothing. */
        Step next(byte[] data);
    }

    /** The answer. */
    sealed interface Step {
        /** Tells or asks the client something, and hears what it says to that. */
        record Ask(byte[] data) implements Step {}

        /**
         * The client has shown who it is.
         *
         * @param principal who it is
         * @param data the last words to it; may be empty
         */
        record Accepted(String principal, byte[] data) implements Step {}

        /**
         * It has not.
         *
         * @param why for the log and for the client
         */
        record Refused(String why) implements Step {}
    }
}
