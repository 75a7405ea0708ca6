package io.signalbox.language;

import io.signalbox.language.Syntax.AreaDeclaration;
import io.signalbox.language.Syntax.Declaration;
import io.signalbox.language.Syntax.Head;
import io.signalbox.language.Syntax.InterlockDeclaration;
import io.signalbox.language.Syntax.MappingDeclaration;
import io.signalbox.language.Syntax.Name;
import io.signalbox.language.Syntax.PlaceDeclaration;
import io.signalbox.language.Syntax.PointDeclaration;
import io.signalbox.language.Syntax.RuleDeclaration;
import io.signalbox.language.Syntax.ScheduleDeclaration;
import io.signalbox.language.Syntax.SignalDeclaration;
import io.signalbox.language.Syntax.TestDeclaration;
import io.signalbox.language.Syntax.TypeDeclaration;
import io.signalbox.language.Syntax.ZoneDeclaration;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The language of types, rules, interlocks and tests; see {@code docs/language.md}. */
public final class Language implements TestChecker.Declared, Neighbourhood {
    private final Findings findings = new Findings();
    private final Map<String, TypeChecker.Result> types = new LinkedHashMap<>();
    private final Map<String, Map<String, String>> pointWords = new HashMap<>();
    private final Surroundings surroundings = new Surroundings(findings);
    private final Map<String, Position> areas = new LinkedHashMap<>();
    private final Map<String, Position> schedules = new LinkedHashMap<>();
    private final KindChecker places = new KindChecker(findings);
    private final Map<String, Position> rules = new LinkedHashMap<>();
    private final Map<String, Position> tests = new LinkedHashMap<>();
    private final Map<String, Position> mappings = new LinkedHashMap<>();
    private final List<Mapping> checkedMappings = new ArrayList<>();
    private final List<Rule> checkedRules = new ArrayList<>();
    private final List<Interlock> checkedInterlocks = new ArrayList<>();
    private final List<Scenario> checkedTests = new ArrayList<>();

    private Language() {}

    /**
     * Reads and checks all files together; names declared in one are known in the others.
     *
     * <p>Never throws for what the files contain: what is wrong comes back as findings, of which an
     * error keeps the whole program from being accepted.
     */
    public static Checked check(List<Source> sources) {
        return new Language().run(sources);
    }

    /** The unit of this symbol, for those who compare values. */
    public static Optional<Unit> unit(String symbol) {
        return Units.of(symbol);
    }

    /** "did you mean 'x'?", or nothing if none of the names is near. */
    public static String didYouMean(String written, Collection<String> names) {
        return Nearest.hint(written, names);
    }

    private Checked run(List<Source> sources) {
        List<Declaration> declarations = new ArrayList<>();
        for (Source source : sources) {
            Optional<Finding> refusal = source.json().flatMap(GivenJson::refusal);
            refusal.ifPresent(findings::add);
            if (refusal.isEmpty()) {
                declarations.addAll(Parser.parse(source, findings));
            }
        }
        declare(declarations);
        types.values().forEach(type -> places.use(type.type()));
        for (Declaration declaration : declarations) {
            try {
                check(declaration);
            } catch (SyntaxError reported) {
                assert findings.errors() > 0 : "a check fails with a finding";
            }
        }
        refuseCollisions();
        Optional<Program> program = findings.errors() > 0
                ? Optional.empty()
                : Optional.of(new Program(
                        types.values().stream().map(TypeChecker.Result::type).toList(),
                        checkedMappings,
                        checkedRules,
                        checkedInterlocks,
                        checkedTests,
                        sources,
                        places.names().stream()
                                .flatMap(name -> places.find(name).stream())
                                .map(this::placeType)
                                .toList()));
        return new Checked(program, findings.sorted(sources));
    }

    private void declare(List<Declaration> declarations) {
        Map<String, Position> typeNames = new HashMap<>();
        List<SignalDeclaration> signals = new ArrayList<>();
        for (Declaration declaration : declarations) {
            switch (declaration) {
                case TypeDeclaration type -> {
                    if (isNew(type.head(), "type", typeNames)) {
                        types.put(type.head().name().text(), TypeChecker.check(type, findings));
                        pointWords.put(type.head().name().text(), words(type));
                    }
                }
                case PlaceDeclaration place -> places.declare(place);
                case RuleDeclaration rule -> isNew(rule.head(), "rule", rules);
                case InterlockDeclaration interlock -> isNew(interlock.head(), "interlock", rules);
                case MappingDeclaration mapping -> isNew(mapping.head(), "mapping", mappings);
                case TestDeclaration test -> isNew(test.head(), "test", tests);
                case ZoneDeclaration zone -> surroundings.add(zone);
                case AreaDeclaration area -> {
                    if (isNew(area.head(), "area", areas)) {
                        surroundings.add(area);
                    }
                }
                case ScheduleDeclaration schedule -> {
                    if (isNew(schedule.head(), "schedule", schedules)) {
                        surroundings.add(schedule);
                    }
                }
                case SignalDeclaration signal -> signals.add(signal);
            }
        }
        surroundings.check();
        signals.forEach(this::add);
        surroundings.signals().check();
    }

