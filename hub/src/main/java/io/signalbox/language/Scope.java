package io.signalbox.language;

import io.signalbox.language.Syntax.Expression;
import io.signalbox.message.Value;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What the names in one rule mean: its variable, the points of its type, and their values. */
final class Scope {
    /** What may stand in the place of a unit, in a type. */
    private static final List<String> KINDS =
            List.of("number", "integer", "boolean", "text", "position");

    private static final Unit SECOND = Units.of("s").orElseThrow();

    private final Findings findings;
    private final String variable;
    private final DeviceType type;
    private final boolean complete;
    private final Surroundings surroundings;
    private final Neighbourhood neighbourhood;
    private final Map<String, Point> used = new TreeMap<>();
    private final Map<String, String> named;

    /** What the clause to which actions belong asks of the devices in a place. */
    private List<Condition.Counted> asked = List.of();

    private boolean unsure;

    /** Declarations of what is used of other types. */
    private final Set<String> foreign;

    /** True for what is said of each device in a place: points are written without a device. */
    private final boolean ofMember;

    /** One in which nothing can be named but points. */
    Scope(Findings findings, String variable, TypeChecker.Result type) {
        this(findings, variable, type, new Surroundings(findings), Neighbourhood.NONE);
    }

    /** That of a rule, which may look around. */
    Scope(
            Findings findings,
            String variable,
            TypeChecker.Result type,
            Surroundings surroundings,
            Neighbourhood neighbourhood) {
        this.findings = findings;
        this.variable = variable;
        this.type = type.type();
        this.complete = type.complete();
        this.surroundings = surroundings;
        this.neighbourhood = neighbourhood;
        this.named = new TreeMap<>();
        this.foreign = new TreeSet<>();
        this.ofMember = false;
    }

    /** That of each device of a type in the place of another one. */
    private Scope(Scope rule, TypeChecker.Result member) {
        this.findings = rule.findings;
        this.variable = member.type().name();
        this.type = member.type();
        this.complete = member.complete();
        this.surroundings = rule.surroundings;
        this.neighbourhood = rule.neighbourhood;
        this.named = rule.named;
        this.foreign = rule.foreign;
        this.ofMember = true;
    }

    String variable() {
        return variable;
    }

    boolean isOfMember() {
        return ofMember;
    }

    /** The declarations of points of other types that were looked up, in order. */
    Set<String> foreign() {
        return foreign;
    }

    /** The kind of place that this name stands for: that of the rule, or of its device. */
    PlaceKind here(Syntax.Name place) {
        if (!place.text().equals(variable) || ofMember) {
            throw fail(
                    place.at(),
                    "'" + place.text() + "' is no place that is known here; this rule is about '"
                            + variable + "'",
                    "write 'in " + variable + "'");
        }
        return type.place()
                .or(() -> neighbourhood.kind(type.standsIn()))
                .orElseThrow(() -> fail(
                        place.at(),
                        "a '" + type.name()
                                + "' stands in no kind of place, so nothing stands beside it",
                        "say where: 'type " + type.name() + " in Hall {'"));
    }

    /** What is said of each device of a type in a place. */
    Scope members(Syntax.Name typeName, Syntax.Name place) {
        PlaceKind kind = here(place);
        TypeChecker.Result member = neighbourhood.type(typeName);
        if (!kind.holds(member.type())) {
            if (isAround(kind, member.type())) {
                findings.error(
                        "other-place",
                        typeName.at(),
                        "a '" + typeName.text() + "' does not stand in a '" + kind.name()
                                + "' but in the '" + member.type().standsIn() + "' around it: no"
                                + " rule looks across places",
                        inTwoSteps(member.type(), kind));
                throw new SyntaxError();
            }
            String its = member.type().placeKind();
            throw fail(
                    typeName.at(),
                    "no '" + typeName.text() + "' stands in a '" + kind.name() + "'",
                    its.isEmpty()
                            ? "say so: 'type " + typeName.text() + " in " + kind.name() + " {'"
                            : "it stands in a '" + its + "'; if that is inside, declare 'place "
                                    + its + " in " + kind.name() + "'");
        }
        return new Scope(this, member);
    }

    /** Whether devices of this type stand in a place around such places, and not in one of them. */
    private boolean isAround(PlaceKind kind, DeviceType other) {
        return !kind.holds(other)
                && neighbourhood
                        .kind(other.standsIn())
                        .filter(outer -> outer.holds().contains(kind.name()))
                        .isPresent();
    }

