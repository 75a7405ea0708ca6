package io.signalbox.console;

import io.signalbox.command.Claim;
import io.signalbox.language.DeviceType;
import io.signalbox.language.Level;
import io.signalbox.language.Point;
import io.signalbox.language.PointKind;
import io.signalbox.message.Value;
import io.signalbox.payload.JsonValue;
import io.signalbox.payload.JsonValue.JsonFlag;
import io.signalbox.payload.JsonValue.JsonNumber;
import io.signalbox.payload.JsonValue.JsonObject;
import io.signalbox.payload.JsonValue.JsonText;
import io.signalbox.payload.JsonValue.JsonWhole;
import io.signalbox.payload.MalformedJson;
import io.signalbox.time.Span;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What a person wants of a device: the body of {@code POST /api/v1/devices/{id}/commands}, held
 * against the device's type.
 */
final class Order {
    /** How long an order holds that says nothing about it. */
    private static final long USUAL_LEASE_MILLIS = 60_000;

    private static final long USUAL_PAUSE_MILLIS = 1_000;

    private static final Set<String> MEMBERS =
            Set.of("point", "value", "expires", "hold", "confirm", "retries", "every");

    private final JsonObject words;

    private Order(JsonObject words) {
        this.words = words;
    }

    /** The claim that this order is; a {@link Problem} tells what is wrong with it. */
    static Claim read(
            JsonValue body, String device, DeviceType type, String id, String by, long nowMillis) {
        try {
            Order order = new Order(body.asObject());
            order.refuseUnknown();
            Point point = writable(type, order.words.text("point"));
            return new Claim(
                    id,
                    device,
                    point.name(),
                    order.value(point),
                    new Claim.Rank(Level.OPERATOR.number(), 0),
                    order.leaseEnd(nowMillis),
                    Claim.Origin.person(by),
                    order.proof());
        } catch (MalformedJson | IllegalArgumentException e) {
            throw invalid(String.valueOf(e.getMessage()));
        }
    }

    private static Problem invalid(String detail) {
        return Problem.badRequest("command-invalid", detail, null);
    }

    private void refuseUnknown() {
        for (String name : words.members().keySet()) {
            if (!MEMBERS.contains(name)) {
                throw Problem.badRequest(
                        "member-unknown",
                        "expected "
                                + String.join(", ", MEMBERS.stream().sorted().toList())
                                + ", found '" + ApiRequest.shortened(name) + "'",
                        null);
            }
        }
    }

    private static Point writable(DeviceType type, String name) {
        return type.point(name).filter(Point::writable).orElseThrow(() -> {
            List<String> writable = type.points().stream()
                    .filter(Point::writable)
                    .map(Point::name)
                    .toList();
            return new Problem(
                    422,
                    "point-not-writable",
                    "expected a writable point of " + type.name() + ", found '"
                            + ApiRequest.shortened(name) + "'",
                    writable.isEmpty()
                            ? "mark a point of the type as writable"
                            : "there are " + String.join(", ", writable));
        });
    }

    private Value value(Point point) {
        JsonValue found = words.get("value");
        Value value = found == null ? null : value(point.kind(), found);
        if (value == null || !point.kind().allows(value)) {
            throw new Problem(
                    422,
                    "value-invalid",
                    "expected " + point.kind().expectation() + " for " + point.name() + ", found "
                            + (found == null ? "none" : ApiRequest.shortened(found.toString())),
                    null);
        }
        return value;
    }

    /** A text may stand for every kind of value, as a command line has nothing else. */
    private static @Nullable Value value(PointKind kind, JsonValue found) {
        return switch (kind) {
            case PointKind.Quantity q ->
                switch (found) {
                    case JsonNumber number -> new Value.Numeric(number.value());
                    case JsonWhole whole -> Value.whole(whole.value());
                    case JsonText text -> quantity(q, text.value());
                    default -> null;
                };
            case PointKind.Truth t ->
                switch (found) {
                    case JsonFlag flag -> new Value.Bool(flag.value());
                    case JsonText text when text.value().equals("true") -> new Value.Bool(true);
                    case JsonText text when text.value().equals("false") -> new Value.Bool(false);
                    default -> null;
                };
            case PointKind.Enumeration e -> found instanceof JsonText t ? text(t) : null;
            case PointKind.Place p -> null;
            case PointKind.Words w -> found instanceof JsonText t ? text(t) : null;
        };
    }

    private static Value text(JsonText text) {
        return new Value.Text(text.value());
    }

    private static @Nullable Value quantity(PointKind.Quantity quantity, String text) {
        String unit = quantity.unit().symbol();
        boolean hasUnit = !unit.equals("1") && text.endsWith(unit);
        String number = hasUnit ? text.substring(0, text.length() - unit.length()) : text;
        try {
            if (quantity.whole()) {
                return Value.whole(Long.parseLong(number.strip()));
            }
            return new Value.Numeric(Double.parseDouble(number.strip()));
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private long leaseEnd(long nowMillis) {
        boolean hold = !words.isAbsent("hold") && words.flag("hold");
        if (hold && !words.isAbsent("expires")) {
            throw invalid("expected 'expires' or 'hold', found both");
        }
        return hold ? Claim.FOREVER : nowMillis + span("expires", USUAL_LEASE_MILLIS);
    }

    private Claim.Proof proof() {
        long retries = words.isAbsent("retries") ? 0 : words.integer("retries");
        if (retries < 0 || retries > Claim.MAX_RETRIES) {
            throw invalid("expected 0 to " + Claim.MAX_RETRIES + " retries, found " + retries);
        }
        long within = span("confirm", 0);
        if (within == 0 && retries > 0) {
            throw invalid("expected 'confirm' beside 'retries': the time after which to try again");
        }
        return new Claim.Proof(within, (int) retries, span("every", USUAL_PAUSE_MILLIS));
    }

    private long span(String member, long otherwise) {
        String text = words.optionalText(member);
        if (text == null) {
            return otherwise;
        }
        OptionalLong span = Span.parse(text);
        if (span.isEmpty()) {
            throw invalid("expected a duration such as 10s or 5m in '" + member + "', found '"
                    + ApiRequest.shortened(text) + "'");
        }
        return span.getAsLong();
    }
}
