package io.signalbox.language;

/** Writes what rules do, of the JSON form, as text. */
final class OrderPrinter {
    private OrderPrinter() {}

    /** {@code p.command = stop}. */
    static String assignment(JsonNode node) {
        return StatementPrinter.value(node, "target")
                + (node.has("place") ? " in " + node.word("place") : "") + " = "
                + StatementPrinter.value(node, "value");
    }

    static String order(JsonNode order) {
        return switch (order.is()) {
            case "claim" -> claim(order);
            case "alarm" -> "alarm " + order.word("severity") + " " + text(order, "text");
            case "notify" ->
                "notify " + order.wordOrQuoted("who")
                        + (order.has("text") ? " " + text(order, "text") : "")
                        + (order.has("via") ? " via " + order.wordOrQuoted("via") : "");
            case "publish" ->
                "publish " + text(order, "topic") + " " + text(order, "payload") + " qos "
                        + order.whole("qos") + (order.flag("retained") ? " retained" : "");
            case "emit" ->
                "emit " + order.word("event")
                        + (order.has("text") ? " " + text(order, "text") : "");
            case "after" ->
                "after " + order.duration("millis")
                        + (order.flag("unless_acknowledged") ? " unless acknowledged" : "")
                        + order.node("unless")
                                .map(unless -> " unless " + StatementPrinter.statement(unless))
                                .orElse("")
                        + ": " + order(order.required("order"));
            default -> throw StatementPrinter.unknown(order, "action");
        };
    }

    private static String text(JsonNode node, String name) {
        return JsonNode.quoted(node.text(name));
    }

    private static String claim(JsonNode claim) {
        StringBuilder out = new StringBuilder("set ");
        out.append(assignment(claim.required("assignment")));
        if (claim.has("expires_millis")) {
            out.append(" expires in ").append(claim.duration("expires_millis"));
        }
        if (claim.has("confirm_millis")) {
            out.append(" confirm within ").append(claim.duration("confirm_millis"));
        }
        if (claim.has("retries") || claim.has("retry_every_millis")) {
            out.append(" retry ").append(claim.whole("retries")).append(" every ");
            out.append(claim.duration("retry_every_millis"));
        }
        claim.node("otherwise").ifPresent(o -> out.append(" otherwise ").append(order(o)));
        return out.toString();
    }
}
