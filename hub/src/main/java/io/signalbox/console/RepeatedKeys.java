package io.signalbox.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.jspecify.annotations.Nullable;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * The idempotency keys of late, with what was answered: a request that comes again is answered as
 * the first time and does nothing. The oldest keys are forgotten first. Used by any thread.
 */
final class RepeatedKeys {
    /** Keys that are remembered. */
    static final int MOST = 4096;

    /** @param what digest of what was asked for */
    private record First(byte[] what, CompletableFuture<byte @Nullable []> answer) {}

    private final Map<String, First> known = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, First> eldest) {
            return size() > MOST;
        }
    };

    /**
     * Acts for the first of all requests with this key; the others wait for it and get its answer.
     * If it fails the next one is the first.
     *
     * @throws Problem if the key was used for something else
     */
    byte[] once(String key, String where, byte[] body, Supplier<byte[]> act) {
        byte[] what = digest(where, body);
        while (true) {
            First mine = new First(what, new CompletableFuture<>());
            First first;
            synchronized (known) {
                first = known.putIfAbsent(key, mine);
            }
            if (first == null) {
                return act(key, mine, act);
            }
            if (!Arrays.equals(first.what, what)) {
                throw new Problem(
                        422,
                        "key-reused",
                        "expected a new Idempotency-Key, found one that came with other readings",
                        "use a new key for each request that is no repetition");
            }
            byte @Nullable [] answer = first.answer.join();
            if (answer != null) {
                return answer;
            }
        }
    }

    private byte[] act(String key, First mine, Supplier<byte[]> act) {
        byte @Nullable [] answer = null;
        try {
            answer = act.get();
            return answer;
        } finally {
            if (answer == null) {
                synchronized (known) {
                    known.remove(key, mine);
                }
            }
            mine.answer.complete(answer);
        }
    }

    private static byte[] digest(String where, byte[] body) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            sha.update(where.getBytes(UTF_8));
            sha.update((byte) 0);
            return sha.digest(body);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
