package io.signalbox.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.bytes.ByteWriter;
import io.signalbox.device.StoredValue;
import io.signalbox.effect.Cause;
import io.signalbox.journal.Entry;
import io.signalbox.journal.RecordType;
import io.signalbox.message.Value;

import org.junit.jupiter.api.Test;

import java.util.HexFormat;

class CommandChangeTest {
    private static final CommandChange CHANGE = new CommandChange(
            "00000000000000ab",
            "00000000000000aa",
            "p1",
            "speed",
            new Value.Numeric(30),
            CommandState.SENT,
            2,
            "again",
            Claim.Origin.person("ada").word());

    @Test
    void saysWhoClaimed() {
        ByteWriter body = new ByteWriter();
        new Cause(7, 0, 1).write(body);
        CHANGE.write(body);
        assertThat(read(body)).isEqualTo(CHANGE);
        assertThat(CHANGE.origin()).isEqualTo("person:ada");
        assertThat(new Claim.Origin("dry", "v1", "p1", 1, 0).word()).isEqualTo("rule:dry");
    }

    @Test
    void recordsThatDoNotSayWhoClaimedAreRead() {
        ByteWriter old = new ByteWriter();
        new Cause(7, 0, 1).write(old);
        old.string(CHANGE.id()).string(CHANGE.claimId()).string("p1").string("speed");
        StoredValue.write(old, CHANGE.value());
        old.u8(CommandState.SENT.ordinal()).varint(2).string("again");
        CommandChange read = read(old);
        assertThat(read.reason()).isEqualTo("again");
        assertThat(read.origin()).isEmpty();
    }

    private static CommandChange read(ByteWriter body) {
        return CommandChange.read(new Plant.Stored(
                8,
                RecordType.COMMAND,
                Entry.CAUSED,
                0,
                HexFormat.of().formatHex(body.toByteArray())));
    }
}