    /** How two rules do what one cannot. */
    private static String inTwoSteps(DeviceType other, PlaceKind kind) {
        String outer = other.standsIn();
        String one = outer.substring(0, 1).toLowerCase(Locale.ROOT);
        return "in two steps: a rule 'for each " + outer + " " + one + "' looks at it and sets a"
                + " point of each '" + kind.name() + "' there (set " + kind.name() + ".… in " + one
                + " = …), and this rule reads that point";
    }

    DeviceType type() {
        return type;
    }

    Findings findings() {
        return findings;
    }

    /** The points that were looked up, by name. */
    Map<String, Point> used() {
        return used;
    }

    /** Words of what was named beside points: a version depends on them. */
    Map<String, String> named() {
        return named;
    }

    Schedule schedule(Syntax.Statement.TimeIn time) {
        Surroundings.Named<Schedule> schedule = surroundings.schedule(time);
        named.putAll(schedule.words());
        return schedule.what();
    }

    /** True for the name of a signal of the type. */
    boolean isSignal(Expression.Reference reference) {
        return reference.device().text().equals(variable)
                && surroundings.signals().has(type, reference.point().text());
    }

    /** What a signal is calculated from, and in which unit. */
    OperandChecker.Measured signal(Expression.Reference reference) {
        Signals.Meaning meaning = surroundings.signals().meaning(type, reference.point());
        used.putAll(meaning.points());
        if (ofMember) {
            meaning.points()
                    .values()
                    .forEach(point ->
                            foreign.add(type.name() + "." + neighbourhood.words(type, point)));
        }
        named.putAll(meaning.words());
        return meaning.value();
    }

    Area area(Syntax.Name name) {
        Surroundings.Named<Area> area = surroundings.area(name);
        named.putAll(area.words());
        return area.what();
    }

    Point point(Expression.Reference reference) {
        Syntax.Name device = reference.device();
        if (!device.text().equals(variable)) {
            throw fail(device.at(), unknown(device), mend(reference));
        }
        return point(reference.point());
    }

    private String unknown(Syntax.Name device) {
        if (ofMember) {
            return "in 'has (…)' are points of each '" + variable + "' alone, but found '"
                    + device.text() + ".'";
        }
        return "'" + device.text() + "' is not known here; the "
                + (type.place().isPresent() ? "place" : "device") + " is called '" + variable + "'";
    }

    /** A rule looks across devices inside of a place alone, and counts what it finds there. */
    private String mend(Expression.Reference reference) {
        String device = reference.device().text();
        String point = reference.point().text();
        if (ofMember) {
            return "write '" + point + "'";
        }
        Optional<PlaceKind> kind = type.place().or(() -> neighbourhood.kind(type.standsIn()));
        if (kind.isPresent() && neighbourhood.knows(device)) {
            DeviceType other = neighbourhood.type(reference.device()).type();
            if (isAround(kind.get(), other)) {
                return inTwoSteps(other, kind.get());
            }
        }
        return neighbourhood.knows(device)
                ? "there may be several: write 'any " + device + " in " + variable + " has ("
                        + point + " …)'"
                        + (type.place().isPresent()
                                ? ", or 'avg(" + device + "." + point + " in " + variable + ")'"
                                : "")
                : Nearest.hint(device, List.of(variable));
    }

    Point point(Syntax.Name name) {
        Point point = type.point(name.text()).orElseThrow(() -> {
            if (!complete) {
                return new SyntaxError();
            }
            List<String> names = type.points().stream().map(Point::name).toList();
            if (surroundings.signals().has(type, name.text())) {
                return fail(
                        name.at(),
                        "'" + name.text() + "' is a signal, not a point: it can be compared and"
                                + " calculated with, and it rises, falls and changes",
                        "everything else is said of points (" + String.join(", ", names) + ")");
            }
            if (type.place().isPresent() && names.isEmpty()) {
                return fail(
                        name.at(),
                        "a '" + type.name() + "' is a place and has no points of its own",
                        "declare 'type " + type.name()
                                + " { … }' for the device that stands for it");
            }
            return fail(
                    name.at(),
                    "'" + name.text() + "' is not a point of '" + type.name() + "' ("
                            + String.join(", ", names) + ")",
                    Nearest.hint(name.text(), names));
        });
        used.put(point.name(), point);
        if (ofMember) {
            foreign.add(type.name() + "." + neighbourhood.words(type, point));
        }
        return point;
    }

