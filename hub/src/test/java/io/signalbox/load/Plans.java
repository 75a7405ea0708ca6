package io.signalbox.load;

import io.signalbox.message.Qos;
import io.signalbox.mqtt.codec.ProtocolVersion;

import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Plans for tests. */
final class Plans {
    private static final long SECOND = 1_000_000_000;

    private Plans() {}

    static LoadPlan pairs(int pairs, double rate) {
        return of(Shape.PAIRS, 1, Qos.AT_LEAST_ONCE, pairs, rate);
    }

    static LoadPlan of(Shape shape, int port, Qos qos, int clients, double rate) {
        return new LoadPlan(
                shape,
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                ProtocolVersion.V5,
                null,
                null,
                "t",
                clients,
                clients,
                Stamp.BYTES,
                qos,
                4,
                rate,
                0,
                SECOND,
                0);
    }
}
