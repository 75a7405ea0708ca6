package io.signalbox.language;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;

/** The version of a declaration: a hash of its words and of those it depends on. */
final class Version {
    private static final int BYTES = 8;

    private Version() {}

    static String of(String words, Collection<String> dependencies) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(words.getBytes(StandardCharsets.UTF_8));
            for (String dependency : dependencies) {
                digest.update((byte) 0);
                digest.update(dependency.getBytes(StandardCharsets.UTF_8));
            }
            return HexFormat.of().formatHex(digest.digest(), 0, BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
