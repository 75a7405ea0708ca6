package io.signalbox.command;

import io.signalbox.bytes.ByteReader;
import io.signalbox.bytes.ByteWriter;
import io.signalbox.bytes.MalformedBytes;

/** The body of a {@code CLAIM} record (behind its cause, if a fold made it). */
public sealed interface ClaimChange {
    /** Somebody claims an actuator. */
    record Made(Claim claim) implements ClaimChange {}

    /**
     * A claim ends before its lease does; the next one holds.
     *
     * @param reason for people, such as {@code pump_dry cleared}
     */
    record Released(String device, String claimId, String reason) implements ClaimChange {}

    default void write(ByteWriter out) {
        switch (this) {
            case Made made -> {
                out.u8(1);
                made.claim.write(out);
            }
            case Released released ->
                out.u8(2).string(released.device).string(released.claimId).string(released.reason);
        }
    }

    static ClaimChange read(ByteReader in) {
        int kind = in.u8();
        return switch (kind) {
            case 1 -> new Made(Claim.read(in));
            case 2 -> new Released(in.string(), in.string(), in.string());
            default -> throw new MalformedBytes("expected a claim change 1 or 2, found " + kind);
        };
    }
}
