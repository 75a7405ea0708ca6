package io.signalbox.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.signalbox.fuzz.Fuzz;
import io.signalbox.fuzz.Mutator;
import io.signalbox.time.Chance;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * PROXY headers that nobody meant: each is taken, refused or waited for, and a header that comes in
 * pieces is told the same as one that comes at once.
 */
class ProxyFuzzTest {
    private static final byte[] SIGNATURE = {13, 10, 13, 10, 0, 13, 10, 'Q', 'U', 'I', 'T', 10};
    private static final int[] FAMILIES = {0x00, 0x11, 0x21, 0x31};
    private static final int[] ADDRESS_BYTES = {0, 12, 36, 216};
    private static final int CHECKSUM = 3;

    @Test
    void headers() {
        Fuzz.run(
                "proxy-header",
                20_000,
                chance -> new Mutator(chance).mutate(header(chance), List.of(header(chance))),
                ProxyFuzzTest::check);
    }

    private static void check(byte[] input) {
        ProxyHeader.Read whole = ProxyHeader.read(Unpooled.wrappedBuffer(input));
        if (whole instanceof ProxyHeader.Header header) {
            assertThat(header.length()).isBetween(SIGNATURE.length + 4, input.length);
        }
        for (int length = 0; length < Math.min(input.length, 300); length++) {
            ProxyHeader.Read part = ProxyHeader.read(Unpooled.wrappedBuffer(input, 0, length));
            if (part != null) {
                assertThat(part).as("of the first " + length + " bytes").isEqualTo(whole);
            }
        }
    }

    @Test
    void whatIsNotDamagedIsTaken() {
        for (long seed = 0; seed < 200; seed++) {
            byte[] header = header(new Chance(seed));
            assertThat(ProxyHeader.read(Unpooled.wrappedBuffer(header)))
                    .isInstanceOf(ProxyHeader.Header.class);
        }
    }

    @Test
    void anAddressIsTheOneInTheHeader() throws Exception {
        byte[] address = InetAddress.ofLiteral("2001:db8::1").getAddress();
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(address);
        body.writeBytes(address);
        body.writeBytes(new byte[] {0x12, 0x34, 7, 91});
        byte[] header = header(0x21, body);
        assertThat(ProxyHeader.read(Unpooled.wrappedBuffer(header)))
                .isEqualTo(new ProxyHeader.Header(
                        header.length,
                        new InetSocketAddress(InetAddress.getByAddress(address), 0x1234)));
    }

    /** Addresses of some family, then fields of any type, and at times their checksum. */
    private static byte[] header(Chance chance) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        int family = (int) chance.below(FAMILIES.length);
        for (int i = 0; i < ADDRESS_BYTES[family]; i++) {
            body.write((int) chance.below(256));
        }
        for (long left = chance.below(3); left > 0; left--) {
            int length = (int) chance.below(20);
            body.writeBytes(
                    new byte[] {(byte) (CHECKSUM + 1 + chance.below(50)), 0, (byte) length});
            body.writeBytes(new byte[length]);
        }
        boolean summed = chance.percent(50);
        if (summed) {
            body.writeBytes(new byte[] {CHECKSUM, 0, 4, 0, 0, 0, 0});
        }
        byte[] header = header(FAMILIES[family], body);
        if (summed) {
            CRC32C sum = new CRC32C();
            sum.update(header);
            for (int i = 0; i < 4; i++) {
                header[header.length - 1 - i] = (byte) (sum.getValue() >> (8 * i));
            }
        }
        return header;
    }

    private static byte[] header(int family, ByteArrayOutputStream body) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(SIGNATURE);
        out.write(0x21);
        out.write(family);
        out.write(body.size() >> 8);
        out.write(body.size());
        out.writeBytes(body.toByteArray());
        return out.toByteArray();
    }
}
