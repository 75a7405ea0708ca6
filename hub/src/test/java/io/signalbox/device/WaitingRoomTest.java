package io.signalbox.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.bytes.ByteReader;
import io.signalbox.bytes.ByteWriter;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

class WaitingRoomTest {
    private final Fleet fleet = new Fleet();

    @Test
    void theQuietestGoesWhenThereAreTooManyAndNeverARegisteredOne() {
        fleet.register("r1", "Tank", "yard");
        for (int i = 0; i < WaitingRoom.MAX_DEVICES; i++) {
            fleet.publish("w" + i, "{\"a\":1}");
        }
        fleet.publish("w0", "{\"a\":2}");
        assertThat(fleet.registry.waiting()).isEqualTo(WaitingRoom.MAX_DEVICES);
        assertThat(fleet.registry.forgotten()).isZero();

        fleet.publish("n1", "{\"a\":1}");
        fleet.publish("n2", "{");
        assertThat(fleet.registry.waiting()).isEqualTo(WaitingRoom.MAX_DEVICES);
        assertThat(fleet.registry.forgotten()).isEqualTo(2);
        assertThat(fleet.find("id=w1 or id=w2 or id=w3 or id=w0 or id=n1 or id=n2 or id=r1"))
                .isEqualTo("n1 n2 r1 w0 w3");
    }

    @Test
    void strangersUseUpNoOrdinalsHoweverManyCome() {
        for (int i = 0; i < 3 * WaitingRoom.MAX_DEVICES; i++) {
            fleet.publish("w" + i, "{\"a\":1}");
        }
        assertThat(fleet.registry.forgotten()).isEqualTo(2L * WaitingRoom.MAX_DEVICES);
        DeviceRegistry restored = fleet.restored();
        fleet.register("r1", "Tank", "yard").register("r2", "Tank", "yard");
        assertThat(fleet.registry.find("r1").orElseThrow().ordinal())
                .isLessThanOrEqualTo(WaitingRoom.MAX_DEVICES + 1);
        assertThat(fleet.registry.find("r2").orElseThrow().ordinal())
                .isNotEqualTo(fleet.registry.find("r1").orElseThrow().ordinal());
        Device same = restored.heard("r1", fleet.now, 1);
        assertThat(same.ordinal())
                .isEqualTo(fleet.registry.find("r1").orElseThrow().ordinal());
        assertThat(ordinals(fleet)).doesNotHaveDuplicates();
    }

    private static List<Integer> ordinals(Fleet fleet) {
        List<Integer> ordinals = new ArrayList<>();
        fleet.registry.devices().forEach(device -> ordinals.add(device.ordinal()));
        return ordinals;
    }

    @Test
    void registeringAndRemovingMakesRoom() {
        for (int i = 0; i < WaitingRoom.MAX_DEVICES; i++) {
            fleet.publish("w" + i, "{\"a\":1}");
        }
        fleet.register("w0", "Tank", "yard");
        fleet.change(new DeviceChange.Removed("w1"));
        fleet.publish("n1", "{\"a\":1}");
        fleet.publish("n2", "{\"a\":1}");
        assertThat(fleet.registry.forgotten()).isZero();
        assertThat(fleet.registry.waiting()).isEqualTo(WaitingRoom.MAX_DEVICES);
        assertThat(fleet.view("w0").readings()).hasSize(1);
    }

    @Test
    void whatAllThatWaitHaveSentIsBounded() {
        String payload = "{\"a\":\"" + "x".repeat(4000) + "\"}";
        int each = 1 + 4000 / 32;
        int fit = WaitingRoom.MAX_VALUES / each;
        for (int i = 0; i < fit; i++) {
            fleet.publish("w" + i, payload);
        }
        assertThat(fleet.registry.forgotten()).isZero();
        fleet.publish("w0", payload);
        assertThat(fleet.registry.forgotten()).isZero();
        fleet.publish("n1", payload);
        assertThat(fleet.registry.forgotten()).isEqualTo(1);
        assertThat(fleet.registry.view("w1")).isEmpty();
        fleet.publish("w0", "{\"a\":1}");
        fleet.publish("n2", payload);
        assertThat(fleet.registry.forgotten()).isEqualTo(1);
    }

    @Test
    void aReplayFromASnapshotForgetsTheSameOnes() {
        for (int i = WaitingRoom.MAX_DEVICES; i > 0; i--) {
            fleet.publish("w" + i, "{\"a\":1}");
        }
        fleet.publish("n1", "{\"a\":1}");
        ByteWriter state = new ByteWriter();
        fleet.fold.snapshot(state);
        Fleet replay = new Fleet();
        replay.fold.restore(new ByteReader(state.toByteArray()));
        assertThat(replay.registry.forgotten()).isEqualTo(1);
        for (Fleet each : new Fleet[] {fleet, replay}) {
            each.publish("n2", "{\"a\":1}");
        }
        assertThat(replay.find("id:w9")).isEqualTo(fleet.find("id:w9"));
        assertThat(replay.registry.view("w9999")).isEmpty();
        assertThat(replay.registry.view("w9998")).isPresent();
    }
}
