package io.signalbox.mqtt;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;

/** A certificate for a client that no tool would make, byte by byte, but signed as it should be. */
final class CraftedCertificate {
    private static final byte[] ECDSA_WITH_SHA256 = RawPeer.hex("300a 06082a8648ce3d040302");
    private static final byte[] COMMON_NAME = RawPeer.hex("0603550403");

    /** Extended key usage, for client authentication. */
    private static final byte[] FOR_CLIENTS =
            RawPeer.hex("a317 3015 3013 0603551d25 040c 300a 06082b06010505070302");

    private CraftedCertificate() {}

    /** @param name the bytes of a UTF8String, whether or not they are UTF-8 */
    static X509Certificate of(
            byte[] name, PublicKey key, X509Certificate issuer, PrivateKey issuerKey)
            throws Exception {
        byte[] subject = der(0x30, der(0x31, der(0x30, COMMON_NAME, der(0x0C, name))));
        byte[] content = der(
                0x30,
                RawPeer.hex("a003 020102"),
                der(0x02, new byte[] {0x11, 0x22, 0x33}),
                ECDSA_WITH_SHA256,
                issuer.getSubjectX500Principal().getEncoded(),
                der(
                        0x30,
                        der(0x17, "200101000000Z".getBytes(US_ASCII)),
                        der(0x17, "491231000000Z".getBytes(US_ASCII))),
                subject,
                key.getEncoded(),
                FOR_CLIENTS);
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(issuerKey);
        signature.update(content);
        byte[] whole =
                der(0x30, content, ECDSA_WITH_SHA256, der(0x03, new byte[] {0}, signature.sign()));
        return (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(whole));
    }

    private static byte[] der(int tag, byte[]... parts) {
        byte[] body = RawPeer.join(parts);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        if (body.length < 0x80) {
            out.write(body.length);
        } else {
            out.write(body.length < 0x100 ? 0x81 : 0x82);
            if (body.length >= 0x100) {
                out.write(body.length >> 8);
            }
            out.write(body.length);
        }
        out.writeBytes(body);
        return out.toByteArray();
    }
}
