package io.signalbox.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.net.InetAddress;
import java.util.List;

class ConnectRatesTest {
    private static final long SECOND = 1_000_000_000L;
    private static final InetAddress HERE = InetAddress.ofLiteral("127.0.0.1");
    private static final InetAddress THERE = InetAddress.ofLiteral("127.0.0.2");

    private final ConnectRates rates =
            new ConnectRates(new MqttConfig.Admission(64, 10, 5, List.of()));
    private long now = Long.MAX_VALUE - 100 * SECOND;

    @Test
    void oneConnectASecondIsNeverTooMany() {
        for (int i = 0; i < 1_000; i++) {
            now += SECOND;
            assertThat(connect("a")).isZero();
        }
    }

    @Test
    void aClientThatComesTooOftenIsShutOutEachTimeForLonger() {
        long expected = 10;
        int free = 5;
        for (int ban = 0; ban < 8; ban++) {
            for (int i = 0; i < free; i++) {
                assertThat(connect("a")).isZero();
            }
            assertThat(connect("a")).isEqualTo(expected);
            now += expected * SECOND - 1;
            assertThat(connect("a")).isEqualTo(1);
            now += 1;
            expected = Math.min(640, expected * 2);
            // Half of what it may at first.
            free = 2;
        }
    }

    @Test
    void anotherClientAndTheSameIdFromElsewhereAreNotShutOut() {
        for (int i = 0; i < 6; i++) {
            connect("a");
        }
        assertThat(connect("a")).isPositive();
        assertThat(connect("b")).isZero();
        assertThat(rates.refuse("a", THERE, now)).isZero();
    }

    @Test
    void aClientThatWasQuietIsForgotten() {
        for (int i = 0; i < 6; i++) {
            connect("a");
        }
        connect("b");
        rates.forgetQuiet(now + SECOND);
        assertThat(rates.size()).isEqualTo(1);
        rates.forgetQuiet(now + 13 * SECOND);
        assertThat(rates.size()).isZero();
        assertThat(connect("a")).isZero();
    }

    @Test
    void theTableIsBounded() {
        for (int i = 0; i < 30_000; i++) {
            connect("c" + i);
        }
        assertThat(rates.size()).isEqualTo(10_000);
    }

    private long connect(String id) {
        return rates.refuse(id, HERE, now);
    }
}
