package io.signalbox.command;

import io.signalbox.bytes.ByteReader;
import io.signalbox.bytes.ByteWriter;
import io.signalbox.device.StoredValue;
import io.signalbox.message.Value;

/**
 * The body of a {@code COMMAND} record, behind its cause: a command enters a state.
 *
 * @param claimId the claim whose value the device is told
 * @param attempt which sending this is, from 1; 0 before the first
 * @param reason for people; empty if the state says it all
 */
public record CommandChange(
        String id,
        String claimId,
        String device,
        String point,
        Value value,
        CommandState state,
        int attempt,
        String reason) {

    public void write(ByteWriter out) {
        out.string(id).string(claimId).string(device).string(point);
        StoredValue.write(out, value);
        out.u8(state.ordinal()).varint(attempt).string(reason);
    }

    public static CommandChange read(ByteReader in) {
        return new CommandChange(
                in.string(),
                in.string(),
                in.string(),
                in.string(),
                StoredValue.read(in),
                CommandState.of(in.u8()),
                in.count(),
                in.string());
    }
}
