package io.signalbox.language;

import io.signalbox.language.Syntax.Expression;
import io.signalbox.language.Syntax.Name;
import io.signalbox.language.Syntax.PointDeclaration;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Checks one {@code type}. */
final class TypeChecker {
    /** Words that mean something else in a condition. */
    private static final Set<String> NO_VALUES = Set.of("known", "unknown", "true", "false");

    private final Findings findings;
    private final String typeName;
    private final List<Point> points = new ArrayList<>();
    private final Set<String> failed = new HashSet<>();

    private TypeChecker(Findings findings, String typeName) {
        this.findings = findings;
        this.typeName = typeName;
    }

    /**
     * A checked type, with those of its points that are right.
     *
     * @param complete false if points are missing because they are wrong
     */
    record Result(DeviceType type, boolean complete) {}

    static Result check(Syntax.TypeDeclaration declaration, Findings findings) {
        Syntax.Head head = declaration.head();
        TypeChecker checker = new TypeChecker(findings, head.name().text());
        for (PointDeclaration point : declaration.points()) {
            try {
                checker.add(point);
            } catch (SyntaxError reported) {
                checker.failed.add(point.name().text());
            }
        }
        for (PointDeclaration point : declaration.points()) {
            checker.confirmable(point);
            checker.seenExactly(point);
        }
        EffectChecker effects = new EffectChecker(findings, head.name().text(), checker.points);
        DeviceType type = new DeviceType(
                head.name().text(),
                head.title().isEmpty() ? head.name().text() : head.title(),
                declaration.placeKind(),
                checker.points,
                effects.check(declaration.points(), checker.failed),
                checker.events(declaration.events()),
                head.text(),
                Version.of(head.words(), List.of()),
                head.name().at(),
                Optional.empty());
        return new Result(type, head.whole() && checker.failed.isEmpty());
    }

    private List<DeviceEvent> events(List<EventDeclaration> declared) {
        Map<String, DeviceEvent> events = new LinkedHashMap<>();
        for (EventDeclaration event : declared) {
            String name = event.name().text();
            String title = event.title().isEmpty() ? name : event.title();
            if (events.putIfAbsent(name, new DeviceEvent(name, title)) != null) {
                findings.error(
                        event.name().at(),
                        "'" + typeName + "' already has an event '" + name + "'",
                        "");
            }
        }
        return List.copyOf(events.values());
    }

    private void add(PointDeclaration declared) {
        Name name = declared.name();
        if (find(name.text()).isPresent()) {
            throw fail(name, "'" + typeName + "' already has a point '" + name.text() + "'", "");
        }
        if (name.text().equals("ts")) {
            throw fail(name, "'ts' is the time of a message and cannot be a point", "");
        }
        PointKind kind = kind(declared);
        if (declared.confirm().isPresent() && !declared.writable()) {
            throw fail(
                    declared.confirm().get(),
                    "'" + name.text() + "' has 'confirm', but no command can set it",
                    "add 'writable'");
        }
        points.add(new Point(
                points.size(),
                name.text(),
                kind,
                declared.everyMillis(),
                validMillis(declared),
                declared.writable(),
                declared.safety(),
                declared.confirm().map(Name::text).orElse(name.text())));
    }

    private long validMillis(PointDeclaration declared) {
        if (declared.valid().isEmpty()) {
            return 0;
        }
        Syntax.Lasting valid = declared.valid().get();
        if (valid.millis() < declared.everyMillis()) {
            throw fail(
                    new Name("", valid.at()),
                    "'" + declared.name().text() + "' is valid for "
                            + Scope.duration(valid.millis()) + " and comes every "
                            + Scope.duration(declared.everyMillis())
                            + ": it would be unknown most of the time",
                    "leave 'valid for' away: three times the interval is usual");
        }
        return valid.millis();
    }

    private Optional<Point> find(String name) {
        return points.stream().filter(p -> p.name().equals(name)).findFirst();
    }

    private PointKind kind(PointDeclaration declared) {
        return switch (declared.kind()) {
            case Syntax.Kind.OneOf list -> {
                noLimits(declared);
                yield enumeration(list);
            }
            case Syntax.Kind.InUnit in ->
                switch (in.symbol().text()) {
                    case "boolean" -> {
                        noLimits(declared);
                        yield new PointKind.Truth();
                    }
                    case "position" -> {
                        noLimits(declared);
                        yield place(declared);
                    }
                    case "text" -> {
                        noLimits(declared);
                        yield new PointKind.Words();
                    }
                    case "number" -> quantity(declared, Unit.ONE, false);
                    case "integer" -> quantity(declared, Unit.ONE, true);
                    default ->
                        quantity(
                                declared,
                                Scope.unit(
                                        findings,
                                        in.symbol().text(),
                                        in.symbol().at()),
                                false);
                };
        };
    }

    private PointKind place(PointDeclaration declared) {
        if (declared.writable()) {
            throw fail(
                    declared.name(),
                    "'" + declared.name().text() + "' is a position: no command can set it",
                    "leave 'writable' away");
        }
        return new PointKind.Place();
    }

