package io.signalbox.rules;

import io.signalbox.language.Area;
import io.signalbox.language.Condition;
import io.signalbox.language.Earth;
import io.signalbox.language.Operand;
import io.signalbox.language.Spot;

/** Turns what conditions say of positions into closures. */
final class PlaceCompiler {
    private final ConditionCompiler conditions;

    PlaceCompiler(ConditionCompiler conditions) {
        this.conditions = conditions;
    }

    Node inside(Condition.Inside inside) {
        return inside(conditions.column(inside.point()), inside.area());
    }

    private static Node inside(Column column, Area area) {
        return (row, moment) -> {
            if (!column.known(row, moment)) {
                return Kleene.UNKNOWN;
            }
            return Kleene.of(area.contains(column.latitude(row), column.longitude(row)));
        };
    }

    Passage passes(Condition.Passes passes) {
        Node inside = inside(conditions.column(passes.point()), passes.area());
        return new Passage(inside, passes.entering());
    }

    Reckoning distance(Operand.Distance distance) {
        Place from = place(distance.from());
        Place to = place(distance.to());
        return (row, moment) -> from.known(row, moment) && to.known(row, moment)
                ? Earth.metres(
                        from.latitude(row),
                        from.longitude(row),
                        to.latitude(row),
                        to.longitude(row))
                : Double.NaN;
    }

    /** One end of a distance. */
    private interface Place {
        boolean known(int row, Moment moment);

        double latitude(int row);

        double longitude(int row);
    }

    private record Fixed(Spot.Fixed at) implements Place {
        @Override
        public boolean known(int row, Moment moment) {
            return true;
        }

        @Override
        public double latitude(int row) {
            return at.latitude();
        }

        @Override
        public double longitude(int row) {
            return at.longitude();
        }
    }

    private record Told(Column column) implements Place {
        @Override
        public boolean known(int row, Moment moment) {
            return column.known(row, moment);
        }

        @Override
        public double latitude(int row) {
            return column.latitude(row);
        }

        @Override
        public double longitude(int row) {
            return column.longitude(row);
        }
    }

    private Place place(Spot spot) {
        return switch (spot) {
            case Spot.Fixed fixed -> new Fixed(fixed);
            case Spot.Told told -> new Told(conditions.column(told.point()));
        };
    }
}