    private void add(SignalDeclaration signal) {
        try {
            surroundings.signals().add(signal, type(signal.type()));
        } catch (SyntaxError reported) {
            assert findings.errors() > 0 : "an unknown type is a finding";
        }
    }

    /** What a rule is for: devices of a type, or places of a kind. */
    private TypeChecker.Result subject(Name name) {
        TypeChecker.Result type = types.get(name.text());
        Optional<PlaceKind> kind = places.find(name.text());
        if (kind.isEmpty() || (type != null && !places.isDeclared(name.text()))) {
            return type(name);
        }
        return new TypeChecker.Result(placeType(kind.get()), type == null || type.complete());
    }

    /** A kind of place, with the points of the devices that stand for such places. */
    private DeviceType placeType(PlaceKind kind) {
        Optional<DeviceType> own = Optional.ofNullable(types.get(kind.name()))
                .map(TypeChecker.Result::type)
                .filter(kind::holds);
        return new DeviceType(
                kind.name(),
                own.map(DeviceType::title).orElse(kind.name()),
                "",
                own.map(DeviceType::points).orElse(List.of()),
                own.map(DeviceType::effects).orElse(List.of()),
                own.map(DeviceType::events).orElse(List.of()),
                "",
                own.map(DeviceType::hash).orElseGet(() -> Version.of(kind.name(), List.of())),
                places.at(kind.name()),
                Optional.of(kind));
    }

    private static Map<String, String> words(TypeDeclaration type) {
        Map<String, String> words = new HashMap<>();
        for (PointDeclaration point : type.points()) {
            words.put(point.name().text(), point.words());
        }
        return words;
    }

    private boolean isNew(Head head, String kind, Map<String, Position> known) {
        Name name = head.name();
        Position before = known.putIfAbsent(name.text(), name.at());
        if (before != null) {
            findings.error(
                    name.at(),
                    "the name '" + name.text() + "' of this " + kind + " is taken",
                    "it is first used at " + before);
        }
        return before == null;
    }

    private void check(Declaration declaration) {
        switch (declaration) {
            case TypeDeclaration type -> {}
            case ZoneDeclaration zone -> {}
            case ScheduleDeclaration schedule -> {}
            case SignalDeclaration signal -> {}
            case AreaDeclaration area -> {}
            case PlaceDeclaration place -> {}
            case MappingDeclaration mapping ->
                new MappingChecker(findings, type(mapping.type()))
                        .check(mapping)
                        .ifPresent(checkedMappings::add);
            case RuleDeclaration rule ->
                new RuleChecker(findings, rule.variable(), subject(rule.type()), surroundings, this)
                        .rule(rule)
                        .ifPresent(checkedRules::add);
            case InterlockDeclaration interlock ->
                new RuleChecker(
                                findings,
                                interlock.variable(),
                                type(interlock.type()),
                                surroundings,
                                this)
                        .interlock(interlock)
                        .ifPresent(checkedInterlocks::add);
            case TestDeclaration test ->
                new TestChecker(findings, this).check(test).ifPresent(checkedTests::add);
        }
    }

    /** No message may be of two devices, nor give one point of a type twice. */
    private void refuseCollisions() {
        for (int i = 0; i < checkedMappings.size(); i++) {
            Mapping mapping = checkedMappings.get(i);
            for (Mapping other : checkedMappings.subList(0, i)) {
                mapping.disagreement(other)
                        .ifPresent(topics -> findings.error(
                                mapping.at(),
                                "'" + mapping.name() + "' and '" + other.name()
                                        + "' take one message for two devices: " + topics
                                        + " can be the same topic",
                                "give one of them another topic"));
                boolean alike = mapping.type().name().equals(other.type().name());
                Optional<String> collision = alike ? mapping.collision(other) : Optional.empty();
                collision.ifPresent(why -> findings.error(
                        mapping.at(),
                        "'" + mapping.name() + "' and '" + other.name()
                                + "' read the same messages: " + why,
                        "give one of them another topic, or make one mapping of both"));
            }
        }
    }

    @Override
    public TypeChecker.Result type(Name name) {
        TypeChecker.Result type = types.get(name.text());
        if (type == null) {
            findings.error(
                    name.at(),
                    "there is no type '" + name.text() + "'",
                    places.find(name.text()).isPresent()
                            ? "it is a kind of place; 'for each " + name.text() + "' is for rules"
                            : Nearest.hint(name.text(), types.keySet()));
            throw new SyntaxError();
        }
        return type;
    }

    @Override
    public boolean knows(String type) {
        return types.containsKey(type);
    }

    @Override
    public Optional<PlaceKind> kind(String name) {
        return places.find(name);
    }

    @Override
    public String words(DeviceType type, Point point) {
        return pointWords.getOrDefault(type.name(), Map.of()).getOrDefault(point.name(), "");
    }

    @Override
    public Collection<String> rules() {
        return rules.keySet();
    }
}
