package io.signalbox.pem;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CRLException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads certificates and private keys from PEM files; says what it found if it is neither. */
public final class PemFiles {
    private static final long LONGEST = 1 << 20;
    private static final Pattern KEY = Pattern.compile(
            "-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
    private static final Pattern OTHER_KEY =
            Pattern.compile("-----BEGIN ([A-Z ]*PRIVATE KEY)-----");

    private PemFiles() {}

    public static List<X509Certificate> certificates(Path file) throws IOException {
        byte[] text = read(file);
        try {
            List<X509Certificate> found = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(text))
                    .stream()
                    .map(X509Certificate.class::cast)
                    .toList();
            if (!found.isEmpty()) {
                return found;
            }
        } catch (CertificateException e) {
            throw new IOException(expectedCertificates(file) + " (" + e.getMessage() + ")", e);
        }
        throw new IOException(expectedCertificates(file));
    }

    /** Lists of revoked certificates; at least one. */
    public static List<X509CRL> revocations(Path file) throws IOException {
        byte[] text = read(file);
        String expected = "expected lists of revoked certificates between -----BEGIN X509 CRL-----"
                + " and -----END X509 CRL-----, found none that can be read in " + file;
        try {
            List<X509CRL> found =
                    CertificateFactory.getInstance("X.509")
                            .generateCRLs(new ByteArrayInputStream(text))
                            .stream()
                            .map(X509CRL.class::cast)
                            .toList();
            if (!found.isEmpty()) {
                return found;
            }
        } catch (CertificateException | CRLException e) {
            throw new IOException(expected + " (" + e.getMessage() + ")", e);
        }
        throw new IOException(expected);
    }

    private static String expectedCertificates(Path file) {
        return "expected certificates between -----BEGIN CERTIFICATE----- and"
                + " -----END CERTIFICATE-----, found none that can be read in " + file;
    }

    /**
     * The key of this certificate, from a PEM file.
     *
     * @throws IOException also if it is not the key of the certificate
     */
    public static PrivateKey keyOf(X509Certificate certificate, Path file) throws IOException {
        String text = new String(read(file), StandardCharsets.ISO_8859_1);
        Matcher key = KEY.matcher(text);
        if (!key.find()) {
            Matcher other = OTHER_KEY.matcher(text);
            String found = other.find() ? "a key of the kind " + other.group(1) : "no private key";
            throw new IOException("expected -----BEGIN PRIVATE KEY----- (PKCS #8, no password) in "
                    + file + ", found " + found
                    + "; openssl pkcs8 -topk8 -nocrypt -in OLD -out NEW makes one");
        }
        String algorithm = certificate.getPublicKey().getAlgorithm();
        try {
            byte[] encoded = Base64.getMimeDecoder().decode(key.group(1));
            PrivateKey read = KeyFactory.getInstance(algorithm)
                    .generatePrivate(new PKCS8EncodedKeySpec(encoded));
            if (matches(read, certificate, algorithm)) {
                return read;
            }
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IOException(notItsKey(file, certificate, algorithm), e);
        }
        throw new IOException(notItsKey(file, certificate, algorithm));
    }

    private static String notItsKey(Path file, X509Certificate certificate, String algorithm) {
        return "expected the " + algorithm + " key of the certificate of "
                + certificate.getSubjectX500Principal() + ", found another key, or none, in "
                + file + "; take the key that the certificate was made with";
    }

    /** True if what the one signs the other verifies. */
    private static boolean matches(PrivateKey key, X509Certificate certificate, String algorithm)
            throws GeneralSecurityException {
        String with = switch (algorithm) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> algorithm;
        };
        byte[] sample = {1, 2, 3, 4};
        Signature signature = Signature.getInstance(with);
        signature.initSign(key);
        signature.update(sample);
        byte[] signed = signature.sign();
        signature.initVerify(certificate.getPublicKey());
        signature.update(sample);
        return signature.verify(signed);
    }

    private static byte[] read(Path file) throws IOException {
        try {
            if (Files.size(file) > LONGEST) {
                throw new IOException("expected a PEM file of at most 1 MiB, found more: " + file);
            }
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new IOException("expected a PEM file at " + file + ", found none", e);
        }
    }
}
