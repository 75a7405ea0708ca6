package io.signalbox.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32C;

class SnapshotsTest {
    private final FaultDisk disk = new FaultDisk();
    private final Snapshots snapshots = new Snapshots(disk);

    @Test
    void givesTheNewestOfEachNameAndKeepsTwo() {
        assertThat(snapshots.latest("broker")).isEmpty();
        assertThat(save("broker", 10)).isZero();
        assertThat(save("broker", 20)).isEqualTo(10);
        assertThat(save("broker", 100)).isEqualTo(20);
        assertThat(save("broker-x", 7)).isZero();
        assertLatest(disk, "broker", 100);
        assertLatest(disk, "broker-x", 7);
        assertThat(disk.list()).hasSize(3);
    }

    @Test
    void aStateInPiecesIsReadInPieces() throws IOException {
        byte[] piece = new byte[1000];
        snapshots.save("large", 5, out -> {
            for (int i = 0; i < 300; i++) {
                Arrays.fill(piece, (byte) i);
                out.write(i);
                out.write(piece);
            }
        });
        try (SnapshotInput in = snapshots.open("large").orElseThrow()) {
            assertThat(in.sequence()).isEqualTo(5);
            for (int i = 0; i < 300; i++) {
                Arrays.fill(piece, (byte) i);
                assertThat(in.read()).isEqualTo(i & 0xFF);
                assertThat(in.readNBytes(1000)).isEqualTo(piece);
            }
            assertThat(in.read()).isEqualTo(-1);
        }
    }

    @Test
    void aCrashAtAnyMomentLeavesTheNewestThatWasSaved() {
        int[] after = new int[5];
        for (int i = 1; i < 5; i++) {
            save("rules", i);
            after[i] = disk.steps();
        }
        for (int steps = after[1]; steps <= disk.steps(); steps++) {
            int saved = 1;
            while (saved < 4 && after[saved + 1] <= steps) {
                saved++;
            }
            for (int pattern = 0; pattern < 4; pattern++) {
                int bits = pattern;
                FaultDisk left =
                        disk.afterCrash(steps, (step, sector) -> (bits >> step % 2 & 1) != 0);
                long found = new Snapshots(left).latest("rules").orElseThrow().sequence();
                assertThat(found).isBetween((long) saved, saved + 1L);
                new Snapshots(left).save("rules", 9, state(9));
                assertLatest(left, "rules", 9);
            }
        }
    }

    @Test
    void theOneBeforeServesWhenTheNewestIsDamagedAnywhere() {
        save("broker", 10);
        save("broker", 20);
        String newest = disk.list().getLast();
        byte[] whole = disk.content(newest);
        for (int at = 0; at < whole.length; at++) {
            byte[] flipped = whole.clone();
            flipped[at] ^= (byte) (1 << at % 8);
            assertLatest(disk.with(newest, flipped), "broker", 10);
            assertLatest(disk.with(newest, Arrays.copyOf(whole, at)), "broker", 10);
        }
        String older = disk.list().getFirst();
        assertLatest(disk.with(newest, disk.content(older)), "broker", 10);
        FaultDisk swapped = disk.with(newest, disk.content(older)).with(older, whole);
        assertThat(new Snapshots(swapped).latest("broker")).isEmpty();
    }

    @Test
    void aDamagedOneIsNotKeptInPlaceOfAGoodOne() {
        save("broker", 10);
        save("broker", 20);
        String newest = disk.list().getLast();
        FaultDisk damaged = disk.with(newest, Arrays.copyOf(disk.content(newest), 30));
        for (int sequence : new int[] {15, 20, 30}) {
            FaultDisk left = damaged.restarted();
            Snapshots after = new Snapshots(left);
            assertThat(after.latest("broker").orElseThrow().sequence()).isEqualTo(10);
            long older = after.save("broker", sequence, state(sequence));
            assertThat(older).as("beside %d", sequence).isEqualTo(10);
            assertLatest(left, "broker", sequence);
            assertLatest(left.without(left.list().getLast()), "broker", 10);
        }
    }

    @Test
    void theOneBeforeServesWhenTheDiskCannotReadTheNewest() {
        save("broker", 10);
        save("broker", 20);
        disk.failReads(disk.list().getLast());
        assertLatest(disk, "broker", 10);
    }

    @Test
    void whatACrashLeftOfASnapshotGoesWithTheNext() {
        save("broker", 10);
        disk.failChange(4, "killed");
        assertThatThrownBy(() -> save("broker", 20)).isInstanceOf(UncheckedIOException.class);
        save("broker-x", 7);
        FaultDisk left = disk.restarted();
        assertThat(left.list()).anyMatch(name -> name.endsWith("20.snapshot.tmp"));
        new Snapshots(left).save("broker", 30, state(30));
        assertThat(left.list()).hasSize(3).noneMatch(name -> name.endsWith(".tmp"));
        assertLatest(left, "broker", 30);
    }

    @Test
    void aNewerFormatIsRefusedWithASentence() {
        save("broker", 10);
        String file = disk.list().getFirst();
        byte[] bytes = disk.content(file);
        BatchHeader.putInt(bytes, 8, 2);
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, 24);
        BatchHeader.putInt(bytes, 24, (int) crc.getValue());
        assertThatThrownBy(() -> new Snapshots(disk.with(file, bytes)).latest("broker"))
                .isInstanceOf(JournalDamaged.class)
                .hasMessageContaining("disk/" + file + ", offset 8")
                .hasMessageContaining("expected snapshot format 1, found 2");
    }

    @Test
    void aFailedSaveNamesTheFileAndLeavesTheOneBefore() {
        save("broker", 10);
        for (int n = 1; n <= 5; n++) {
            disk.failChange(n, "No space left on device");
            assertThatThrownBy(() -> save("broker", 20))
                    .as("change %d", n)
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("broker-00000000000000000020.snapshot")
                    .hasMessageContaining("No space left on device");
            FaultDisk lost = disk.afterCrash(disk.steps(), (step, sector) -> false);
            assertLatest(lost, "broker", 10);
        }
    }

    private long save(String name, int sequence) {
        return snapshots.save(name, sequence, state(sequence));
    }

    private static byte[] state(int sequence) {
        return ("state after " + sequence).getBytes(UTF_8);
    }

    private static void assertLatest(FaultDisk disk, String name, int sequence) {
        Optional<Snapshot> found = new Snapshots(disk).latest(name);
        assertThat(found).isPresent();
        assertThat(found.get().sequence()).isEqualTo(sequence);
        assertThat(found.get().state()).isEqualTo(state(sequence));
    }
}
