package io.signalbox.trail;

import io.signalbox.command.CommandChange;
import io.signalbox.effect.Cause;
import io.signalbox.journal.Entry;
import io.signalbox.journal.Journal;
import io.signalbox.journal.JournalReader;
import io.signalbox.journal.RecordType;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What became of a journal record: all that it caused, directly or through others, what became of the
 * commands among it, and what it was caused by. Read from the journal, so it costs the hub nothing
 * while nobody asks, and reaches as far back as that.
 *
 * @param origin the record
 * @param because what led to it, from outside inwards; empty if it came from outside itself
 * @param steps what followed, in order
 * @param whole false if the journal went on behind the last step that was looked at
 */
public record Trail(Step origin, List<Step> because, List<Step> steps, boolean whole) {
    /** Steps of one trail. */
    private static final int MOST_STEPS = 1_000;

    /** Records that are looked at; some seconds. */
    private static final int MOST_RECORDS = 3_000_000;

    public Trail {
        because = List.copyOf(because);
        steps = List.copyOf(steps);
    }

    /**
     * Follows a record.
     *
     * @param millis how much later things are still looked for
     * @return nothing if the journal does not have the record any more, or not yet
     */
    public static Optional<Trail> of(Journal journal, long sequence, long millis) {
        if (sequence < journal.firstSequence() || sequence > journal.committed()) {
            return Optional.empty();
        }
        try (JournalReader reader = journal.reader(sequence)) {
            if (!reader.next() || reader.entry().sequence() != sequence) {
                return Optional.empty();
            }
            Step origin = Description.of(reader.entry(), cause(reader.entry()));
            return Optional.of(follow(reader, origin, because(journal, origin), millis));
        }
    }

    private static List<Step> because(Journal journal, Step origin) {
        List<Step> because = new ArrayList<>();
        for (long cause = origin.cause(); cause >= journal.firstSequence() && cause > 0; ) {
            try (JournalReader reader = journal.reader(cause)) {
                if (!reader.next() || reader.entry().sequence() != cause) {
                    break;
                }
                Step step = Description.of(reader.entry(), cause(reader.entry()));
                because.addFirst(step);
                cause = step.cause();
            }
        }
        return because;
    }

    private static Trail follow(
            JournalReader reader, Step origin, List<Step> because, long millis) {
        Followed followed = new Followed(reader.entry(), origin);
        for (int looked = 0; reader.next(); looked++) {
            Entry entry = reader.entry();
            if (looked == MOST_RECORDS
                    || followed.steps.size() == MOST_STEPS
                    || entry.timeMillis() - origin.timeMillis() > millis) {
                return new Trail(origin, because, followed.steps, false);
            }
            followed.look(entry);
        }
        return new Trail(origin, because, followed.steps, true);
    }

    private static long cause(Entry entry) {
        return (entry.flags() & Entry.CAUSED) == 0
                ? 0
                : Cause.read(entry.body()).sequence();
    }

    /** What belongs to the trail so far. */
    private static final class Followed {
        private final Set<Long> records = new HashSet<>();
        private final Set<String> commands = new HashSet<>();
        private final List<Step> steps = new ArrayList<>();

        Followed(Entry first, Step origin) {
            records.add(origin.sequence());
            note(first);
        }

        void look(Entry entry) {
            long cause = cause(entry);
            boolean ours = records.contains(cause)
                    || (entry.type() == RecordType.COMMAND
                            && commands.contains(CommandChange.read(entry).id()));
            if (ours) {
                records.add(entry.sequence());
                note(entry);
                steps.add(Description.of(entry, cause));
            }
        }

        private void note(Entry entry) {
            if (entry.type() == RecordType.COMMAND) {
                commands.add(CommandChange.read(entry).id());
            }
        }
    }
}
