package io.signalbox.command;

import io.signalbox.bytes.ByteReader;
import io.signalbox.bytes.ByteWriter;
import io.signalbox.bytes.MalformedBytes;

/** The body of a {@code CLAIM} record (behind its cause, if a fold made it). */
public sealed interface ClaimChange {
    /** On whose actuator. */
    String device();

    /** Somebody claims an actuator. */
    record Made(Claim claim) implements ClaimChange {
        @Override
        public String device() {
            return claim.device();
        }
    }

    /**
     * A claim ends before its lease does; the next one holds.
     *
     * @param reason for people, such as {@code pump_dry cleared}
     */
    record Released(String device, String claimId, String reason) implements ClaimChange {}

    /**
     * What an instance of a rule claims without an end is over, in whichever round of its actions it
     * was claimed.
     *
     * @param subject the device or place of the instance; empty for all instances, as in records of
     *     versions that did not write it
     * @param reason for people, as above
     */
    record Over(String device, String point, String rule, String subject, String reason)
            implements ClaimChange {}

    default void write(ByteWriter out) {
        switch (this) {
            case Made made -> {
                String subject = made.claim.origin().subject();
                out.u8(subject.isEmpty() ? 1 : 4);
                made.claim.write(out);
                if (!subject.isEmpty()) {
                    out.string(subject);
                }
            }
            case Released released ->
                out.u8(2).string(released.device).string(released.claimId).string(released.reason);
            case Over over ->
                out.u8(5)
                        .string(over.device)
                        .string(over.point)
                        .string(over.rule)
                        .string(over.subject)
                        .string(over.reason);
        }
    }

    static ClaimChange read(ByteReader in) {
        int kind = in.u8();
        return switch (kind) {
            case 1 -> new Made(Claim.read(in));
            case 2 -> new Released(in.string(), in.string(), in.string());
            case 3 -> new Over(in.string(), in.string(), in.string(), "", in.string());
            case 4 -> new Made(Claim.read(in).of(in.string()));
            case 5 -> new Over(in.string(), in.string(), in.string(), in.string(), in.string());
            default -> throw new MalformedBytes("expected a claim change 1 to 5, found " + kind);
        };
    }
}
