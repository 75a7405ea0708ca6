package io.signalbox.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.bytes.ByteReader;
import io.signalbox.bytes.ByteWriter;
import io.signalbox.journal.Entry;
import io.signalbox.journal.RecordType;

import org.junit.jupiter.api.Test;

class KeyedRequestsTest {
    private static final long START = 1_767_225_600_000L;

    private record Stored(long sequence, RecordType type, int flags, long timeMillis, byte[] bytes)
            implements Entry {
        @Override
        public ByteReader body() {
            return new ByteReader(bytes);
        }
    }

    private final KeyedRequests requests = new KeyedRequests();
    private long sequence;

    private static KeyedRequest request(String device, String key) {
        return KeyedRequest.of("readings", device, key, "data", new byte[] {1, 2});
    }

    private void take(KeyedRequest request, long atMillis) {
        ByteWriter body = new ByteWriter();
        request.write(body);
        requests.apply(new Stored(++sequence, RecordType.KEY, 0, atMillis, body.toByteArray()));
    }

    private boolean knows(String device, String key) {
        KeyedRequest asked = request(device, key);
        return requests.asked(asked.key()).filter(asked.asked()::equals).isPresent();
    }

    @Test
    void aKeyIsOfOneDeviceAndOfOneKindOfRequest() {
        take(request("p1", "k"), START);
        assertThat(knows("p1", "k")).isTrue();
        assertThat(knows("p2", "k")).isFalse();
        KeyedRequest order = KeyedRequest.of("commands", "p1", "k", "data", new byte[] {1, 2});
        assertThat(requests.asked(order.key())).isEmpty();
        KeyedRequest other = KeyedRequest.of("readings", "p1", "k", "data", new byte[] {1});
        assertThat(requests.asked(other.key())).isPresent().get().isNotEqualTo(other.asked());
        assertThat(request("p1", "1k").key()).isNotEqualTo(request("p11", "k").key());
    }

    @Test
    void aKeyIsForgottenAfterADay() {
        take(request("p1", "k"), START);
        requests.tick(START + KeyedRequests.KEPT_MILLIS - 1);
        assertThat(knows("p1", "k")).isTrue();
        requests.tick(START + KeyedRequests.KEPT_MILLIS);
        assertThat(knows("p1", "k")).isFalse();
        assertThat(requests.size()).isZero();
        assertThat(requests.forgotten()).isZero();
    }

    @Test
    void oneThatHasTooManyForgetsItsOwnOldest() {
        take(request("p2", "k"), START);
        for (int i = 0; i <= KeyedRequests.MOST_OF_DEVICE; i++) {
            take(request("p1", "k" + i), START);
        }
        assertThat(knows("p1", "k0")).isFalse();
        assertThat(knows("p1", "k1")).isTrue();
        assertThat(knows("p2", "k")).isTrue();
        assertThat(requests.forgotten()).isEqualTo(1);
    }

    @Test
    void ofTooManyTogetherTheOldestIsForgotten() {
        for (int i = 0; i <= KeyedRequests.MOST; i++) {
            take(request("p" + i % 1_000, "k" + i), START);
        }
        assertThat(requests.size()).isEqualTo(KeyedRequests.MOST);
        assertThat(knows("p0", "k0")).isFalse();
        assertThat(knows("p1", "k1")).isTrue();
        assertThat(requests.forgotten()).isEqualTo(1);
    }

    @Test
    void aSnapshotKeepsAll() {
        take(request("p1", "k1"), START);
        take(request("p1", "k2"), START + 5);
        ByteWriter out = new ByteWriter();
        requests.snapshot(out);
        KeyedRequests again = new KeyedRequests();
        again.restore(new ByteReader(out.toByteArray()));
        ByteWriter second = new ByteWriter();
        again.snapshot(second);
        assertThat(second.toByteArray()).isEqualTo(out.toByteArray());
        again.tick(START + KeyedRequests.KEPT_MILLIS);
        assertThat(again.asked(request("p1", "k1").key())).isEmpty();
        assertThat(again.asked(request("p1", "k2").key())).isPresent();
    }
}
