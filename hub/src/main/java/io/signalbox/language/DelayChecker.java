package io.signalbox.language;

import io.signalbox.language.Syntax.Order;
import io.signalbox.language.Syntax.RuleDeclaration;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Checks what a rule does later or again: {@code after} and {@code repeat every}. */
final class DelayChecker {
    private final Scope scope;
    private final ConditionChecker conditions;

    DelayChecker(Scope scope, ConditionChecker conditions) {
        this.scope = scope;
        this.conditions = conditions;
    }

    /** @param check of the action that is done then */
    Action after(Order.After order, Function<Order, Action> check) {
        if (order.order() instanceof Order.After inner) {
            throw scope.fail(
                    inner.written().at(),
                    "'after' stands in 'then' or 'on clear', not behind another one",
                    "count both from the beginning: 'after 15 min: …' and 'after 30 min: …'");
        }
        Optional<Condition> unless = order.unless().map(conditions::check);
        return new Action.After(
                order.millis(),
                unless,
                order.unlessAcknowledged(),
                check.apply(order.order()),
                order.written());
    }

    /** What of the rule as a whole does not go together. */
    void judge(RuleDeclaration declared, Condition when, boolean clears) {
        boolean instant = ConditionChecker.isInstant(when) && !clears;
        for (Order order : declared.then()) {
            if (instant && order instanceof Order.After) {
                throw scope.fail(
                        order.written().at(),
                        "'" + when.written().text() + "' is true for an instant only, and the rule"
                                + " ends with it: nothing is done later",
                        "add 'clear when', or write it in 'on clear'");
            }
        }
        boolean raises = all(declared).stream().anyMatch(DelayChecker::raises);
        for (Order order : all(declared)) {
            if (order instanceof Order.After after && after.unlessAcknowledged() && !raises) {
                throw scope.fail(
                        order.written().at(),
                        "there is nothing to acknowledge: this rule raises no alarm",
                        "add an alarm, or write 'unless' with a condition");
            }
        }
        long every = declared.pace().repeatMillis();
        boolean again = declared.then().stream().anyMatch(o -> !(o instanceof Order.After));
        if (every > 0 && (instant || !again)) {
            throw scope.fail(
                    declared.head().name().at(),
                    instant
                            ? "'" + when.written().text() + "' is true for an instant only, and the"
                                    + " rule ends with it: nothing is repeated"
                            : "'repeat every' repeats what stands in 'then', but there is nothing",
                    instant ? "add 'clear when'" : "add an action to 'then'");
        }
    }

    private static List<Order> all(RuleDeclaration declared) {
        return Stream.concat(declared.then().stream(), declared.onClear().stream())
                .toList();
    }

    private static boolean raises(Order order) {
        return switch (order) {
            case Order.Alarm alarm -> true;
            case Order.After after -> raises(after.order());
            case Order.Claim claim ->
                claim.otherwise().filter(DelayChecker::raises).isPresent();
            case Order.Notify notify -> false;
            case Order.Publish publish -> false;
            case Order.Emit emit -> false;
        };
    }
}
