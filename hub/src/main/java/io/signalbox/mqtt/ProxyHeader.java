package io.signalbox.mqtt;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;

import org.jspecify.annotations.Nullable;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.zip.CRC32C;

/**
 * The header of the PROXY protocol, version 2, by which a load balancer tells whose connection it
 * passes on: a signature, command, family and length, addresses, and fields of type, length and
 * value that are checked and not used.
 */
final class ProxyHeader {
    /** Longest header: addresses, and room for more fields than any balancer sends. */
    static final int LONGEST = 4096;

    private static final byte[] SIGNATURE = {
        0x0D, 0x0A, 0x0D, 0x0A, 0x00, 0x0D, 0x0A, 0x51, 0x55, 0x49, 0x54, 0x0A
    };
    private static final int FIXED_BYTES = SIGNATURE.length + 4;
    private static final int VERSION = 2;
    private static final int LOCAL = 0;
    private static final int PROXY = 1;
    private static final int CHECKSUM = 0x03;

    /** What there is at the front of a connection's bytes. */
    sealed interface Read {}

    /**
     * A whole header.
     *
     * @param length its bytes
     * @param client whose connection it is; null for the balancer's own, or one without an address
     */
    record Header(int length, @Nullable InetSocketAddress client) implements Read {}

    /** No header, or none that is taken. */
    record Refusal(String why) implements Read {}

    private ProxyHeader() {}

    /** Looks at the bytes and consumes none; null while more are needed to tell. */
    static @Nullable Read read(ByteBuf bytes) {
        int start = bytes.readerIndex();
        int readable = bytes.readableBytes();
        for (int i = 0; i < Math.min(readable, SIGNATURE.length); i++) {
            if (bytes.getByte(start + i) != SIGNATURE[i]) {
                return new Refusal(
                        bytes.getByte(start) == 'P'
                                ? "expected a PROXY header of version 2, found text such as that of"
                                        + " version 1; tell the balancer to send version 2"
                                : "expected a PROXY header of version 2, found none");
            }
        }
        if (readable < FIXED_BYTES) {
            return null;
        }
        int versionAndCommand = bytes.getUnsignedByte(start + SIGNATURE.length);
        int family = bytes.getUnsignedByte(start + SIGNATURE.length + 1);
        int length = bytes.getUnsignedShort(start + SIGNATURE.length + 2);
        if (versionAndCommand >> 4 != VERSION || (versionAndCommand & 0x0F) > PROXY) {
            return new Refusal("PROXY header: unknown version and command " + versionAndCommand);
        }
        if (FIXED_BYTES + length > LONGEST) {
            return new Refusal("PROXY header: expected at most " + LONGEST + " bytes, found "
                    + (FIXED_BYTES + length));
        }
        if (readable < FIXED_BYTES + length) {
            return null;
        }
        ByteBuf header = bytes.slice(start, FIXED_BYTES + length);
        return whole(header, family, (versionAndCommand & 0x0F) == LOCAL);
    }

    private static Read whole(ByteBuf header, int family, boolean local) {
        int addressBytes = switch (family) {
            case 0x00 -> 0;
            case 0x11 -> 4;
            case 0x21 -> 16;
            case 0x31 -> 108;
            default -> -1;
        };
        if (local || addressBytes == 0) {
            // What follows means nothing then, and is not looked at.
            return new Header(header.readableBytes(), null);
        }
        if (addressBytes < 0) {
            return new Refusal("PROXY header: expected TCP, found the family " + family);
        }
        int ports = family == 0x31 ? 0 : 4;
        int fields = FIXED_BYTES + 2 * addressBytes + ports;
        if (fields > header.readableBytes()) {
            return new Refusal("PROXY header: too short for its addresses");
        }
        String wrong = wrongFields(header, fields);
        if (wrong != null) {
            return new Refusal("PROXY header: " + wrong);
        }
        InetSocketAddress client = ports == 0 ? null : client(header, addressBytes);
        return new Header(header.readableBytes(), client);
    }

    private static InetSocketAddress client(ByteBuf header, int addressBytes) {
        byte[] address = new byte[addressBytes];
        header.getBytes(FIXED_BYTES, address);
        int port = header.getUnsignedShort(FIXED_BYTES + 2 * addressBytes);
        try {
            return new InetSocketAddress(InetAddress.getByAddress(address), port);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address of " + addressBytes + " bytes", e);
        }
    }

    /** What is wrong with the fields behind the addresses; null if nothing is. */
    private static @Nullable String wrongFields(ByteBuf header, int from) {
        int at = from;
        while (at < header.readableBytes()) {
            if (header.readableBytes() - at < 3) {
                return "a field is cut off";
            }
            int length = header.getUnsignedShort(at + 1);
            if (header.readableBytes() - at - 3 < length) {
                return "a field is longer than the header";
            }
            if (header.getUnsignedByte(at) == CHECKSUM
                    && (length != 4 || !sumsUp(header, at + 3))) {
                return "its checksum is wrong";
            }
            at += 3 + length;
        }
        return null;
    }

    /** The checksum is that of the header with zeros in its place. */
    private static boolean sumsUp(ByteBuf header, int place) {
        byte[] bytes = ByteBufUtil.getBytes(header);
        for (int i = place; i < place + 4; i++) {
            bytes[i] = 0;
        }
        CRC32C sum = new CRC32C();
        sum.update(bytes);
        return sum.getValue() == header.getUnsignedInt(place);
    }
}
