package io.signalbox.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.signalbox.bytes.ByteReader;
import io.signalbox.bytes.ByteWriter;
import io.signalbox.language.Language;
import io.signalbox.payload.Refusal;

import org.junit.jupiter.api.Test;

import java.util.List;

class FloodShieldTest {
    private static final long NOW = Fleet.START;

    private final Fleet fleet = new Fleet();

    @Test
    void aBurstPassesAndThenTheRate() {
        FloodShield shield = new FloodShield(10);
        long bucket = 0;
        int passed = 0;
        for (int i = 0; i < 200; i++) {
            long next = shield.admit(bucket, NOW);
            if (next >= 0) {
                bucket = next;
                passed++;
            }
        }
        assertThat(passed).isEqualTo(100);
        assertThat(shield.admit(bucket, NOW + 99)).isEqualTo(-1);
        assertThat(shield.admit(bucket, NOW + 100)).isPositive();
    }

    @Test
    void whoKeepsToTheRateIsNeverCut() {
        FloodShield shield = new FloodShield(2000);
        long bucket = 0;
        for (int i = 0; i < 100_000; i++) {
            bucket = shield.admit(bucket, NOW + i / 2);
            assertThat(bucket).isPositive();
        }
    }

    @Test
    void zeroMeansThatEverythingPasses() {
        assertThat(new FloodShield(0).admit(7, NOW)).isEqualTo(7);
        assertThatIllegalArgumentException().isThrownBy(() -> new FloodShield(-1));
    }

    @Test
    void aFloodIsSampledNamedAndCounted() {
        fleet.change(new DeviceChange.Shielded(new FloodShield(200)));
        int readings = fleet.flood("b1", 10, 3000);
        fleet.publish("g1", "{\"n\":1}");

        assertThat(readings).isEqualTo(200 * 10 + 200 * 3 - 1);
        IntakeCounts babbler = fleet.view("b1").intake();
        assertThat(babbler.received()).isEqualTo(30_000);
        assertThat(babbler.dropped()).containsOnlyKeys(Refusal.FLOOD);
        assertThat(babbler.dropped()).containsEntry(Refusal.FLOOD, 30_000 - babbler.decoded());
        assertThat(fleet.view("g1").intake().readings()).isEqualTo(1);
        List<Babbler> babblers = fleet.registry.babblers(fleet.now);
        assertThat(babblers).hasSize(1);
        assertThat(babblers.getFirst().id()).isEqualTo("b1");
        assertThat(babblers.getFirst().excess()).isEqualTo(30_000 - readings);
        assertThat(fleet.find("flooding")).isEqualTo("b1");
        assertThat(fleet.registry.babblers(fleet.now + 61_000)).isEmpty();
    }

    @Test
    void whatWasAcknowledgedIsNeverLeftOutButItsDeviceIsNamed() {
        fleet.change(new DeviceChange.Shielded(new FloodShield(200)));
        fleet.qos = 1;
        assertThat(fleet.flood("b1", 10, 3000)).isEqualTo(30_000);
        assertThat(fleet.view("b1").intake().dropped()).isEmpty();
        assertThat(fleet.registry.babblers(fleet.now))
                .singleElement()
                .satisfies(babbler -> assertThat(babbler.excess()).isEqualTo(27_401));
    }

    @Test
    void theSampleIsSpreadOverTime() {
        fleet.change(new DeviceChange.Shielded(new FloodShield(100)));
        fleet.flood("b1", 10, 1000);
        for (int second = 0; second < 5; second++) {
            assertThat(fleet.flood("b1", 10, 1000)).isBetween(99, 101);
        }
    }

    @Test
    void theLastValueGoesOnThroughAFlood() {
        fleet.change(new DeviceChange.Shielded(new FloodShield(100)));
        fleet.flood("b1", 10, 2000);
        assertThat(fleet.view("b1").readings().getFirst().receivedMillis())
                .isGreaterThanOrEqualTo(fleet.now - 11);
    }

    @Test
    void aReplayFromASnapshotLeavesOutTheSameMessages() {
        fleet.change(new DeviceChange.Shielded(new FloodShield(100)));
        fleet.flood("b1", 7, 777);
        ByteWriter state = new ByteWriter();
        fleet.fold.snapshot(state);

        Fleet replay = new Fleet();
        replay.fold.restore(new ByteReader(state.toByteArray()));
        replay.now = fleet.now;
        assertThat(replay.registry.shield()).isEqualTo(new FloodShield(100));
        assertThat(replay.flood("b1", 3, 500)).isEqualTo(fleet.flood("b1", 3, 500));
        assertThat(replay.view("b1").intake()).isEqualTo(fleet.view("b1").intake());
    }

    @Test
    void moreBabblersThanAreNamedAreStillCut() {
        fleet.change(new DeviceChange.Shielded(new FloodShield(1)));
        for (int device = 0; device < 120; device++) {
            fleet.flood("b" + device, 20, 1);
        }
        assertThat(fleet.registry.babblers(fleet.now)).hasSize(Babblers.MOST);
        assertThat(fleet.registry.intake().dropped()).containsEntry(Refusal.FLOOD, 1200L);
    }

    @Test
    void aSnapshotOfTheFirstLayoutIsRead() {
        ByteWriter old = new ByteWriter();
        Declaration.NONE.writeSources(old);
        old.varint(5);
        intake(old, 3);
        old.varint(1);
        old.varint(4).string("t1").zigzag(NOW).u8(1);
        old.u8(1).string("t1").u8(1).string("Tank").u8(0).varint(1).string("fw").string("2.1");
        old.zigzag(NOW + 5).zigzag(7).u8(1);
        intake(old, 3);
        old.zigzag(0).u8(0).varint(1);
        old.string("level").u8(1).f64(2.5).zigzag(NOW).zigzag(NOW).u8(0).varint(9);

        DeviceRegistry registry = new DeviceRegistry();
        new DeviceFold(registry, Language::check).restore(new ByteReader(old.toByteArray()));
        DeviceView t1 = registry.view("t1").orElseThrow();
        assertThat(t1.type()).contains("Tank");
        assertThat(t1.attributes()).containsEntry("fw", "2.1");
        assertThat(t1.tags()).isEmpty();
        assertThat(t1.lastSeenMillis()).isEqualTo(NOW + 5);
        assertThat(t1.readings()).hasSize(1);
        assertThat(registry.intake().received()).isEqualTo(3);
        assertThat(registry.shield()).isEqualTo(FloodShield.DEFAULT);
    }

    private static void intake(ByteWriter out, int received) {
        out.varint(received).varint(received).varint(received).varint(0).varint(0);
        out.varint(0).varint(0);
    }
}
