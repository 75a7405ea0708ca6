package io.signalbox.journal;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The mark of the journal that a folder of snapshots belongs to: an empty file whose name has the
 * journal's epoch. Versions that do not know it pass over it, and so that they can still read the
 * snapshots, it is not in them. A folder without it is taken for that of the journal beside it.
 */
final class Origin {
    private static final Logger LOG = System.getLogger(Origin.class.getName());
    private static final String PREFIX = "journal-";
    private static final Pattern NAME = Pattern.compile(PREFIX + "[0-9a-f]{16}");
    private static final Pattern SNAPSHOT = Pattern.compile(".+-[0-9]{20}\\.snapshot");

    private Origin() {}

    /**
     * Checks that the snapshots in this folder are of this journal and of records that it has, and
     * marks the folder.
     */
    static void check(Disk disk, Journal journal) throws IOException {
        String own = PREFIX + HexFormat.of().toHexDigits(journal.epoch());
        List<String> files = disk.list();
        List<String> snapshots =
                files.stream().filter(name -> SNAPSHOT.matcher(name).matches()).toList();
        for (String file : files) {
            if (NAME.matcher(file).matches() && !file.equals(own)) {
                if (!snapshots.isEmpty()) {
                    throw foreign(disk, file, journal);
                }
                disk.delete(file);
            }
        }
        snapshots.stream()
                .max(Comparator.comparingLong(Snapshots::sequenceOf))
                .ifPresent(newest -> checkReached(disk, newest, journal));
        if (!files.contains(own)) {
            mark(disk, own);
        }
    }

    private static void mark(Disk disk, String own) throws IOException {
        try {
            disk.create(own).close();
        } catch (DiskFull e) {
            LOG.log(Level.INFO, "no room for {0}; the next start makes it", disk.path(own));
            return;
        }
        disk.sync();
    }

    private static JournalDamaged foreign(Disk disk, String mark, Journal journal) {
        long other = HexFormat.fromHexDigitsToLong(mark, PREFIX.length(), mark.length());
        return new JournalDamaged(
                disk.path(mark),
                0,
                "expected snapshots of the journal in " + journal.folder() + ", which began at "
                        + Instant.ofEpochMilli(journal.epoch())
                        + ", found those of one that began at " + Instant.ofEpochMilli(other)
                        + ". Put both folders back from one backup; a journal that has all from"
                        + " record 1 on can do without: move the snapshots away then.");
    }

    /** Else records that others saw are missing, and their numbers would go to new ones. */
    private static void checkReached(Disk disk, String newest, Journal journal) {
        long reached = Snapshots.sequenceOf(newest);
        long last = journal.recoveredThrough();
        if (reached > last) {
            throw new JournalDamaged(
                    disk.path(newest),
                    0,
                    "expected a journal that reaches record " + reached
                            + ", as this snapshot does, found that " + journal.folder()
                            + " ends with record " + last
                            + ". Put its newest files back from a backup; to go on without what they"
                            + " held delete all snapshots of records after " + last);
        }
    }
}
