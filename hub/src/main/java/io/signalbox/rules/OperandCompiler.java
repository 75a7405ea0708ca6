package io.signalbox.rules;

import io.signalbox.language.Operand;
import io.signalbox.language.Operand.Function;
import io.signalbox.language.Parts;
import io.signalbox.language.Points;

import java.util.List;
import java.util.stream.Stream;

/** Turns the numbers of conditions into closures over the columns of their type. */
final class OperandCompiler {
    /** Ages beyond are not waited for, in seconds. */
    private static final double OLDEST = 1e12;

    private final ConditionCompiler conditions;

    OperandCompiler(ConditionCompiler conditions) {
        this.conditions = conditions;
    }

    /** The points of its own device that the numbers are computed from. */
    private List<Column> columns(Operand... operands) {
        return Stream.of(operands)
                .flatMap(operand -> Points.own(operand).stream())
                .distinct()
                .map(conditions::column)
                .toList();
    }

    /** What the numbers are computed from. */
    Grounds grounds(Operand... operands) {
        return new Grounds(
                columns(operands),
                Stream.of(operands).flatMap(this::learners).distinct().toList(),
                Stream.of(operands)
                        .flatMap(Parts::gathered)
                        .map(conditions::gathering)
                        .distinct()
                        .toList());
    }

    private Stream<Learners> learners(Operand operand) {
        return switch (operand) {
            case Operand.Learned learned -> Stream.of(conditions.learners(learned));
            case Operand.Absolute a -> learners(a.of());
            case Operand.Scaled s -> learners(s.of());
            case Operand.Extreme e -> Stream.concat(learners(e.left()), learners(e.right()));
            case Operand.Arithmetic a -> Stream.concat(learners(a.left()), learners(a.right()));
            case Operand.Constant c -> Stream.of();
            case Operand.Reported r -> Stream.of();
            case Operand.Age age -> Stream.of();
            case Operand.Distance distance -> Stream.of();
            case Operand.Gathered gathered -> Stream.of();
            case Operand.Truth truth -> Stream.of();
            case Operand.Window w -> Stream.of();
        };
    }

    Reckoning reckoning(Operand operand) {
        return switch (operand) {
            case Operand.Constant c -> {
                double value = c.value();
                yield (row, moment) -> value;
            }
            case Operand.Reported r -> conditions.column(r.point())::number;
            case Operand.Age age -> age(conditions.column(age.point()));
            case Operand.Learned learned -> {
                conditions.column(learned.point());
                yield conditions.learners(learned)::value;
            }
            case Operand.Distance distance -> new PlaceCompiler(conditions).distance(distance);
            case Operand.Gathered gathered -> {
                Aggregate aggregate = conditions.gathering(gathered).aggregate();
                yield (row, moment) -> aggregate.at(row);
            }
            case Operand.Truth truth -> truth(conditions.node(truth.of()));
            case Operand.Window w -> window(w);
            case Operand.Absolute a -> {
                Reckoning of = reckoning(a.of());
                yield (row, moment) -> Math.abs(of.at(row, moment));
            }
            case Operand.Extreme e -> extreme(e);
            case Operand.Scaled s -> {
                Reckoning of = reckoning(s.of());
                double factor = s.factor();
                double offset = s.offset();
                yield (row, moment) -> finite(of.at(row, moment) * factor + offset);
            }
            case Operand.Arithmetic a ->
                arithmetic(a.operation(), reckoning(a.left()), reckoning(a.right()));
        };
    }

    private static Reckoning age(Column column) {
        return (row, moment) -> {
            long sampled = column.sampled(row);
            return sampled == PlantTime.NEVER ? Double.NaN : (moment.now - sampled) / 1000.0;
        };
    }

    private static Reckoning truth(Node node) {
        return (row, moment) -> switch (node.truth(row, moment)) {
            case Kleene.TRUE -> 1;
            case Kleene.FALSE -> 0;
            default -> Double.NaN;
        };
    }

    /** NaN if one of the two is. */
    private Reckoning extreme(Operand.Extreme e) {
        Reckoning left = reckoning(e.left());
        Reckoning right = reckoning(e.right());
        return e.greater()
                ? (row, moment) -> Math.max(left.at(row, moment), right.at(row, moment))
                : (row, moment) -> Math.min(left.at(row, moment), right.at(row, moment));
    }

    private Reckoning window(Operand.Window w) {
        Signal signal = signal(w.of());
        if (w.function() == Function.P95) {
            Percentile percentile = new Percentile(w, signal);
            conditions.remember(percentile, Meaning.of(w));
            conditions.fill(percentile);
            return percentile::value;
        }
        Window window = new Window(w, signal);
        conditions.remember(window, Meaning.of(w));
        conditions.fill(window);
        return window::value;
    }

    private Signal signal(Operand of) {
        if (of instanceof Operand.Reported reported) {
            Column column = conditions.column(reported.point());
            column.count();
            return column;
        }
        return new Calculation(
                reckoning(of), of instanceof Operand.Truth ? List.of() : columns(of));
    }

    /** The condition {@code node} on two numbers, looked at again when an age passes the other. */
    Node growing(Operand left, Operand right, Node node) {
        if (left instanceof Operand.Age && right instanceof Operand.Constant c) {
            return growing(left, c.value(), c.value(), node);
        }
        if (right instanceof Operand.Age && left instanceof Operand.Constant c) {
            return growing(right, c.value(), c.value(), node);
        }
        return node;
    }

    /** The condition {@code node} on a number, looked at again when it passes a limit as an age. */
    Node growing(Operand number, double low, double high, Node node) {
        if (!(number instanceof Operand.Age age)) {
            return node;
        }
        Column column = conditions.column(age.point());
        long lower = millis(low);
        long upper = millis(high);
        conditions.lookBack(upper);
        return (row, moment) -> {
            long sampled = column.sampled(row);
            if (sampled != PlantTime.NEVER) {
                moment.wake(sampled + lower);
                moment.wake(sampled + lower + 1);
                moment.wake(sampled + upper);
                moment.wake(sampled + upper + 1);
            }
            return node.truth(row, moment);
        };
    }

    private static long millis(double seconds) {
        return (long) Math.floor(Math.min(seconds, OLDEST) * 1000);
    }

    private Reckoning arithmetic(Operand.Operation operation, Reckoning left, Reckoning right) {
        return switch (operation) {
            case ADD -> (row, m) -> finite(left.at(row, m) + right.at(row, m));
            case SUBTRACT -> (row, m) -> finite(left.at(row, m) - right.at(row, m));
            case MULTIPLY -> (row, m) -> finite(left.at(row, m) * right.at(row, m));
            case DIVIDE -> {
                Quotient quotient = new Quotient(left, right);
                conditions.fill(quotient);
                yield quotient;
            }
        };
    }

    /** What is no number, such as a division by zero, is unknown. */
    static double finite(double value) {
        return Double.isFinite(value) ? value : Double.NaN;
    }
}