    /** From here on texts may name the devices that fulfil what this asks; nothing if it is wrong. */
    void ask(Optional<Condition> clause) {
        unsure = clause.isEmpty();
        asked = clause.stream()
                .flatMap(Parts::all)
                .filter(Condition.Counted.class::isInstance)
                .map(Condition.Counted.class::cast)
                .toList();
    }

    /** What is asked of each device of a type. */
    List<Condition.Counted> asked(String typeName) {
        if (unsure && neighbourhood.knows(typeName)) {
            throw new SyntaxError();
        }
        return asked.stream().filter(one -> one.type().name().equals(typeName)).toList();
    }

    /** An event of the device: one that its type declares, if it declares any. */
    String event(Syntax.Name name) {
        if (complete && !type.mayEmit(name.text())) {
            List<String> names = type.events().stream().map(DeviceEvent::name).toList();
            String near = Nearest.hint(name.text(), names);
            throw fail(
                    name.at(),
                    "'" + name.text() + "' is not an event of '" + type.name() + "' ("
                            + String.join(", ", names) + ")",
                    near.isEmpty() ? "declare it in the type: event " + name.text() : near);
        }
        return name.text();
    }

    /** What {@code written} means as a value of the point. */
    Value value(Point point, Expression written) {
        return new FixedValue(this, point).of(written);
    }

    /** The number in {@code unit}; {@code name} is what is measured in it. */
    double amount(Expression.Amount amount, String name, Unit unit) {
        Unit written = unit(amount);
        requireUnit(amount, name, unit);
        if (!written.dimension().equals(unit.dimension())) {
            throw fail(
                    amount.written().at(),
                    "'" + name + "' is a " + Units.name(unit.dimension()) + " in " + unit
                            + ", but found the " + Units.name(written.dimension()) + " "
                            + amount.written().text(),
                    "");
        }
        return written.convert(amount.number(), unit);
    }

    void requireUnit(Expression.Amount amount, String name, Unit unit) {
        if (amount.unit().isEmpty() && !unit.equals(Unit.ONE)) {
            throw fail(
                    amount.written().at(),
                    "'" + amount.written().text() + "' has no unit, but '" + name + "' is in "
                            + unit,
                    "write " + example(amount.number(), unit));
        }
    }

    static String example(double value, Unit unit) {
        String number = new Value.Numeric(value).toString();
        Unit shown = Units.of(unit.symbol()).orElseGet(() -> Units.sample(unit.dimension()));
        return unit.equals(Unit.ONE) ? number : number + " " + shown;
    }

    /** The unit of a number as it is written; plain if there is none. */
    Unit unit(Expression.Amount amount) {
        return amount.unit().isEmpty() ? Unit.ONE : unit(findings, amount.unit(), amount.unitAt());
    }

    /** Looks up a unit. */
    static Unit unit(Findings findings, String symbol, Position at) {
        return Units.of(symbol).orElseThrow(() -> {
            findings.error(at, "'" + symbol + "' is no known unit", nearestUnit(symbol));
            return new SyntaxError();
        });
    }

    private static String nearestUnit(String symbol) {
        String habit = Habits.unit(symbol);
        if (!habit.isEmpty()) {
            return "did you mean '" + habit + "'?";
        }
        String near = symbol.length() == 1
                ? ""
                : Nearest.hint(
                        symbol,
                        Stream.concat(Units.symbols().stream(), KINDS.stream()).toList());
        return near.isEmpty()
                ? "units are such as °C, bar, l/min, %; docs/language.md lists them"
                : near;
    }

    /** A duration for people: "20 s", "5 min". */
    static String duration(long millis) {
        for (String symbol : List.of("d", "h", "min", "s")) {
            double value = SECOND.convert(millis / 1000.0, Units.of(symbol).orElseThrow());
            if (value >= 1 && value == Math.rint(value)) {
                return new Value.Numeric(value) + " " + symbol;
            }
        }
        return millis + " ms";
    }

    SyntaxError fail(Position at, String message, String hint) {
        findings.error(at, message, hint);
        return new SyntaxError();
    }
}
