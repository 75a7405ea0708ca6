package io.signalbox.command;

import io.signalbox.bytes.ByteReader;
import io.signalbox.bytes.ByteWriter;
import io.signalbox.device.StoredValue;
import io.signalbox.effect.Cause;
import io.signalbox.journal.Entry;
import io.signalbox.message.Value;

/**
 * The body of a {@code COMMAND} record, behind its cause: a command enters a state.
 *
 * @param claimId the claim whose value the device is told
 * @param attempt which sending this is, from 1; 0 before the first
 * @param reason for people; empty if the state says it all
 * @param origin who claimed, as {@link Claim.Origin#word}; empty in records of versions that did not
 *     write it
 */
public record CommandChange(
        String id,
        String claimId,
        String device,
        String point,
        Value value,
        CommandState state,
        int attempt,
        String reason,
        String origin) {

    public void write(ByteWriter out) {
        out.string(id).string(claimId).string(device).string(point);
        StoredValue.write(out, value);
        out.u8(state.ordinal()).varint(attempt).string(reason).string(origin);
    }

    /** Reads the body of a COMMAND record. */
    public static CommandChange read(Entry entry) {
        ByteReader in = entry.body();
        if ((entry.flags() & Entry.CAUSED) != 0) {
            Cause.read(in);
        }
        return new CommandChange(
                in.string(),
                in.string(),
                in.string(),
                in.string(),
                StoredValue.read(in),
                CommandState.of(in.u8()),
                in.count(),
                in.string(),
                in.remaining() == 0 ? "" : in.string());
    }
}