    private void noLimits(PointDeclaration declared) {
        declared.min().or(declared::max).or(declared::deadband).ifPresent(limit -> {
            throw fail(
                    new Name("", limit.written().at()),
                    "only numbers have 'min', 'max' and 'deadband'; '"
                            + declared.name().text() + "' is none",
                    "");
        });
    }

    private PointKind enumeration(Syntax.Kind.OneOf list) {
        Set<String> values = new HashSet<>();
        for (Name value : list.values()) {
            if (!values.add(value.text())) {
                throw fail(value, "the value '" + value.text() + "' is there twice", "");
            }
            if (NO_VALUES.contains(value.text())) {
                throw fail(
                        value,
                        "'" + value.text() + "' has a meaning of its own and cannot be a value",
                        "write 'boolean' for true and false");
            }
        }
        return new PointKind.Enumeration(list.values().stream().map(Name::text).toList());
    }

    private PointKind quantity(PointDeclaration declared, Unit unit, boolean whole) {
        double min = limit(declared, declared.min(), unit, Double.NEGATIVE_INFINITY);
        double max = limit(declared, declared.max(), unit, Double.POSITIVE_INFINITY);
        if (min >= max) {
            throw fail(declared.name(), "'min' is not below 'max'", "");
        }
        return new PointKind.Quantity(unit, min, max, deadband(declared, unit), whole);
    }

    /** A difference: of temperatures in K, or in the unit of the point without its zero. */
    private double deadband(PointDeclaration declared, Unit unit) {
        if (declared.deadband().isEmpty()) {
            return 0;
        }
        Expression written = declared.deadband().get();
        double deadband = unit.isScale() && written instanceof Expression.Amount amount
                ? difference(amount, declared.name().text(), unit)
                : limit(declared, declared.deadband(), unit, 0);
        if (deadband <= 0) {
            throw fail(new Name("", written.written().at()), "a deadband is above zero", "");
        }
        return deadband;
    }

    private double difference(Expression.Amount amount, String name, Unit unit) {
        Scope scope = new Scope(findings, "", new Result(NOTHING, true));
        scope.amount(amount, name, unit);
        return scope.unit(amount).convertDifference(amount.number(), unit);
    }

    private double limit(
            PointDeclaration declared, Optional<Expression> limit, Unit unit, double none) {
        if (limit.isEmpty()) {
            return none;
        }
        if (!(limit.get() instanceof Expression.Amount amount)) {
            throw fail(new Name("", limit.get().written().at()), "a number was expected", "");
        }
        Scope scope = new Scope(findings, "", new Result(NOTHING, true));
        return scope.amount(amount, declared.name().text(), unit);
    }

    private static final DeviceType NOTHING =
            new DeviceType("", "", "", List.of(), "", "", new Position("", 1, 1));

    /** Whether the point that is to show a command's effect can show every value of it. */
    private void confirmable(PointDeclaration declared) {
        if (declared.confirm().isEmpty() || failed.contains(declared.name().text())) {
            return;
        }
        Name by = declared.confirm().get();
        Optional<Point> shown = find(by.text());
        Optional<Point> written = find(declared.name().text());
        if (shown.isEmpty() || written.isEmpty()) {
            if (!failed.contains(by.text())) {
                List<String> names = points.stream().map(Point::name).toList();
                findings.error(
                        by.at(),
                        "'" + by.text() + "' is not a point of '" + typeName + "' ("
                                + String.join(", ", names) + ")",
                        Nearest.hint(by.text(), names));
            }
        } else if (!canShow(shown.get().kind(), written.get().kind())) {
            findings.error(
                    by.at(),
                    "'" + by.text() + "' cannot confirm '" + declared.name().text()
                            + "': its values do not tell which value was set",
                    "give both the same values, or lists of equal length");
        }
    }

    /** What shows that a command was obeyed must not be held back. */
    private void seenExactly(PointDeclaration declared) {
        Name shown = declared.confirm().orElse(declared.name());
        boolean held = find(shown.text())
                .filter(p -> p.kind() instanceof PointKind.Quantity q && q.deadband() > 0)
                .isPresent();
        if (declared.writable() && held) {
            findings.error(
                    shown.at(),
                    "'" + shown.text() + "' shows that commands to '"
                            + declared.name().text()
                            + "' were obeyed, and has a deadband that can hide it",
                    "leave the deadband away");
        }
    }

    private static boolean canShow(PointKind shown, PointKind written) {
        return switch (written) {
            case PointKind.Enumeration from ->
                shown instanceof PointKind.Enumeration to
                        && (to.values().containsAll(from.values())
                                || to.values().size() == from.values().size());
            case PointKind.Quantity from ->
                shown instanceof PointKind.Quantity to
                        && to.unit().dimension().equals(from.unit().dimension());
            case PointKind.Truth truth -> shown instanceof PointKind.Truth;
            case PointKind.Words words -> shown instanceof PointKind.Words;
            case PointKind.Place place -> shown instanceof PointKind.Place;
        };
    }

    private SyntaxError fail(Name name, String message, String hint) {
        findings.error(name.at(), message, hint);
        return new SyntaxError();
    }
}
