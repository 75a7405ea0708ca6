package io.signalbox.language;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Everything the accepted files say, checked; lists are in the order of the files.
 *
 * @param places the kinds of place, in the order in which they are first named
 */
public record Program(
        List<DeviceType> types,
        List<Mapping> mappings,
        List<Rule> rules,
        List<Interlock> interlocks,
        List<Scenario> scenarios,
        List<Source> sources,
        List<DeviceType> places) {
    /** The program of a hub that was told nothing. */
    public static final Program EMPTY =
            new Program(List.of(), List.of(), List.of(), List.of(), List.of(), List.of());

    /** A program without kinds of place. */
    public Program(
            List<DeviceType> types,
            List<Mapping> mappings,
            List<Rule> rules,
            List<Interlock> interlocks,
            List<Scenario> scenarios,
            List<Source> sources) {
        this(types, mappings, rules, interlocks, scenarios, sources, List.of());
    }

    public Program {
        types = List.copyOf(types);
        mappings = List.copyOf(mappings);
        rules = List.copyOf(rules);
        interlocks = List.copyOf(interlocks);
        scenarios = List.copyOf(scenarios);
        sources = List.copyOf(sources);
        places = List.copyOf(places);
    }

    /** The same with these rules alone. */
    public Program withRules(List<Rule> some) {
        return new Program(types, mappings, some, interlocks, scenarios, sources, places);
    }

    public Optional<DeviceType> type(String name) {
        return types.stream().filter(t -> t.name().equals(name)).findFirst();
    }

    /** Whom rules tell, at each place where one does. */
    public Stream<Action.Notify> notices() {
        return rules.stream()
                .flatMap(rule -> Stream.concat(rule.then().stream(), rule.onClear().stream()))
                .flatMap(Program::notices);
    }

    private static Stream<Action.Notify> notices(Action action) {
        return switch (action) {
            case Action.Notify notify -> Stream.of(notify);
            case Action.Claim claim -> claim.otherwise().stream().flatMap(Program::notices);
            case Action.Alarm alarm -> Stream.empty();
            case Action.Publish publish -> Stream.empty();
            case Action.Emit emit -> Stream.empty();
            case Action.After after -> notices(after.action());
        };
    }

    public Optional<Rule> rule(String name) {
        return rules.stream().filter(r -> r.name().equals(name)).findFirst();
    }
}
