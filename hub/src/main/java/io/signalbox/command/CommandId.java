package io.signalbox.command;

import java.util.HexFormat;

/**
 * Names of commands: 16 hexadecimal digits that follow from what made them, so that a replay makes
 * the same ones (FNV-1a over the parts, then the finaliser of MurmurHash3).
 */
public final class CommandId {
    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    private CommandId() {}

    /** The id of what these parts say; their order and borders count. */
    public static String of(String... parts) {
        long hash = FNV_OFFSET;
        for (String part : parts) {
            for (int i = 0; i < part.length(); i++) {
                hash = (hash ^ part.charAt(i)) * FNV_PRIME;
            }
            hash = (hash ^ 0x1_0000) * FNV_PRIME;
        }
        return HexFormat.of().toHexDigits(mix(hash));
    }

    /** The id of a claim that action {@code action} of an activation of a rule makes. */
    public static String ofRule(
            String rule, String version, String device, long activation, int action) {
        return of(rule, version, device, Long.toString(activation), Integer.toString(action));
    }

    /**
     * The id of the command when a claim holds for the {@code turn}th time after it had lost its
     * place: the device drops commands whose id it knows, so each turn needs its own.
     */
    static String ofTurn(String claim, int turn) {
        return turn == 0 ? claim : of(claim, Integer.toString(turn));
    }

    static boolean isId(String text) {
        int length = text.length();
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (!(c >= '0' && c <= '9') && !(c >= 'a' && c <= 'f')) {
                return false;
            }
        }
        return length == 16;
    }

    private static long mix(long value) {
        long mixed = value;
        mixed = (mixed ^ (mixed >>> 33)) * 0xff51afd7ed558ccdL;
        mixed = (mixed ^ (mixed >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return mixed ^ (mixed >>> 33);
    }
}
