package io.signalbox.device;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.signalbox.bytes.ByteReader;
import io.signalbox.bytes.ByteWriter;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * A request about a device that came with an idempotency key; the body of a KEY record, which stands
 * in one batch before the record that the request asked for.
 *
 * @param key of whom and with which key
 * @param asked what for
 */
public record KeyedRequest(String device, Digest key, Digest asked) {
    /** Of texts and bytes, in place of them: 128 bits. */
    public record Digest(long high, long low) {
        private static Digest of(byte[]... parts) {
            try {
                MessageDigest sha = MessageDigest.getInstance("SHA-256");
                for (byte[] part : parts) {
                    sha.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, part.length));
                    sha.update(part);
                }
                ByteBuffer digest = ByteBuffer.wrap(sha.digest());
                return new Digest(digest.getLong(), digest.getLong());
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(e);
            }
        }

        void write(ByteWriter out) {
            out.u64(high).u64(low);
        }

        static Digest read(ByteReader in) {
            return new Digest(in.u64(), in.u64());
        }
    }

    /**
     * A request.
     *
     * @param kind keys of another kind of request are others
     * @param where what it is about, beside the device
     */
    public static KeyedRequest of(
            String kind, String device, String key, String where, byte[] body) {
        return new KeyedRequest(
                device,
                Digest.of(kind.getBytes(UTF_8), device.getBytes(UTF_8), key.getBytes(UTF_8)),
                Digest.of(where.getBytes(UTF_8), body));
    }

    /** Writes the body of its record. */
    public void write(ByteWriter out) {
        out.string(device);
        key.write(out);
        asked.write(out);
    }

    static KeyedRequest read(ByteReader in) {
        return new KeyedRequest(in.string(), Digest.read(in), Digest.read(in));
    }
}
