package io.signalbox.bench;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttEncoder;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttPublishVariableHeader;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.util.ReferenceCountUtil;
import io.signalbox.message.Qos;
import io.signalbox.mqtt.codec.Connect;
import io.signalbox.mqtt.codec.ConnectProperties;
import io.signalbox.mqtt.codec.Decoder;
import io.signalbox.mqtt.codec.Encoder;
import io.signalbox.mqtt.codec.Packet;
import io.signalbox.mqtt.codec.ProtocolVersion;
import io.signalbox.mqtt.codec.PubAck;
import io.signalbox.mqtt.codec.Publish;
import io.signalbox.mqtt.codec.ReasonCode;
import io.signalbox.mqtt.codec.Subscribe;
import io.signalbox.mqtt.codec.Subscription;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Packets per second on one thread, by our codec and by Netty's, from and to the same bytes: 64
 * packets at a time, as a busy connection brings them in one read. Netty's runs in the pipeline that
 * it is made for.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class CodecBench {
    private static final int PACKETS = 64;
    private static final int MAX_BYTES = 1 << 20;
    private static final String TOPIC = "plant/hall3/pump17/flow";

    @Param({"V3_1_1", "V5"})
    public ProtocolVersion version = ProtocolVersion.V5;

    private final Encoder encoder = new Encoder();
    private final byte[] payload = new byte[64];
    private final ByteBuf out = Unpooled.directBuffer(64 << 10);
    private final ByteBuf publishes = Unpooled.directBuffer(64 << 10);
    private final ByteBuf mixed = Unpooled.directBuffer(64 << 10);
    private final ByteBuf connect = Unpooled.directBuffer(256);
    private final EmbeddedChannel reading = new EmbeddedChannel(new MqttDecoder(MAX_BYTES));
    private final EmbeddedChannel writing = new EmbeddedChannel(MqttEncoder.INSTANCE);
    private Publish publish = new Publish(TOPIC, payload, Qos.AT_LEAST_ONCE, false, 1);

    @SuppressWarnings("NullAway.Init")
    private Decoder decoder;

    @Setup
    public void fill() {
        encode(
                connect,
                new Connect(
                        version, "device-17", true, 60, null, null, null, ConnectProperties.NONE));
        List<Subscription> filters =
                List.of(new Subscription("plant/+/pump17/#", Qos.AT_LEAST_ONCE));
        for (int id = 1; id <= PACKETS; id++) {
            encode(publishes, new Publish(TOPIC, payload, Qos.AT_LEAST_ONCE, false, id));
            switch (id % 4) {
                case 0 -> encode(mixed, new Subscribe(id, 0, filters, List.of()));
                case 1 -> encode(mixed, new Publish(TOPIC, payload, Qos.AT_MOST_ONCE, false, 0));
                default -> encode(mixed, new PubAck(id, ReasonCode.SUCCESS));
            }
        }
        // Both take the version from the CONNECT, as they do on a connection.
        decoder = Decoder.fromClient(MAX_BYTES);
        decoder.decode(connect.duplicate());
        reading.writeInbound(connect.retainedDuplicate());
        ReferenceCountUtil.release(reading.readInbound());
        publish = new Publish(TOPIC, payload, Qos.AT_LEAST_ONCE, false, 17);
    }

    private void encode(ByteBuf target, Packet packet) {
        encoder.encode(packet, version, Long.MAX_VALUE, true, target);
    }

    @Benchmark
    @OperationsPerInvocation(PACKETS)
    public void decodePublishOurs(Blackhole sink) {
        decode(publishes, sink);
    }

    @Benchmark
    @OperationsPerInvocation(PACKETS)
    public void decodePublishNetty(Blackhole sink) {
        decodeByNetty(publishes, sink);
    }

    @Benchmark
    @OperationsPerInvocation(PACKETS)
    public void decodeMixedOurs(Blackhole sink) {
        decode(mixed, sink);
    }

    @Benchmark
    @OperationsPerInvocation(PACKETS)
    public void decodeMixedNetty(Blackhole sink) {
        decodeByNetty(mixed, sink);
    }

    private void decode(ByteBuf bytes, Blackhole sink) {
        bytes.readerIndex(0);
        for (int i = 0; i < PACKETS; i++) {
            sink.consume(decoder.decode(bytes));
        }
    }

    private void decodeByNetty(ByteBuf bytes, Blackhole sink) {
        reading.writeInbound(bytes.retainedDuplicate().readerIndex(0));
        for (int i = 0; i < PACKETS; i++) {
            Object packet = reading.readInbound();
            sink.consume(packet);
            ReferenceCountUtil.release(packet);
        }
    }

    @Benchmark
    @OperationsPerInvocation(PACKETS)
    public int encodePublishOurs() {
        out.clear();
        for (int i = 0; i < PACKETS; i++) {
            encode(out, publish);
        }
        return out.writerIndex();
    }

    @Benchmark
    @OperationsPerInvocation(PACKETS)
    public void encodePublishNetty(Blackhole sink) {
        for (int i = 0; i < PACKETS; i++) {
            var _ = writing.write(new MqttPublishMessage(
                    new MqttFixedHeader(
                            MqttMessageType.PUBLISH, false, MqttQoS.AT_LEAST_ONCE, false, 0),
                    new MqttPublishVariableHeader(TOPIC, 17),
                    Unpooled.wrappedBuffer(payload)));
        }
        writing.flush();
        for (int i = 0; i < PACKETS; i++) {
            Object bytes = writing.readOutbound();
            sink.consume(bytes);
            ReferenceCountUtil.release(bytes);
        }
    }
}
