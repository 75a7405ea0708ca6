package io.signalbox.language;

import io.signalbox.language.MappedMessage.Told;
import io.signalbox.language.Syntax.Expected;
import io.signalbox.language.Syntax.MappingSample;
import io.signalbox.message.Topic;
import io.signalbox.message.Value;
import io.signalbox.payload.DecodeFailure;
import io.signalbox.payload.ReadingDecoder;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Runs the samples of a mapping: each must give the readings that it names, and no others. */
final class SampleCheck {
    /** Numbers may differ by the last digits of a 32-bit float. */
    private static final double TOLERANCE = 1e-6;

    /** Samples come at 2026-01-01T00:00:00Z. */
    private static final long RECEIVED = 1_767_225_600_000L;

    private final Findings findings;
    private final Scope scope;
    private final Mapping mapping;
    private final MappingTable table;

    SampleCheck(Findings findings, Scope scope, Mapping mapping) {
        this.findings = findings;
        this.scope = scope;
        this.mapping = mapping;
        this.table = new MappingTable(List.of(mapping));
    }

    void run(MappingSample sample) {
        List<MappingTable.Match> matches = Topic.isName(sample.topic().text())
                ? table.match(sample.topic().text())
                : List.of();
        if (matches.isEmpty()) {
            String topics = mapping.topics().stream()
                    .map(t -> "\"" + t + '"')
                    .collect(Collectors.joining(", "));
            throw scope.fail(
                    sample.topic().at(),
                    "\"" + sample.topic().text() + "\" is none of this mapping's topics",
                    "they are " + topics);
        }
        MappedMessage message = matches.getFirst().read(bytes(sample), RECEIVED);
        DecodeFailure failure = message.failure();
        if (failure != null) {
            throw scope.fail(sample.payload().at(), "the sample cannot be read: " + failure, "");
        }
        List<Told> left = new ArrayList<>(message.values());
        for (Expected expected : sample.expected()) {
            compare(expected, left, message);
        }
        for (Told told : left) {
            findings.error(
                    sample.at(),
                    "the sample also gives " + shown(told) + ", which it does not expect",
                    "add it behind 'expect'");
        }
        sample.time()
                .ifPresentOrElse(
                        time -> compareTime(time, message), () -> refuseTime(sample, message));
    }

    private byte[] bytes(MappingSample sample) {
        String text = sample.payload().text();
        if (!sample.hexadecimal()) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
        try {
            return HexFormat.of().parseHex(text.replaceAll("\\s+", ""));
        } catch (IllegalArgumentException e) {
            throw scope.fail(
                    sample.payload().at(),
                    "bytes in hexadecimal were expected, but found \"" + text + '"',
                    "such as hex \"A1 0F\"");
        }
    }

    private void compare(Expected expected, List<Told> left, MappedMessage message) {
        Point point = scope.point(expected.point());
        Value wanted = scope.value(point, expected.value());
        Optional<Told> found = left.stream()
                .filter(told -> told.point().equals(point))
                .filter(told -> isSame(told.value(), wanted))
                .findFirst()
                .or(() ->
                        left.stream().filter(told -> told.point().equals(point)).findFirst());
        if (found.isEmpty()) {
            findings.error(
                    expected.written().at(),
                    "'" + expected.written().text() + "' was expected, but the sample gives "
                            + all(message),
                    "");
            return;
        }
        left.remove(found.get());
        if (!isSame(found.get().value(), wanted)) {
            findings.error(
                    expected.written().at(),
                    "'" + expected.written().text() + "' was expected, but the sample gives "
                            + shown(found.get()),
                    "");
        }
    }

    private static boolean isSame(Value found, Value wanted) {
        if (found.equals(wanted)) {
            return true;
        }
        if (found instanceof Value.Numeric a && wanted instanceof Value.Numeric b) {
            double most = TOLERANCE * Math.abs(b.value());
            return Math.abs(a.value() - b.value()) <= most;
        }
        return false;
    }

    /** All that came, with what was refused. */
    private static String all(MappedMessage message) {
        List<String> parts = new ArrayList<>();
        message.values().forEach(told -> parts.add(shown(told)));
        message.refusals().forEach(refusal -> parts.add("(" + refusal + ")"));
        return parts.isEmpty() ? "nothing" : String.join(", ", parts);
    }

    private static String shown(Told told) {
        return told.point().name() + " = " + told.point().kind().show(told.value());
    }

    private void compareTime(Syntax.Name time, MappedMessage message) {
        long wanted;
        try {
            wanted = Instant.parse(time.text()).toEpochMilli();
        } catch (DateTimeException | ArithmeticException e) {
            throw scope.fail(
                    time.at(),
                    "a time in UTC was expected, but found \"" + time.text() + '"',
                    "such as \"2026-01-01T00:00:00Z\"");
        }
        for (Told told : message.values()) {
            if (told.eventMillis() != wanted) {
                throw scope.fail(
                        time.at(),
                        "the time " + time.text() + " was expected, but '"
                                + told.point().name() + "' has " + shown(told.eventMillis()),
                        "");
            }
        }
    }

    private static String shown(long eventMillis) {
        return eventMillis == ReadingDecoder.NO_TIME
                ? "none"
                : Instant.ofEpochMilli(eventMillis).toString();
    }

    private void refuseTime(MappingSample sample, MappedMessage message) {
        for (Told told : message.values()) {
            if (told.hasBadTime()) {
                throw scope.fail(
                        sample.payload().at(),
                        "what the sample has for the time is none: " + message.refusals(),
                        "ISO 8601 or an epoch were expected");
            }
        }
    }
}
