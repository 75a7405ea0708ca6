package io.signalbox.console;

import io.signalbox.bytes.ByteWriter;
import io.signalbox.device.DeviceChange;
import io.signalbox.history.ImportRecord;
import io.signalbox.journal.RecordType;
import io.signalbox.message.Quality;
import io.signalbox.message.Reading;
import io.signalbox.message.Value;
import io.signalbox.payload.JsonValue;
import io.signalbox.payload.JsonValue.JsonFlag;
import io.signalbox.payload.JsonValue.JsonNumber;
import io.signalbox.payload.JsonValue.JsonObject;
import io.signalbox.payload.JsonValue.JsonText;
import io.signalbox.payload.JsonValue.JsonWhole;
import io.signalbox.payload.JsonWriter;
import io.signalbox.payload.MalformedJson;
import io.signalbox.payload.ReadingDecoder;
import io.signalbox.time.Clock;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;

/**
 * {@code /api/v1/data/import}: readings of the past. They become one record of the journal, of which
 * the history takes what it does not have; rules, last values and subscribers do not see them.
 */
final class ImportEndpoint {
    private static final Set<String> MEMBERS =
            Set.of("device", "point", "ts", "value", "quality", "received", "seq");
    private static final Instant FIRST = Instant.EPOCH;
    private static final Instant END = Instant.parse("9999-12-31T23:59:59.999Z");

    private final Changes changes;
    private final Supplier<Api.Pressure> pressure;
    private final Clock clock;

    ImportEndpoint(Changes changes, Supplier<Api.Pressure> pressure, Clock clock) {
        this.changes = changes;
        this.pressure = pressure;
        this.clock = clock;
    }

    /** Takes all or, if one is not right, none. */
    Answer take(ApiRequest request) {
        request.allow();
        JsonValue body = request.body(ApiServer.MAX_BODY_BYTES);
        List<Reading> readings = readings(body);
        if (pressure.get().disk().equals("full")) {
            throw new Problem(
                    507,
                    "disk-full",
                    "expected room on the hub's disk, found it full",
                    "delete other files on its disk, or enlarge it");
        }
        ByteWriter record = new ByteWriter(64 << 10);
        ImportRecord.write(record, readings);
        if (!readings.isEmpty()) {
            changes.append(RecordType.IMPORT, record);
        }
        return Answer.ok(new JsonWriter()
                .beginObject()
                .field("readings", readings.size())
                .field("durable", true)
                .end());
    }

    private List<Reading> readings(JsonValue body) {
        List<JsonValue> items;
        try {
            items = body.asObject().items("readings");
        } catch (MalformedJson e) {
            throw Problem.badRequest("readings-invalid", String.valueOf(e.getMessage()), null);
        }
        List<Reading> readings = new ArrayList<>(items.size());
        for (JsonValue item : items) {
            int index = readings.size();
            try {
                readings.add(reading(item.asObject()));
            } catch (Wrong e) {
                throw refusal(index, e.member, String.valueOf(e.getMessage()));
            } catch (MalformedJson e) {
                throw refusal(index, "", String.valueOf(e.getMessage()));
            }
        }
        return readings;
    }

    private static Problem refusal(int index, String member, String detail) {
        return new Problem(
                400,
                "readings-invalid",
                detail,
                null,
                json -> json.field("index", index).field("member", member));
    }

    /** What is wrong with one member. */
    private static final class Wrong extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final String member;

        Wrong(String member, String expected, @Nullable JsonValue found) {
            super(
                    member + ": expected " + expected + ", found "
                            + (found == null ? "none" : ApiRequest.shortened(found.toString())),
                    null,
                    false,
                    false);
            this.member = member;
        }
    }

    private Reading reading(JsonObject words) {
        for (String name : words.members().keySet()) {
            if (!MEMBERS.contains(name)) {
                throw new MalformedJson("expected "
                        + String.join(", ", MEMBERS.stream().sorted().toList()) + ", found '"
                        + ApiRequest.shortened(name) + "'");
            }
        }
        if (!(words.get("device") instanceof JsonText device)
                || !DeviceChange.isId(device.value())) {
            throw new Wrong("device", "1 to 64 letters, digits or . _ : -", words.get("device"));
        }
        if (!(words.get("point") instanceof JsonText point)
                || !ReadingDecoder.isPointName(point.value())) {
            throw new Wrong("point", "1 to 64 letters, digits or _ - . :", words.get("point"));
        }
        long now = clock.millis();
        return new Reading(
                device.value(),
                point.value(),
                value(words.get("value")),
                time(words, "ts"),
                words.isAbsent("received") ? now : time(words, "received"),
                quality(words.get("quality")),
                0);
    }

    private static Value value(@Nullable JsonValue found) {
        if (found instanceof JsonNumber number && Double.isFinite(number.value())) {
            return new Value.Numeric(number.value());
        }
        if (found instanceof JsonWhole whole) {
            return Value.whole(whole.value());
        }
        if (found instanceof JsonObject members) {
            return position(members);
        }
        if (found instanceof JsonFlag flag) {
            return new Value.Bool(flag.value());
        }
        if (found instanceof JsonText text
                && text.value().indexOf('\0') < 0
                && text.value().getBytes(StandardCharsets.UTF_8).length
                        <= ReadingDecoder.MAX_TEXT_BYTES) {
            return new Value.Text(text.value());
        }
        throw new Wrong(
                "value",
                "a number, true, false, or a string of at most " + ReadingDecoder.MAX_TEXT_BYTES
                        + " bytes without U+0000",
                found);
    }

    private static Value position(JsonObject members) {
        boolean known =
                Set.of("lat", "lon", "alt").containsAll(members.members().keySet());
        try {
            double altitude = members.isAbsent("alt") ? Double.NaN : members.number("alt");
            double latitude = members.number("lat");
            double longitude = members.number("lon");
            if (known) {
                return new Value.Position(latitude, longitude, altitude);
            }
        } catch (MalformedJson | IllegalArgumentException e) {
            // falls to the refusal of what is no position
        }
        throw new Wrong("value", "a position such as {\"lat\":52.5,\"lon\":13.4}", members);
    }

    private static long time(JsonObject words, String member) {
        JsonValue found = words.get(member);
        if (found instanceof JsonText text) {
            try {
                Instant instant = OffsetDateTime.parse(text.value()).toInstant();
                if (!instant.isBefore(FIRST) && !instant.isAfter(END)) {
                    return instant.toEpochMilli();
                }
            } catch (DateTimeException e) {
                // falls to the refusal of what is no time
            }
        }
        throw new Wrong(member, "a time such as 2026-01-02T03:04:05.678Z from 1970 on", found);
    }

    private static Quality quality(@Nullable JsonValue found) {
        if (found == null) {
            return Quality.GOOD;
        }
        if (found instanceof JsonText text) {
            for (Quality quality : Quality.values()) {
                if (quality.name().toLowerCase(Locale.ROOT).equals(text.value())) {
                    return quality;
                }
            }
        }
        throw new Wrong("quality", "good, uncertain, bad or stale", found);
    }
}
