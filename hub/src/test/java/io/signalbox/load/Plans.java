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

    static LoadPlan retained(int messages, int publishers, Qos qos) {
        return of(Shape.RETAINED, 1, qos, publishers, 0, messages, 0);
    }

    static LoadPlan of(Shape shape, int port, Qos qos, int clients, double rate) {
        return of(shape, port, qos, clients, clients, 0, rate);
    }

    private static LoadPlan of(
            Shape shape,
            int port,
            Qos qos,
            int publishers,
            int subscribers,
            int messages,
            double rate) {
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        return new LoadPlan(
                shape,
                new Broker(address, ProtocolVersion.V5, null, null, null, 0),
                "t",
                null,
                publishers,
                subscribers,
                messages,
                Stamp.BYTES,
                qos,
                4,
                64,
                rate,
                0,
                SECOND,
                3600,
                null);
    }
}
