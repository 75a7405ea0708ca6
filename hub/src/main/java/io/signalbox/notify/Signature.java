package io.signalbox.notify;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.util.Base64;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Shows a receiver that a webhook is from this hub and new [Standard Webhooks 1.0, "Signature
 * scheme"]: HMAC-SHA256 over id, time and body.
 */
final class Signature {
    private Signature() {}

    /**
     * The header {@code webhook-signature}.
     *
     * @param seconds since 1970, as in the header {@code webhook-timestamp}
     */
    static String of(byte[] key, String id, long seconds, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            mac.update((id + "." + seconds + ".").getBytes(UTF_8));
            return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
