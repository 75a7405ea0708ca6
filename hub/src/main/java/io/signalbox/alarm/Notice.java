package io.signalbox.alarm;

import io.signalbox.bytes.ByteReader;
import io.signalbox.bytes.ByteWriter;
import io.signalbox.bytes.MalformedBytes;
import io.signalbox.language.Severity;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * What people are told: that an alarm was raised or is over, or, in a storm of them, what they have
 * in common.
 *
 * @param madeMillis plant time
 * @param told the alarms; in a storm the worst {@link #MOST_TOLD} of them
 * @param raised how many alarms were raised
 * @param cleared how many are over
 * @param groups of a storm, the largest first; none otherwise
 * @param said what rules say, the first {@value #MOST_TOLD}; {@code raised} is how many there were
 */
public record Notice(
        NoticeId id,
        long madeMillis,
        Kind kind,
        List<Told> told,
        int raised,
        int cleared,
        List<Group> groups,
        List<Said> said) {
    /** Alarms of a storm that are told one by one. */
    static final int MOST_TOLD = 20;

    /** What it is about. */
    public enum Kind {
        RAISED,
        CLEARED,
        STORM,
        /** Somebody wanted to see whether notices arrive. */
        TEST,
        /** What rules say. */
        MESSAGE;

        /** As it is written: {@code raised}. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * An alarm as it stood.
     *
     * @param place of its device; empty if that is not known
     */
    public record Told(Alarm alarm, String place) {}

    /**
     * What a rule says.
     *
     * @param place of its device; empty if that is not known
     */
    public record Said(Tell words, String place) {}

    /**
     * Alarms of a storm that have a rule and a place in common: most likely one cause.
     *
     * @param worst of their severities
     */
    public record Group(String rule, String place, int count, Severity worst) {}

    public Notice {
        told = List.copyOf(told);
        groups = List.copyOf(groups);
        said = List.copyOf(said);
    }

    /** @param count how many there were; {@code said} may be fewer */
    static Notice message(NoticeId id, long nowMillis, List<Said> said, int count) {
        return new Notice(id, nowMillis, Kind.MESSAGE, List.of(), count, 0, List.of(), said);
    }

    static Notice test(NoticeId id, long nowMillis) {
        return new Notice(id, nowMillis, Kind.TEST, List.of(), 0, 0, List.of(), List.of());
    }

    static Notice of(NoticeId id, long nowMillis, Alarm alarm, boolean raised, String place) {
        return new Notice(
                id,
                nowMillis,
                raised ? Kind.RAISED : Kind.CLEARED,
                List.of(new Told(alarm, place)),
                raised ? 1 : 0,
                raised ? 0 : 1,
                List.of(),
                List.of());
    }

    static Notice storm(
            NoticeId id,
            long nowMillis,
            List<Alarm> raised,
            List<Alarm> cleared,
            Function<String, String> placeOf) {
        List<Told> worst = raised.stream()
                .sorted(Comparator.comparing(Alarm::severity).thenComparingLong(Alarm::sequence))
                .limit(MOST_TOLD)
                .map(alarm -> new Told(alarm, placeOf.apply(alarm.device())))
                .toList();
        return new Notice(
                id,
                nowMillis,
                Kind.STORM,
                worst,
                raised.size(),
                cleared.size(),
                StormGroups.of(raised, placeOf),
                List.of());
    }

    void write(ByteWriter out) {
        id.write(out);
        out.zigzag(madeMillis).u8(kind.ordinal()).varint(told.size());
        for (Told one : told) {
            one.alarm.write(out);
            out.string(one.place);
        }
        out.varint(raised).varint(cleared).varint(groups.size());
        for (Group group : groups) {
            out.string(group.rule).string(group.place).varint(group.count);
            out.u8(group.worst.ordinal());
        }
        if (kind == Kind.MESSAGE) {
            writeSaid(out, said);
        }
    }

    static void writeSaid(ByteWriter out, List<Said> said) {
        out.varint(said.size());
        for (Said one : said) {
            one.words.write(out);
            out.string(one.place);
        }
    }

    static List<Said> readSaid(ByteReader in) {
        List<Said> said = new ArrayList<>();
        for (int left = in.count(); left > 0; left--) {
            said.add(new Said(Tell.read(in), in.string()));
        }
        return said;
    }

    static Notice read(ByteReader in) {
        NoticeId id = NoticeId.read(in);
        long made = in.zigzag();
        int kind = in.u8();
        Kind[] kinds = Kind.values();
        if (kind >= kinds.length) {
            throw new MalformedBytes("expected a kind of notice below 5, found " + kind);
        }
        List<Told> told = new ArrayList<>();
        for (int left = in.count(); left > 0; left--) {
            told.add(new Told(Alarm.read(in), in.string()));
        }
        int raised = in.count();
        int cleared = in.count();
        List<Group> groups = new ArrayList<>();
        for (int left = in.count(); left > 0; left--) {
            groups.add(new Group(in.string(), in.string(), in.count(), Alarm.severityOf(in.u8())));
        }
        List<Said> said = kinds[kind] == Kind.MESSAGE ? readSaid(in) : List.of();
        return new Notice(id, made, kinds[kind], told, raised, cleared, groups, said);
    }
}
