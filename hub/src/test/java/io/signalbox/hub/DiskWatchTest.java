package io.signalbox.hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.hub.DiskWatch.Level;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.logging.Logger;

class DiskWatchTest {
    /** Kept here because loggers are held weakly. */
    private static final Logger QUIET = Logger.getLogger("io.signalbox.hub");

    static {
        QUIET.setLevel(java.util.logging.Level.OFF);
    }

    @TempDir
    Path folder;

    private Path file;
    private Reserve reserve;
    private DiskWatch watch;
    private long used;
    private boolean lacksRoom;
    private boolean broken;

    @BeforeEach
    void open() {
        file = folder.resolve("reserve");
        reserve = new Reserve(file, 50);
        watch = new DiskWatch(
                new DiskWatch.Marks(90, 95, 98), this::space, reserve, () -> lacksRoom);
    }

    /** A thousand bytes. */
    private DiskSpace space() throws IOException {
        if (broken) {
            throw new IOException("not mounted");
        }
        return new DiskSpace(used, 1000 - used);
    }

    private Level at(long usedBytes) {
        used = usedBytes;
        watch.look();
        return watch.level();
    }

    @Test
    void reachesALevelAtItsMarkAndLeavesItAPercentBelow() throws IOException {
        assertThat(at(500)).isEqualTo(Level.ROOMY);
        assertThat(Files.size(file)).isEqualTo(50);
        assertThat(at(899)).isEqualTo(Level.ROOMY);
        assertThat(at(900)).isEqualTo(Level.ALARM);
        assertThat(at(890)).isEqualTo(Level.ALARM);
        assertThat(at(889)).isEqualTo(Level.ROOMY);
        assertThat(at(950)).isEqualTo(Level.TIGHT);
        assertThat(at(980)).isEqualTo(Level.FULL);
        assertThat(at(971)).isEqualTo(Level.FULL);
        assertThat(at(969)).isEqualTo(Level.TIGHT);
        assertThat(at(945)).isEqualTo(Level.TIGHT);
        assertThat(at(939)).isEqualTo(Level.ALARM);
        assertThat(at(1000)).isEqualTo(Level.FULL);
        assertThat(at(0)).isEqualTo(Level.ROOMY);
    }

    @Test
    void aReserveThatWasGivenUpStillCountsAsUsedUntilThereIsRoomForIt() {
        assertThat(at(500)).isEqualTo(Level.ROOMY);
        assertThat(at(1000)).isEqualTo(Level.FULL);
        assertThat(reserve.giveUp()).isTrue();
        assertThat(reserve.giveUp()).isFalse();
        assertThat(at(950)).isEqualTo(Level.FULL);
        assertThat(watch.space().usable()).isZero();
        assertThat(at(910)).isEqualTo(Level.TIGHT);
        assertThat(watch.hasReserve()).isFalse();
        assertThat(at(880)).isEqualTo(Level.ALARM);
        assertThat(watch.hasReserve()).isTrue();
    }

    @Test
    void isFullWhileAWriteWaitsForRoomWhateverTheMarksSay() {
        lacksRoom = true;
        assertThat(at(700)).isEqualTo(Level.FULL);
        lacksRoom = false;
        assertThat(at(700)).isEqualTo(Level.ROOMY);
    }

    @Test
    void staysAtItsLevelWhileItCannotSee() {
        assertThat(at(0)).isEqualTo(Level.ROOMY);
        assertThat(at(960)).isEqualTo(Level.TIGHT);
        broken = true;
        assertThat(at(0)).isEqualTo(Level.TIGHT);
        broken = false;
        assertThat(at(0)).isEqualTo(Level.ROOMY);
    }

    @Test
    void nothingIsLeftOfAReserveThatCannotBeMade() {
        Reserve nowhere = new Reserve(folder.resolve("no such folder/reserve"), 50);
        nowhere.make();
        assertThat(nowhere.isThere()).isFalse();
        assertThat(new Reserve(file, 0).isThere()).isTrue();
    }
}
