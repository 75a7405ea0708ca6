package io.signalbox.language;

import io.signalbox.message.Value;

import java.util.Optional;

/**
 * A veto: {@code point} is never set to {@code value} while {@code condition} is true or unknown.
 *
 * @param code {@link PointKind#code} of the value
 * @param force the value that is ordered as soon as the condition holds
 * @param hash sixteen hexadecimal digits, as of a {@link Rule}
 */
public record Interlock(
        String name,
        String title,
        DeviceType type,
        String variable,
        Point point,
        Value value,
        double code,
        Condition condition,
        Optional<Value> force,
        String text,
        String hash,
        Position at) {}
