package io.signalbox.mqtt;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.List;
import java.util.Locale;

import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Decides about the certificates of clients: the JDK's path validation, after checks of its own
 * that refuse what is weak, or dear to verify, before anything is computed.
 */
final class ClientCertificates extends X509ExtendedTrustManager {
    /** Certificates of one client, its own and those on the way to a root. */
    private static final int LONGEST_CHAIN = 8;

    private static final int SHORTEST_RSA_BITS = 2048;
    private static final int LONGEST_RSA_BITS = 8192;
    private static final int SHORTEST_EC_BITS = 256;
    private static final int LONGEST_SHOWN = 200;
    private static final String CLIENT_AUTHENTICATION = "1.3.6.1.5.5.7.3.2";
    private static final String ANY_PURPOSE = "2.5.29.37.0";

    private final X509ExtendedTrustManager paths;
    private final Revocations revocations;

    private ClientCertificates(X509ExtendedTrustManager paths, Revocations revocations) {
        this.paths = paths;
        this.revocations = revocations;
    }

    static ClientCertificates trusting(List<X509Certificate> roots, Revocations revocations)
            throws IOException {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            for (X509Certificate root : roots) {
                store.setCertificateEntry("root-" + store.size(), root);
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
            factory.init(store);
            for (TrustManager manager : factory.getTrustManagers()) {
                if (manager instanceof X509ExtendedTrustManager paths) {
                    return new ClientCertificates(paths, revocations);
                }
            }
        } catch (GeneralSecurityException e) {
            throw new IOException("the authorities of client certificates: " + e.getMessage(), e);
        }
        throw new IOException("this Java has no PKIX path validation");
    }

    private void look(X509Certificate[] chain) throws CertificateException {
        if (chain.length > LONGEST_CHAIN) {
            throw new CertificateException(
                    "expected at most " + LONGEST_CHAIN + " certificates, found " + chain.length);
        }
        for (X509Certificate certificate : chain) {
            lookAtKey(certificate);
            revocations.check(certificate);
            String algorithm = certificate.getSigAlgName().toUpperCase(Locale.ROOT);
            if (algorithm.startsWith("SHA1") || algorithm.startsWith("MD")) {
                throw new CertificateException(
                        "expected a signature with SHA-256 or better, found " + algorithm);
            }
        }
        lookAtName(chain[0]);
        List<String> purposes = chain[0].getExtendedKeyUsage();
        if (purposes != null
                && !purposes.contains(CLIENT_AUTHENTICATION)
                && !purposes.contains(ANY_PURPOSE)) {
            throw new CertificateException(
                    "expected a certificate for client authentication, found another purpose");
        }
    }

    /** A name is one day a part of topics and patterns: it is plain text and no wildcard. */
    private static void lookAtName(X509Certificate certificate) throws CertificateException {
        String name = certificate.getSubjectX500Principal().getName();
        boolean plain;
        try {
            plain = new LdapName(name).getRdns().stream().allMatch(ClientCertificates::isPlain);
        } catch (InvalidNameException e) {
            plain = false;
        }
        if (!plain) {
            throw new CertificateException(
                    "expected a name of plain text without +, #, NUL and the like, found "
                            + name.codePoints()
                                    .limit(LONGEST_SHOWN)
                                    .map(c -> isPlain(c) ? c : '?')
                                    .collect(
                                            StringBuilder::new,
                                            StringBuilder::appendCodePoint,
                                            StringBuilder::append));
        }
    }

    private static boolean isPlain(Rdn part) {
        return part.size() == 1
                && part.getValue() instanceof String text
                && text.indexOf('+') < 0
                && text.indexOf('#') < 0
                && text.codePoints().allMatch(ClientCertificates::isPlain);
    }

    /** U+FFFD stands for bytes that were no UTF-8. */
    private static boolean isPlain(int character) {
        return !Character.isISOControl(character) && character != 0xFFFD;
    }

    private static void lookAtKey(X509Certificate certificate) throws CertificateException {
        int bits = switch (certificate.getPublicKey()) {
            case RSAPublicKey rsa -> rsa.getModulus().bitLength();
            case ECPublicKey ec -> ec.getParams().getOrder().bitLength();
            default -> SHORTEST_EC_BITS;
        };
        boolean rsa = certificate.getPublicKey() instanceof RSAPublicKey;
        int shortest = rsa ? SHORTEST_RSA_BITS : SHORTEST_EC_BITS;
        if (bits < shortest || bits > LONGEST_RSA_BITS) {
            throw new CertificateException("expected a key of " + shortest + " to "
                    + LONGEST_RSA_BITS + " bits, found " + bits);
        }
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
            throws CertificateException {
        look(chain);
        paths.checkClientTrusted(chain, type, engine);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
            throws CertificateException {
        look(chain);
        paths.checkClientTrusted(chain, type, socket);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type)
            throws CertificateException {
        look(chain);
        paths.checkClientTrusted(chain, type);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
            throws CertificateException {
        throw notForServers();
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
            throws CertificateException {
        throw notForServers();
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type)
            throws CertificateException {
        throw notForServers();
    }

    private static CertificateException notForServers() {
        return new CertificateException("these authorities are for clients");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return paths.getAcceptedIssuers();
    }
}
