package io.signalbox.history;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.CRC32C;

/** CRC-32C of each mebibyte of a file, in eight hexadecimal digits each: a wrong byte is found, and near where it is. */
final class Checks {
    private static final int PART_BYTES = 1 << 20;
    private static final int DIGITS = 8;

    private Checks() {}

    static String of(Path file) throws IOException {
        StringBuilder checks = new StringBuilder();
        try (InputStream in = Files.newInputStream(file)) {
            byte[] part = new byte[PART_BYTES];
            CRC32C crc = new CRC32C();
            for (int length = in.readNBytes(part, 0, PART_BYTES);
                    length > 0;
                    length = in.readNBytes(part, 0, PART_BYTES)) {
                crc.reset();
                crc.update(part, 0, length);
                checks.append(HexFormat.of().toHexDigits(crc.getValue(), DIGITS));
            }
        }
        return checks.toString();
    }

    /** What is wrong with a file of which this was expected; nothing if it is as it was. */
    static Optional<String> trouble(Path file, long bytes, String expected) {
        try {
            long length = Files.exists(file) ? Files.size(file) : 0;
            if (length != bytes) {
                return Optional.of("expected " + bytes + " bytes in " + file + ", found " + length);
            }
            String found = of(file);
            for (int at = 0; at < expected.length(); at += DIGITS) {
                if (!found.startsWith(expected.substring(at, at + DIGITS), at)) {
                    long from = (long) at / DIGITS * PART_BYTES;
                    return Optional.of("wrong bytes in " + file + " between " + from + " and "
                            + Math.min(bytes, from + PART_BYTES));
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of("cannot read " + file + ": " + e.getMessage());
        }
    }
}
