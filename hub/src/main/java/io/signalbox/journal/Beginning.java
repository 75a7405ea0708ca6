package io.signalbox.journal;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The mark of where the journal begins: an empty file whose name has the first record of the oldest
 * file and the epoch. It moves on, durably, before that file is deleted; so an oldest file that
 * begins behind the mark tells that another is missing before it.
 *
 * <p>Its name ends like that of a temporary file because versions that do not know it delete those at
 * their start: what they let go of later is not missing. Where there is no mark, as in their folders
 * and on a disk that was full, the start takes what it finds for the beginning.
 */
final class Beginning {
    private static final Logger LOG = System.getLogger(Beginning.class.getName());
    private static final String PREFIX = "begin-";
    private static final Pattern NAME = Pattern.compile(PREFIX + "[0-9]{20}-[0-9a-f]{16}\\.tmp");

    private final Disk disk;
    private final List<String> found = new ArrayList<>();
    private long epoch;
    private @Nullable String mark;

    Beginning(Disk disk) {
        this.disk = disk;
    }

    static boolean isFileName(String name) {
        return NAME.matcher(name).matches();
    }

    private static String fileName(long first, long epoch) {
        return PREFIX + SegmentHeader.digits(first) + endOf(epoch);
    }

    private static String endOf(long epoch) {
        return "-" + HexFormat.of().toHexDigits(epoch) + SegmentWriter.TEMPORARY;
    }

    private static long firstOf(String name) {
        return Long.parseLong(name.substring(PREFIX.length(), PREFIX.length() + 20));
    }

    /** Notes a mark. */
    void found(String name) {
        found.add(name);
    }

    /** That of the journal of this epoch; the farther one, if a copy made them two. */
    private @Nullable String markOf(long journal) {
        return found.stream()
                .filter(name -> name.endsWith(endOf(journal)))
                .max(Comparator.naturalOrder())
                .orElse(null);
    }

    /** The oldest file that was found begins where the journal does, or before. */
    void check(SegmentHeader oldest, String path) {
        String expected = markOf(oldest.epoch());
        if (expected != null && firstOf(expected) < oldest.first()) {
            throw new JournalDamaged(
                    path,
                    12,
                    "expected the journal to begin with record " + firstOf(expected) + ", as "
                            + disk.path(expected) + " says, found that its oldest file begins with"
                            + " record " + oldest.first() + ". Put " + missing(expected)
                            + " and what follows it up to this file back from a backup; to go on"
                            + " without what they held delete " + disk.path(expected));
        }
    }

    /** There is no journal in this folder, and there was none. */
    void checkNone() {
        if (!found.isEmpty()) {
            found.sort(Comparator.naturalOrder());
            String expected = found.getLast();
            throw new JournalDamaged(
                    disk.path(SegmentHeader.segmentName(firstOf(expected))),
                    0,
                    "expected the journal to begin with this file or another of its first record, as"
                            + " " + disk.path(expected) + " says, found no segment at all. Put "
                            + missing(expected) + " and all that follows it back from a backup; to"
                            + " begin a new journal delete " + disk.path(expected));
        }
    }

    private static String missing(String expected) {
        String segment = SegmentHeader.segmentName(firstOf(expected));
        return segment + " or " + ColdHeader.PREFIX + segment;
    }

    /** The files were found to be whole: from now on there is one mark, that of this journal. */
    void settle(SegmentHeader oldest) throws IOException {
        epoch = oldest.epoch();
        mark = markOf(epoch);
        for (String name : found) {
            if (!name.equals(mark)) {
                disk.delete(name);
            }
        }
        if (mark == null) {
            moveTo(oldest.first());
        }
    }

    /** Files before that of this record may be deleted when this returns. */
    void moveTo(long first) throws IOException {
        String next = fileName(first, epoch);
        String now = mark;
        if (now == null) {
            try {
                disk.create(next).close();
            } catch (DiskFull e) {
                LOG.log(Level.INFO, "no room for {0}; the next start makes it", disk.path(next));
                return;
            }
        } else if (now.compareTo(next) < 0) {
            disk.rename(now, next);
        } else {
            return;
        }
        mark = next;
        disk.sync();
    }
}
