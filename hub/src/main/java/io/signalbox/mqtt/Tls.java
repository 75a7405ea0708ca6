package io.signalbox.mqtt;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.signalbox.pem.PemFiles;
import io.signalbox.time.Clock;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import javax.net.ssl.SSLPeerUnverifiedException;

/**
 * What a TLS listener needs, from its files; read again when one of them changes, for the
 * connections from then on. TLS 1.2 and 1.3, natively (BoringSSL) where that is at hand, else by
 * the JDK.
 */
final class Tls {
    private static final System.Logger LOG = System.getLogger("io.signalbox.mqtt");

    private final TlsConfig config;
    private final Clock clock;
    private final boolean jdk;
    private volatile SslContext context;
    private List<FileTime> read;

    private Tls(TlsConfig config, Clock clock) throws IOException {
        this.config = config;
        this.clock = clock;
        this.jdk = config.jdk() || !OpenSsl.isAvailable();
        if (jdk) {
            System.setProperty("jdk.tls.rejectClientInitiatedRenegotiation", "true");
        }
        this.read = changed();
        this.context = build();
    }

    /** @throws IOException in a sentence, if a file is missing or is not what it should be */
    static Tls open(TlsConfig config, Clock clock) throws IOException {
        return new Tls(config, clock);
    }

    /** The handler of one connection; how long it may take is the deadline of CONNECT. */
    SslHandler handler(ByteBufAllocator allocator) {
        SslHandler handler = context().newHandler(allocator);
        handler.setHandshakeTimeoutMillis(0);
        return handler;
    }

    /** Whom the client's certificate names; null if it showed none. */
    static @Nullable String principal(Channel channel) {
        try {
            SslHandler tls = channel.pipeline().get(SslHandler.class);
            return tls.engine().getSession().getPeerPrincipal().getName();
        } catch (SSLPeerUnverifiedException e) {
            return null;
        }
    }

    /** Why TLS failed, in words for the log. */
    static String reason(Throwable failure) {
        if (failure instanceof NotSslRecordException) {
            return "client does not speak TLS to a TLS port; is it plain MQTT?";
        }
        Throwable deepest = failure;
        while (deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        String message = deepest.getMessage();
        return switch (deepest) {
            case IOException _
            when message == null ->
                "the client went before TLS was agreed upon; does it trust the hub's certificate?";
            case CertificateExpiredException _ ->
                "the client's certificate is no longer valid (" + message + ')';
            case CertificateNotYetValidException _ ->
                "the client's certificate is not valid yet (" + message + ')';
            default -> message == null ? deepest.getClass().getSimpleName() : message;
        };
    }

    /** What new connections get. */
    SslContext context() {
        return context;
    }

    private SslContext build() throws IOException {
        List<X509Certificate> chain = PemFiles.certificates(config.certificate());
        X509Certificate own = chain.getFirst();
        SslContextBuilder builder = SslContextBuilder.forServer(
                        PemFiles.keyOf(own, config.key()), chain)
                .sslProvider(jdk ? SslProvider.JDK : SslProvider.OPENSSL)
                .protocols("TLSv1.3", "TLSv1.2")
                .clientAuth(
                        switch (config.clients()) {
                            case NONE -> ClientAuth.NONE;
                            case REQUEST -> ClientAuth.OPTIONAL;
                            case REQUIRE -> ClientAuth.REQUIRE;
                        });
        Path authorities = config.clientAuthorities();
        if (authorities != null) {
            List<X509Certificate> roots = PemFiles.certificates(authorities);
            builder.trustManager(ClientCertificates.trusting(roots, revocations(roots)));
        }
        warnOfValidity(own);
        return builder.build();
    }

    private Revocations revocations(List<X509Certificate> roots) throws IOException {
        Path lists = config.revocations();
        Instant now = Instant.ofEpochMilli(clock.millis());
        return lists == null ? Revocations.NONE : Revocations.read(lists, roots, now);
    }

    private void warnOfValidity(X509Certificate own) {
        Instant now = Instant.ofEpochMilli(clock.millis());
        Instant from = own.getNotBefore().toInstant();
        Instant until = own.getNotAfter().toInstant();
        if (now.isAfter(until)) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "the certificate in {0} expired on {1}: clients will refuse it",
                    config.certificate(),
                    until);
        } else if (now.isBefore(from)) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "the certificate in {0} is not valid before {1}: clients will refuse it",
                    config.certificate(),
                    from);
        }
    }

    /** Takes changed files over; ones that cannot be used are told of, and change nothing. */
    synchronized void readAgainIfChanged() {
        try {
            List<FileTime> now = changed();
            if (now.equals(read)) {
                return;
            }
            read = now;
            context = build();
            LOG.log(
                    System.Logger.Level.INFO,
                    "the certificate in {0} was read again",
                    config.certificate());
        } catch (IOException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "TLS goes on with the certificate of before: {0}",
                    e.getMessage());
        }
    }

    private List<FileTime> changed() throws IOException {
        List<FileTime> times = new ArrayList<>();
        for (@Nullable
        Path file : new @Nullable Path[] {
            config.certificate(), config.key(), config.clientAuthorities(), config.revocations()
        }) {
            if (file != null && Files.exists(file)) {
                times.add(Files.getLastModifiedTime(file));
            }
        }
        return times;
    }
}
