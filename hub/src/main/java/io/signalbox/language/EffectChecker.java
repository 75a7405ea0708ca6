package io.signalbox.language;

import io.signalbox.language.Effect.Direction;
import io.signalbox.language.Syntax.Affected;
import io.signalbox.language.Syntax.Name;
import io.signalbox.language.Syntax.PointDeclaration;
import io.signalbox.message.Value;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Checks what the points of a type say to affect. */
final class EffectChecker {
    private final Findings findings;
    private final String typeName;
    private final List<Point> points;

    EffectChecker(Findings findings, String typeName, List<Point> points) {
        this.findings = findings;
        this.typeName = typeName;
        this.points = points;
    }

    /** The effects; what names one of the points that {@code failed} is left out. */
    List<Effect> check(List<PointDeclaration> declared, Set<String> failed) {
        List<Effect> effects = new ArrayList<>();
        for (PointDeclaration point : declared) {
            Optional<Point> cause = find(point.name());
            for (Affected affected : point.affects()) {
                if (cause.isPresent() && !failed.contains(affected.point().text())) {
                    effect(cause.get(), affected).ifPresent(effects::add);
                }
            }
        }
        return effects;
    }

    private Optional<Point> find(Name name) {
        return points.stream().filter(p -> p.name().equals(name.text())).findFirst();
    }

    private Optional<Effect> effect(Point cause, Affected affected) {
        Optional<Point> on = find(affected.point());
        Direction direction = affected.direction()
                .map(d -> d.text().equals("up") ? Direction.UP : Direction.DOWN)
                .orElse(Direction.UNSTATED);
        String name = affected.point().text();
        if (!cause.writable()) {
            return refused(
                    affected.point(),
                    "'" + cause.name() + "' has 'affects', but no command can set it",
                    "add 'writable'");
        } else if (on.isEmpty()) {
            List<String> names = points.stream().map(Point::name).toList();
            return refused(
                    affected.point(),
                    "'" + name + "' is not a point of '" + typeName + "' ("
                            + String.join(", ", names) + ")",
                    Nearest.hint(name, names));
        } else if (direction != Direction.UNSTATED && !isNumber(on.get())) {
            return refused(
                    affected.point(),
                    "'" + name + "' is no number: it goes neither up nor down",
                    "leave the direction away");
        } else if (direction != Direction.UNSTATED
                && !isNumber(cause)
                && affected.by().isEmpty()) {
            return refused(
                    affected.point(),
                    "which values of '" + cause.name() + "' move '" + name + "' "
                            + affected.direction().get().text() + "?",
                    "write 'affects " + name + " " + affected.direction().get().text() + " by "
                            + example(cause) + "'");
        }
        return values(cause, affected).map(by -> new Effect(cause, on.get(), direction, by));
    }

    private Optional<List<Value>> values(Point cause, Affected affected) {
        List<Value> values = new ArrayList<>();
        for (Name by : affected.by()) {
            Value value = cause.kind() instanceof PointKind.Truth
                            && Set.of("true", "false").contains(by.text())
                    ? new Value.Bool(by.text().equals("true"))
                    : new Value.Text(by.text());
            boolean words = cause.kind() instanceof PointKind.Words;
            if (words || !cause.kind().allows(value)) {
                refused(
                        by,
                        "'" + by.text() + "' is not a value of '" + cause.name() + "' ("
                                + cause.kind().expectation() + ")",
                        words || isNumber(cause) ? "leave 'by' away" : "");
                return Optional.empty();
            }
            values.add(value);
        }
        return Optional.of(values);
    }

    private Optional<Effect> refused(Name at, String message, String hint) {
        findings.error(at.at(), message, hint);
        return Optional.empty();
    }

    private static boolean isNumber(Point point) {
        return point.kind() instanceof PointKind.Quantity;
    }

    private static String example(Point point) {
        return switch (point.kind()) {
            case PointKind.Enumeration words -> words.values().getFirst();
            case PointKind.Truth truth -> "true";
            case PointKind.Quantity quantity -> "…";
            case PointKind.Words words -> "…";
            case PointKind.Place place -> "…";
        };
    }
}
