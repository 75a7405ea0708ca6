package io.signalbox.mqtt;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;

/**
 * How the hub shows itself over TLS, and what it asks of clients.
 *
 * @param certificate PEM: the hub's certificate, then those between it and its root
 * @param key PEM: its private key, as PKCS #8 without a password
 * @param clientAuthorities PEM: the roots of client certificates; null if none are asked for
 * @param revocations PEM: lists of what these roots have taken back; null if there are none
 * @param clients whether a client needs a certificate
 * @param jdk true for the JDK's TLS even where the native one is at hand
 */
public record TlsConfig(
        Path certificate,
        Path key,
        @Nullable Path clientAuthorities,
        @Nullable Path revocations,
        ClientCertificate clients,
        boolean jdk) {

    /** Whether a client shows a certificate; one that is shown must be good in any case. */
    public enum ClientCertificate {
        NONE,
        REQUEST,
        REQUIRE
    }

    public TlsConfig {
        if (revocations != null && clientAuthorities == null) {
            throw new IllegalArgumentException("a list of revocations belongs to authorities");
        }
        if ((clientAuthorities == null) != (clients == ClientCertificate.NONE)) {
            throw new IllegalArgumentException(
                    "authorities of client certificates belong to asking for them");
        }
    }
}
