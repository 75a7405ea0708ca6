package io.signalbox.scenario;

import io.signalbox.mqtt.codec.ProtocolVersion;

import org.jspecify.annotations.Nullable;

/** One line of a scenario. */
sealed interface Step {
    int line();

    /**
     * A client sends a packet, on a new connection if it has none.
     *
     * @param more whether the next line goes out in the same write
     */
    record Send(int line, String client, Said packet, boolean more) implements Step {}

    /** The same with bytes that need not be a packet. */
    record SendBytes(
            int line, String client, byte[] bytes, @Nullable ProtocolVersion version, boolean more)
            implements Step {}

    /**
     * A client gets a packet.
     *
     * @param anyOrder whether it may change places with its neighbours of this kind
     */
    record Receive(int line, String client, Said packet, boolean anyOrder) implements Step {}

    /** A client gets nothing, by now. */
    record Silence(int line, String client) implements Step {}

    /** The hub closes a client's connection, in MQTT 5 with this reason if there is one. */
    record Closed(int line, String client, @Nullable String reason) implements Step {}

    /** The hub answers CONNECT with this reason, as far as the version has it, and closes. */
    record Refused(int line, String client, String reason) implements Step {}

    /** A client's connection ends without a word. */
    record Drop(int line, String client) implements Step {}

    record After(int line, long millis) implements Step {}

    /** The hub stops in order and starts again. */
    record Restart(int line) implements Step {}

    /** The hub is killed and starts again. */
    record Kill(int line) implements Step {}
}
