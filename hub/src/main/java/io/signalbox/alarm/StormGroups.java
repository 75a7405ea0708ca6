package io.signalbox.alarm;

import io.signalbox.language.Severity;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Finds what the alarms of a storm have in common. */
final class StormGroups {
    /** Groups that are told; the others are small. */
    static final int MOST = 10;

    private record Common(String rule, String place) {}

    private StormGroups() {}

    /** By rule and place, the largest first. */
    static List<Notice.Group> of(List<Alarm> alarms, Function<String, String> placeOf) {
        Map<Common, Notice.Group> groups = new LinkedHashMap<>();
        for (Alarm alarm : alarms) {
            Common common = new Common(alarm.rule(), placeOf.apply(alarm.device()));
            groups.merge(
                    common,
                    new Notice.Group(common.rule, common.place, 1, alarm.severity()),
                    StormGroups::join);
        }
        List<Notice.Group> largest = new ArrayList<>(groups.values());
        largest.sort(Comparator.comparingInt(Notice.Group::count)
                .reversed()
                .thenComparing(Notice.Group::worst)
                .thenComparing(Notice.Group::rule)
                .thenComparing(Notice.Group::place));
        return largest.subList(0, Math.min(MOST, largest.size()));
    }

    private static Notice.Group join(Notice.Group one, Notice.Group other) {
        Severity worst = one.worst().atLeast(other.worst()) ? one.worst() : other.worst();
        return new Notice.Group(one.rule(), one.place(), one.count() + other.count(), worst);
    }
}
