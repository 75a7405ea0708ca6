package io.signalbox.language;

import io.signalbox.language.Syntax.Expression;
import io.signalbox.language.Syntax.Name;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads the places to fill in a text: {@code {c}}, {@code {c.outlet}}, and numbers that are worked
 * out, {@code {avg(c.outlet, 5 min)}}.
 */
final class TemplateChecker {
    private TemplateChecker() {}

    /** The template; {@code at} is where the opening quote of the text stands. */
    static Template check(String text, Position at, String variable, Scope scope) {
        List<Template.Part> parts = new ArrayList<>();
        StringBuilder fixed = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean twice = i + 1 < text.length() && text.charAt(i + 1) == c;
            if ((c == '{' || c == '}') && twice) {
                fixed.append(c);
                i++;
            } else if (c == '{') {
                int close = text.indexOf('}', i);
                if (close < 0) {
                    throw scope.fail(
                            at,
                            "the '{' in this text is never closed",
                            "write {{ for a brace that is shown");
                }
                addFixed(parts, fixed);
                String place = text.substring(i + 1, close);
                parts.add(
                        isCalculated(place)
                                ? calculated(place, at.column() + i + 1, at, scope)
                                : place(place, at, variable, scope));
                i = close;
            } else {
                fixed.append(c);
            }
        }
        addFixed(parts, fixed);
        return new Template(parts);
    }

    private static boolean isCalculated(String place) {
        return place.chars().anyMatch(c -> "(+-*/".indexOf(c) >= 0);
    }

    private static void addFixed(List<Template.Part> parts, StringBuilder fixed) {
        if (!fixed.isEmpty()) {
            parts.add(new Template.Part.Fixed(fixed.toString()));
            fixed.setLength(0);
        }
    }

    private static Template.Part place(String place, Position at, String variable, Scope scope) {
        int dot = place.indexOf('.');
        if (dot < 0 && place.equals(variable)) {
            return new Template.Part.DeviceName();
        }
        List<Condition.Counted> asked = scope.asked(place);
        if (!asked.isEmpty()) {
            return new Template.Part.Among(asked);
        }
        if (dot <= 0) {
            throw scope.fail(
                    at,
                    "'{" + place + "}' in this text is not known",
                    "use {" + variable + "} for the device or {" + variable
                            + ".point} for a value; {TYPE} for devices in a place of which the"
                            + " rule asks something");
        }
        Name device = new Name(place.substring(0, dot), at);
        Name point = new Name(place.substring(dot + 1), at);
        Expression.Reference written =
                new Expression.Reference(device, point, new Written(place, at));
        return scope.isSignal(written)
                ? calculated(written, scope)
                : new Template.Part.PointValue(scope.point(written));
    }

    /** A calculation in a text: {@code {sum(Meter.power in s)}}. */
    private static Template.Part calculated(String place, int column, Position at, Scope scope) {
        Findings slips = new Findings();
        String aligned = " ".repeat(column) + place;
        Expression value = Parser.value(new Source(at.file(), aligned), at.line(), slips)
                .orElseThrow(() -> {
                    List<Finding> found = slips.sorted(List.of());
                    String what = found.isEmpty()
                            ? "it goes on behind the end of a value"
                            : found.getFirst().message();
                    return scope.fail(at, "'{" + place + "}' in this text: " + what, "");
                });
        return calculated(value, scope);
    }

    private static Template.Part calculated(Expression value, Scope scope) {
        OperandChecker.Measured number = new OperandChecker(scope).steady(value).inCommonUnit();
        return new Template.Part.Calculated(number.operand(), number.unit());
    }
}
