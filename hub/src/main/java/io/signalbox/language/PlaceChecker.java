package io.signalbox.language;

import io.signalbox.language.OperandChecker.Measured;
import io.signalbox.language.Syntax.Expression;
import io.signalbox.language.Syntax.Name;
import io.signalbox.language.Syntax.Statement;
import io.signalbox.message.Value;

import java.util.Optional;

/** Checks what conditions say of positions: areas and distances. */
final class PlaceChecker {
    private static final Unit METRE = Units.of("m").orElseThrow();

    private final Scope scope;

    PlaceChecker(Scope scope) {
        this.scope = scope;
    }

    Condition check(Statement.Inside inside) {
        Point point = position(inside.of(), "inside");
        Area area = scope.area(inside.area());
        return new Condition.Inside(point, area, inside.written());
    }

    Condition check(Statement.Passes passes) {
        Point point = position(passes.of(), passes.entering() ? "enters" : "leaves");
        Area area = scope.area(passes.area());
        return new Condition.Passes(point, area, passes.entering(), passes.written());
    }

    private Point position(Expression.Reference reference, String verb) {
        Point point = scope.point(reference);
        if (!(point.kind() instanceof PointKind.Place)) {
            throw scope.fail(
                    reference.written().at(),
                    "'" + verb + "' is said of positions; '" + point.name() + "' is none",
                    "a position is declared so: where : position");
        }
        return point;
    }

    Measured distance(Expression.Call call) {
        Spot from = spot(call.of().getFirst());
        Spot to = spot(call.of().getLast());
        if (from instanceof Spot.Fixed && to instanceof Spot.Fixed) {
            throw scope.fail(
                    call.written().at(),
                    "'" + call.written().text() + "' says nothing about the device",
                    "name a position of it such as t.where");
        }
        return new Measured(new Operand.Distance(from, to), METRE, false);
    }

    private Spot spot(Expression written) {
        if (written instanceof Expression.Reference reference) {
            return new Spot.Told(position(reference, "distance"));
        }
        if (written instanceof Expression.Word word) {
            Area area = scope.area(new Name(word.text(), word.written().at()));
            if (area instanceof Area.Circle circle) {
                return new Spot.Fixed(circle.latitude(), circle.longitude());
            }
            throw scope.fail(
                    word.written().at(),
                    "a distance is measured to the middle of a circle; '" + word.text()
                            + "' is a polygon",
                    "use 'inside', or write a position: \"52.5, 13.4\"");
        }
        Optional<Value.Position> fixed = written instanceof Expression.Quoted quoted
                ? Value.Position.parse("geo:" + quoted.text().replace(" ", ""))
                : Optional.empty();
        return fixed.map(p -> new Spot.Fixed(p.latitude(), p.longitude()))
                .orElseThrow(() -> scope.fail(
                        written.written().at(),
                        "a distance lies between positions, but found '"
                                + written.written().text() + "'",
                        "such as distance(t.where, depot), or \"52.5, 13.4\""));
    }
}
