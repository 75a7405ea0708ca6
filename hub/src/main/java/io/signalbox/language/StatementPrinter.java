package io.signalbox.language;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Writes conditions and values of the JSON form as text. */
final class StatementPrinter {
    private static final Set<String> COMPOSED = Set.of("dwell", "sequence", "not", "all", "any");
    private static final List<String> DAYS =
            List.of("mon", "tue", "wed", "thu", "fri", "sat", "sun");
    private static final int DAY_LETTERS = 3;

    private StatementPrinter() {}

    /** A condition. */
    static String statement(JsonNode node) {
        return switch (node.is()) {
            case "compare" ->
                value(node, "left") + " " + comparison(node) + " " + value(node, "right");
            case "in_range" ->
                value(node, "of") + (node.flag("inside") ? " in " : " outside ")
                        + value(node, "low") + ".." + value(node, "high");
            case "is_known" -> value(node, "of") + " is known";
            case "becomes" -> value(node, "of") + " becomes " + value(node, "value");
            case "changes" -> value(node, "of") + " changes";
            case "crosses" ->
                value(node, "of")
                        + (node.flag("rising") ? " rises above " : " falls below ")
                        + value(node, "limit");
            case "silent" -> value(node, "of") + " silent for " + node.duration("millis");
            case "emits" -> node.wordOrQuoted("device") + " emits " + node.word("event");
            case "time_in" -> "time in " + times(node);
            case "inside" -> value(node, "of") + " inside " + node.word("area");
            case "passes" ->
                value(node, "of")
                        + (node.flag("entering") ? " enters " : " leaves ")
                        + node.word("area");
            case "counted" ->
                quantifier(node) + " " + node.word("type") + " in " + node.word("place")
                        + ofMembers(node.required("of"));
            case "dwell" -> part(node.required("of")) + " for " + node.duration("millis");
            case "sequence" ->
                part(node.required("first")) + (node.flag("followed") ? "" : " not")
                        + " followed by " + part(node.required("then")) + " within "
                        + node.duration("millis");
            case "not" -> "not " + part(node.required("of"));
            case "all" -> joined(node, " and ");
            case "any" -> joined(node, " or ");
            default -> throw unknown(node, "condition");
        };
    }

    private static String comparison(JsonNode node) {
        String sign = node.text("comparison");
        for (Condition.Comparison comparison : Condition.Comparison.values()) {
            if (comparison.sign().equals(sign)) {
                return sign;
            }
        }
        throw node.wrong("comparison", "a comparison such as <");
    }

    private static String ofMembers(JsonNode of) {
        return of.is().equals("emits")
                ? " emits " + of.word("event")
                : " has (" + statement(of) + ")";
    }

    private static String quantifier(JsonNode node) {
        String quantifier = node.word("quantifier");
        return quantifier.equals("at_least") ? "at least " + node.whole("least") : quantifier;
    }

    private static String joined(JsonNode node, String word) {
        return node.nodes("of").stream()
                .map(StatementPrinter::part)
                .collect(Collectors.joining(word));
    }

    private static String part(JsonNode node) {
        String text = statement(node);
        return COMPOSED.contains(node.is()) ? "(" + text + ")" : text;
    }

    private static String times(JsonNode node) {
        if (node.has("schedule")) {
            return node.word("schedule");
        }
        JsonNode slot = node.first("slots");
        List<String> days = days(slot);
        return span(slot) + (days.size() == DAYS.size() ? "" : " on " + String.join(", ", days));
    }

    static String slot(JsonNode slot) {
        return String.join(", ", days(slot)) + " " + span(slot);
    }

    private static List<String> days(JsonNode slot) {
        return slot.words("days").stream()
                .map(day -> day.substring(0, Math.min(DAY_LETTERS, day.length())))
                .toList();
    }

    private static String span(JsonNode slot) {
        return clock(slot.whole("from")) + ".." + clock(slot.whole("to"));
    }

    private static String clock(long minute) {
        return String.format(Locale.ROOT, "%02d:%02d", minute / 60, minute % 60);
    }

    static String value(JsonNode node, String name) {
        return value(node.required(name));
    }

    /** A value. */
    static String value(JsonNode node) {
        return switch (node.is()) {
            case "amount" -> node.number("value") + unit(node, "unit");
            case "word" -> node.word("text");
            case "quoted" -> JsonNode.quoted(node.text("text"));
            case "reference" -> node.word("device") + "." + node.word("point");
            case "call" -> call(node);
            case "gathered" -> gathered(node);
            case "time_in" ->
                "time_in(" + statement(node.required("of")) + ", " + node.duration("millis") + ")";
            case "negated" -> "-(" + value(node, "of") + ")";
            case "binary" ->
                operand(node.required("left")) + " " + sign(node) + " "
                        + operand(node.required("right"));
            default -> throw unknown(node, "value");
        };
    }

    /** The symbol of a unit behind a number; nothing else may get into the text by it. */
    static String unit(JsonNode node, String name) {
        String symbol = node.text(name);
        if (symbol.isEmpty()) {
            return "";
        }
        boolean plain = symbol.codePoints()
                .allMatch(c -> Character.isLetterOrDigit(c) || "_%/°‰µΩ".indexOf(c) >= 0);
        if (!plain) {
            throw node.wrong(name, "a unit");
        }
        return " " + symbol;
    }

    private static String call(JsonNode node) {
        StringBuilder out = new StringBuilder(node.word("function")).append('(');
        out.append(node.nodes("of").stream()
                .map(StatementPrinter::value)
                .collect(Collectors.joining(", ")));
        if (node.has("millis")) {
            out.append(", ").append(node.duration("millis"));
        }
        return out.append(')').toString();
    }

    private static String gathered(JsonNode node) {
        String point = node.has("point") ? "." + node.word("point") : "";
        String where = node.has("where") ? " has (" + statement(node.required("where")) + ")" : "";
        return node.word("function") + "(" + node.word("type") + point + " in " + node.word("place")
                + where + ")";
    }

    private static String operand(JsonNode node) {
        return node.is().equals("binary") ? "(" + value(node) + ")" : value(node);
    }

    private static String sign(JsonNode node) {
        return switch (node.text("operation")) {
            case "add" -> "+";
            case "subtract" -> "-";
            case "multiply" -> "*";
            case "divide" -> "/";
            default -> throw node.wrong("operation", "add, subtract, multiply or divide");
        };
    }

    static JsonFault unknown(JsonNode node, String what) {
        return new JsonFault(
                node.pointer(),
                "a " + what + " that is \"" + node.is()
                        + "\" is not known, or cannot be written by this version from its tree",
                "'is' says what it is; such a declaration can be given by its 'text'");
    }
}
