package io.signalbox.mqtt.codec;

import io.netty.buffer.ByteBuf;

/**
 * Turns packets into bytes, for either side and both versions. Keeps scratch space between
 * packets: one for each event loop or client, used by its thread alone.
 */
public final class Encoder {
    private static final int LARGEST_LENGTH = 268_435_455;

    private final PacketWriter scratch = new PacketWriter();

    /**
     * Appends one packet to {@code out}. False, and nothing is appended, if it would be larger
     * than the peer takes [MQTT-3.1.2-24]; what is optional in an answer is left out before.
     *
     * @param maximumBytes the peer's maximum packet size
     * @param problemInformation whether the peer wants reasons in words [MQTT5 3.1.2.11.7]
     */
    public boolean encode(
            Packet packet,
            ProtocolVersion version,
            long maximumBytes,
            boolean problemInformation,
            ByteBuf out) {
        if (packet instanceof Publish publish) {
            return publish.encode(scratch, version, maximumBytes, out);
        }
        boolean wordy = problemInformation
                || packet.type() == PacketType.CONNACK
                || packet.type() == PacketType.DISCONNECT;
        body(packet, version, !wordy);
        if (scratch.body().size() + 5L > maximumBytes) {
            body(packet, version, true);
        }
        int first = packet.type().ordinal() << 4 | packet.type().flags();
        int length = scratch.body().size();
        if (!begin(out, first, length, maximumBytes)) {
            return false;
        }
        out.writeBytes(scratch.body().array(), 0, length);
        return true;
    }

    private void body(Packet packet, ProtocolVersion version, boolean terse) {
        scratch.begin(terse);
        switch (packet) {
            case Connect p -> p.encode(scratch);
            case ConnAck p -> p.encode(scratch, version);
            case PubAck p -> p.encode(scratch, version);
            case PubRec p -> p.encode(scratch, version);
            case PubRel p -> p.encode(scratch, version);
            case PubComp p -> p.encode(scratch, version);
            case Subscribe p -> p.encode(scratch, version);
            case SubAck p -> p.encode(scratch, version);
            case Unsubscribe p -> p.encode(scratch, version);
            case UnsubAck p -> p.encode(scratch, version);
            case Disconnect p -> p.encode(scratch, version);
            case Auth p -> p.encode(scratch);
            case Publish _, PingReq _, PingResp _ -> {}
        }
    }

    /** The fixed header; false if the whole packet would be larger than {@code maximumBytes}. */
    static boolean begin(ByteBuf out, int firstByte, int length, long maximumBytes) {
        int lengthBytes = length < 0x80 ? 1 : length < 0x4000 ? 2 : length < 0x20_0000 ? 3 : 4;
        if (length > LARGEST_LENGTH || 1L + lengthBytes + length > maximumBytes) {
            return false;
        }
        out.ensureWritable(1 + lengthBytes + length);
        out.writeByte(firstByte);
        int rest = length;
        while (rest >= 0x80) {
            out.writeByte((rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        out.writeByte(rest);
        return true;
    }
}
