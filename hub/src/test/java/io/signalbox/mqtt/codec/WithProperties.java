package io.signalbox.mqtt.codec;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.signalbox.time.Chance;

import java.io.ByteArrayOutputStream;

/** Makes packets of MQTT 5 that are as they should be but for their properties, which may be any. */
final class WithProperties {
    private static final String[] TEXTS = {"", "a", "Grüße", "a/b", "#", "x\0y", "\uFEFFtext"};

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final Chance chance;

    private WithProperties(Chance chance) {
        this.chance = chance;
    }

    static byte[] packet(PacketType type, Chance chance) {
        WithProperties packet = new WithProperties(chance);
        packet.body(type);
        byte[] body = packet.out.toByteArray();
        WithProperties whole = new WithProperties(chance);
        int flags = type == PacketType.PUBLISH ? 0 : type.flags();
        whole.out.write(type.ordinal() << 4 | flags);
        whole.variable(body.length);
        whole.out.writeBytes(body);
        return whole.out.toByteArray();
    }

    private void body(PacketType type) {
        switch (type) {
            case CONNECT -> {
                string("MQTT");
                out.write(5);
                boolean will = chance.percent(50);
                out.write(will ? 0x06 : 0x02);
                u16(60);
                properties();
                string("client");
                if (will) {
                    properties();
                    string("will");
                    string("payload");
                }
            }
            case PUBLISH -> {
                string("a/b");
                properties();
                out.writeBytes("payload".getBytes(UTF_8));
            }
            case SUBSCRIBE -> {
                u16(1);
                properties();
                string("a/+");
                out.write(1);
            }
            case PUBREC -> {
                u16(1);
                out.write(0);
                properties();
            }
            default -> {
                out.write(type == PacketType.AUTH ? 0x18 : 0);
                properties();
            }
        }
    }

    /** Each with a value of its kind, or now and then of any bytes. */
    private void properties() {
        WithProperties block = new WithProperties(chance);
        for (long left = chance.below(chance.percent(90) ? 4 : 90); left > 0; left--) {
            block.property();
        }
        int length = block.out.size();
        variable(chance.percent(95) ? length : (int) chance.below(2L * length + 2));
        out.writeBytes(block.out.toByteArray());
    }

    private void property() {
        int id = (int) chance.below(chance.percent(95) ? 0x2B : 300);
        variable(id);
        switch (id) {
            case 0x01, 0x17, 0x19, 0x24, 0x25, 0x28, 0x29, 0x2A -> out.write((int) chance.below(3));
            case 0x13, 0x21, 0x22, 0x23 -> u16((int) chance.below(4));
            case 0x02, 0x11, 0x18, 0x27 -> {
                u16((int) chance.below(65_536));
                u16((int) chance.below(3));
            }
            case 0x0B -> variable((int) chance.below(chance.percent(50) ? 3 : 1 << 28));
            case 0x26 -> {
                string(text());
                string(text());
            }
            case 0x03, 0x08, 0x09, 0x12, 0x15, 0x16, 0x1A, 0x1C, 0x1F -> string(text());
            default -> out.write((int) chance.below(256));
        }
    }

    private String text() {
        return TEXTS[(int) chance.below(TEXTS.length)];
    }

    private void u16(int value) {
        out.write(value >> 8);
        out.write(value);
    }

    private void string(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        u16(bytes.length);
        out.writeBytes(bytes);
    }

    private void variable(int value) {
        int rest = value;
        while (rest >= 0x80) {
            out.write((rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        out.write(rest);
    }
}
