package io.signalbox.load;

import io.signalbox.pem.PemFiles;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;

import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/** How the clients of a run speak TLS: the same for all of them. */
public final class TlsSettings {
    private final SSLContext context;
    private final String host;
    private final int port;
    private final boolean trusting;

    private TlsSettings(SSLContext context, String host, int port, boolean trusting) {
        this.context = context;
        this.host = host;
        this.port = port;
        this.trusting = trusting;
    }

    /**
     * Reads the files.
     *
     * @param host whom the broker's certificate must name
     * @param authorities who may vouch for the broker; null for whom the JDK trusts
     * @param certificate and {@code key} are the clients' own; null for none
     * @param trusting takes any certificate of any broker
     */
    public static TlsSettings of(
            String host,
            int port,
            @Nullable Path authorities,
            @Nullable Path certificate,
            @Nullable Path key,
            boolean trusting)
            throws IOException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            KeyManager[] own = certificate == null || key == null ? null : own(certificate, key);
            TrustManager[] trusted = trusting
                    ? new TrustManager[] {new Anybody()}
                    : authorities == null ? null : trusted(authorities);
            context.init(own, trusted, null);
            return new TlsSettings(context, host, port, trusting);
        } catch (GeneralSecurityException e) {
            throw new IOException("TLS: " + e.getMessage(), e);
        }
    }

    private static TrustManager[] trusted(Path authorities)
            throws IOException, GeneralSecurityException {
        KeyStore store = empty();
        int number = 0;
        for (X509Certificate one : PemFiles.certificates(authorities)) {
            store.setCertificateEntry("authority" + number++, one);
        }
        var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    private static KeyManager[] own(Path certificate, Path key)
            throws IOException, GeneralSecurityException {
        List<X509Certificate> chain = PemFiles.certificates(certificate);
        KeyStore store = empty();
        char[] none = {};
        store.setKeyEntry(
                "own",
                PemFiles.keyOf(chain.getFirst(), key),
                none,
                chain.toArray(Certificate[]::new));
        var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, none);
        return factory.getKeyManagers();
    }

    private static KeyStore empty() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        return store;
    }

    SSLEngine engine() {
        SSLEngine engine = context.createSSLEngine(host, port);
        engine.setUseClientMode(true);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm(trusting ? null : "HTTPS");
        engine.setSSLParameters(parameters);
        return engine;
    }

    /** Trusts every certificate, as somebody who measures may ask for. */
    private static final class Anybody extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
