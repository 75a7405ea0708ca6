package io.signalbox.load;

import io.signalbox.mqtt.codec.ProtocolVersion;

import org.jspecify.annotations.Nullable;

import java.net.InetSocketAddress;

/**
 * Whom a run speaks to, and as whom.
 *
 * @param address resolved
 * @param tls null to speak in the clear
 * @param processId on this machine, for its memory and processor time; 0 if unknown
 */
public record Broker(
        InetSocketAddress address,
        ProtocolVersion version,
        @Nullable String userName,
        byte @Nullable [] password,
        @Nullable TlsSettings tls,
        long processId) {}
