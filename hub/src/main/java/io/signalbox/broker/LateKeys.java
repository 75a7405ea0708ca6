package io.signalbox.broker;

import io.signalbox.bytes.ByteReader;
import io.signalbox.journal.Entry;
import io.signalbox.journal.RecordKeys;

import java.nio.charset.StandardCharsets;
import java.util.function.LongConsumer;
import java.util.stream.LongStream;

/**
 * By what late sessions and groups find their records in the journal: messages by the filters that
 * their record names, as positive numbers; what is addressed to one session by its client id, as a
 * negative hash. That two clients have the same hash does no harm: who reads looks at the record.
 */
public final class LateKeys implements RecordKeys {
    @Override
    public void of(Entry entry, LongConsumer to) {
        switch (entry.type()) {
            case PUBLISH -> {
                ByteReader in = entry.body();
                PublishRecord.skipCause(in, entry.flags());
                for (int count = in.count(); count > 0; count--) {
                    to.accept(in.count());
                }
            }
            case GIVEN, LEASE -> {
                ByteReader in = entry.body();
                int length = in.count();
                int start = in.position();
                in.skip(length);
                to.accept(ofClient(in.array(), start, length));
            }
            case TICK,
                    FILTER,
                    SESSION,
                    SUBSCRIPTION,
                    CURSOR,
                    DECLARATION,
                    DEVICE,
                    CLAIM,
                    COMMAND,
                    ALARM,
                    TRACE,
                    EXCHANGE,
                    NOTICE,
                    IMPORT,
                    TELL,
                    KEY -> {}
        }
    }

    /** That of the records which are addressed to this client's session. */
    static long ofClient(String clientId) {
        byte[] bytes = clientId.getBytes(StandardCharsets.UTF_8);
        return ofClient(bytes, 0, bytes.length);
    }

    private static long ofClient(byte[] bytes, int start, int length) {
        long hash = 0xCBF2_9CE4_8422_2325L;
        for (int i = start; i < start + length; i++) {
            hash = (hash ^ (bytes[i] & 0xFF)) * 0x100_0000_01B3L;
        }
        hash ^= hash >>> 32;
        return hash | Long.MIN_VALUE;
    }

    /** Those of everything that may be for this session after its cursor. */
    static long[] of(StoredSession session) {
        LongStream own = session.all().stream()
                .filter(subscription -> !subscription.shared)
                .mapToLong(subscription -> subscription.filterId);
        return LongStream.concat(LongStream.of(ofClient(session.clientId)), own).toArray();
    }
}
