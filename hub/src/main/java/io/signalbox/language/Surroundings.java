package io.signalbox.language;

import io.signalbox.language.Syntax.AreaDeclaration;
import io.signalbox.language.Syntax.Name;
import io.signalbox.language.Syntax.ScheduleDeclaration;
import io.signalbox.language.Syntax.Statement;
import io.signalbox.language.Syntax.ZoneDeclaration;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What conditions can name beside points: signals, areas, schedules and their time zone. */
final class Surroundings {
    private static final ZoneId DEFAULT = ZoneOffset.UTC;

    private final Findings findings;
    private final Map<String, ScheduleDeclaration> schedules = new LinkedHashMap<>();
    private final Signals signals;
    private final Map<String, AreaDeclaration> areas = new LinkedHashMap<>();

    /** Those of the areas that are right. */
    private final Map<String, Area> checked = new HashMap<>();

    private Optional<ZoneDeclaration> zone = Optional.empty();

    Surroundings(Findings findings) {
        this.findings = findings;
        this.signals = new Signals(findings, this);
    }

    Signals signals() {
        return signals;
    }

    /** What a condition named, with the words on which the version of its rule depends. */
    record Named<T>(T what, Map<String, String> words) {}

    void add(ZoneDeclaration declared) {
        Name name = declared.head().name();
        if (zone.isPresent() && !zone.get().head().name().text().equals(name.text())) {
            Name first = zone.get().head().name();
            findings.error(
                    name.at(),
                    "the program has a time zone: '" + first.text() + "' of " + first.at(),
                    "name another one in a schedule: schedule late zone \"" + name.text()
                            + "\" { … }");
        } else {
            zone = Optional.of(declared);
        }
    }

    void add(ScheduleDeclaration declared) {
        schedules.put(declared.head().name().text(), declared);
    }

    void add(AreaDeclaration declared) {
        areas.put(declared.head().name().text(), declared);
    }

    /** Checks what no rule may name, too. */
    void check() {
        AreaChecker checker = new AreaChecker(findings);
        areas.forEach(
                (name, declared) -> attempt(() -> checked.put(name, checker.check(declared))));
        zone.ifPresent(z -> attempt(() -> zone(z.head().name())));
        schedules.values().forEach(s -> s.zone().ifPresent(z -> attempt(() -> zone(z))));
    }

    private void attempt(Runnable check) {
        try {
            check.run();
        } catch (SyntaxError reported) {
            assert findings.errors() > 0 : "a check fails with a finding";
        }
    }

    private ZoneId zone(Name name) {
        Set<String> known = ZoneId.getAvailableZoneIds();
        if (!known.contains(name.text())) {
            findings.error(
                    name.at(),
                    "'" + name.text() + "' is no time zone of the tz database",
                    Nearest.hint(name.text(), new TreeSet<>(known)));
            throw new SyntaxError();
        }
        return ZoneId.of(name.text());
    }

    Named<Schedule> schedule(Statement.TimeIn written) {
        if (written.schedule().isEmpty()) {
            if (zone.isEmpty()) {
                findings.warning(
                        "zone",
                        written.written().at(),
                        "no time zone is declared, so '" + written.written().text() + "' is in UTC",
                        "declare one: zone \"Europe/Berlin\"");
            }
            return new Named<>(new Schedule("", programZone(), written.slots()), zoneWords());
        }
        Name name = written.schedule().get();
        ScheduleDeclaration declared = schedules.get(name.text());
        if (declared == null) {
            findings.error(
                    name.at(),
                    "there is no schedule '" + name.text() + "'",
                    schedules.isEmpty()
                            ? "declare one: schedule " + name.text() + " { mon..fri 22:00..06:00 }"
                            : Nearest.hint(name.text(), schedules.keySet()));
            throw new SyntaxError();
        }
        Map<String, String> words = declared.zone().isPresent() ? new TreeMap<>() : zoneWords();
        words.put("schedule " + name.text(), declared.head().words());
        ZoneId in = declared.zone().isPresent() ? zone(declared.zone().get()) : programZone();
        return new Named<>(new Schedule(name.text(), in, declared.slots()), words);
    }

    Named<Area> area(Name name) {
        AreaDeclaration declared = areas.get(name.text());
        if (declared == null) {
            findings.error(
                    name.at(),
                    "there is no area '" + name.text() + "'",
                    areas.isEmpty()
                            ? "declare one: area " + name.text() + " circle 52.5, 13.4 radius 200 m"
                            : Nearest.hint(name.text(), areas.keySet()));
            throw new SyntaxError();
        }
        Area area = checked.get(name.text());
        if (area == null) {
            throw new SyntaxError();
        }
        Map<String, String> words = new TreeMap<>();
        words.put("area " + name.text(), declared.head().words());
        return new Named<>(area, words);
    }

    private ZoneId programZone() {
        return zone.isPresent() ? zone(zone.get().head().name()) : DEFAULT;
    }

    private Map<String, String> zoneWords() {
        Map<String, String> words = new TreeMap<>();
        zone.ifPresent(declared -> words.put("zone", declared.head().words()));
        return words;
    }
}
