package io.signalbox.mqtt;

import io.signalbox.pem.PemFiles;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509CRL;
import java.security.cert.X509CRLEntry;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import javax.security.auth.x500.X500Principal;

/**
 * The certificates that their authorities have taken back, from lists that are each signed by one
 * of the authorities. A list that is out of date still counts: it is told of in the log, and a
 * plant does not stand still because nobody renewed it.
 */
final class Revocations {
    static final Revocations NONE = new Revocations(Map.of());

    private static final System.Logger LOG = System.getLogger("io.signalbox.mqtt");

    private final Map<X500Principal, Map<BigInteger, Instant>> byIssuer;

    private Revocations(Map<X500Principal, Map<BigInteger, Instant>> byIssuer) {
        this.byIssuer = byIssuer;
    }

    /** @throws IOException also if a list is of none of the authorities */
    static Revocations read(Path file, List<X509Certificate> authorities, Instant now)
            throws IOException {
        Map<X500Principal, Map<BigInteger, Instant>> found = new HashMap<>();
        for (X509CRL list : PemFiles.revocations(file)) {
            if (authorities.stream().noneMatch(authority -> signed(list, authority))) {
                throw new IOException("expected lists signed by the authorities in"
                        + " tls.client_authority, found one of " + list.getIssuerX500Principal()
                        + " in " + file);
            }
            if (list.getNextUpdate() != null && list.getNextUpdate().toInstant().isBefore(now)) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "the list of revoked certificates of {0} in {1} was to be renewed by {2};"
                                + " what it lists is refused, what was revoked since is not",
                        list.getIssuerX500Principal(),
                        file,
                        list.getNextUpdate().toInstant());
            }
            Map<BigInteger, Instant> revoked =
                    found.computeIfAbsent(list.getIssuerX500Principal(), _ -> new HashMap<>());
            if (list.getRevokedCertificates() != null) {
                for (X509CRLEntry entry : list.getRevokedCertificates()) {
                    revoked.put(
                            entry.getSerialNumber(), entry.getRevocationDate().toInstant());
                }
            }
        }
        return new Revocations(found);
    }

    private static boolean signed(X509CRL list, X509Certificate authority) {
        try {
            list.verify(authority.getPublicKey());
            return list.getIssuerX500Principal().equals(authority.getSubjectX500Principal());
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    void check(X509Certificate certificate) throws CertificateException {
        Map<BigInteger, Instant> revoked =
                byIssuer.getOrDefault(certificate.getIssuerX500Principal(), Map.of());
        Instant since = revoked.get(certificate.getSerialNumber());
        if (since != null) {
            throw new CertificateException("the certificate " + certificate.getSerialNumber()
                    + " of " + certificate.getSubjectX500Principal() + " was revoked on " + since);
        }
    }
}
