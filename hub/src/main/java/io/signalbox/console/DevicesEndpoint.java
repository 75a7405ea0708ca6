package io.signalbox.console;

import io.signalbox.bytes.ByteWriter;
import io.signalbox.device.DeviceChange;
import io.signalbox.device.DeviceRegistry;
import io.signalbox.device.DeviceView;
import io.signalbox.journal.RecordType;
import io.signalbox.language.DeviceType;
import io.signalbox.language.PointKind;
import io.signalbox.language.Program;
import io.signalbox.message.Reading;
import io.signalbox.payload.JsonValue;
import io.signalbox.payload.JsonValue.JsonObject;
import io.signalbox.payload.JsonWriter;
import io.signalbox.payload.MalformedJson;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;

/** {@code /api/v1/devices}: registers devices, lists them, shows one with its last values. */
final class DevicesEndpoint {
    static final int DEFAULT_PAGE = 1_000;
    static final int MAX_PAGE = 10_000;

    private final DeviceRegistry registry;
    private final Changes changes;
    private final ReentrantLock registering = new ReentrantLock();

    DevicesEndpoint(DeviceRegistry registry, Changes changes) {
        this.registry = registry;
        this.changes = changes;
    }

    /** A page of devices by id; {@code next} is there if there are more. */
    Answer list(ApiRequest request) {
        request.allow("type", "place", "after", "limit");
        String type = request.optional("type");
        String place = request.optional("place");
        String after = request.optional("after");
        int limit = request.integer("limit", 1, MAX_PAGE, DEFAULT_PAGE);
        JsonWriter json = new JsonWriter().beginObject().name("devices").beginArray();
        int count = 0;
        String last = null;
        boolean more = false;
        for (DeviceView device : registry.views()) {
            boolean wanted = (after == null || device.id().compareTo(after) > 0)
                    && (type == null || type.equals(device.type().orElse(null)))
                    && (place == null || place.equals(device.place().orElse(null)));
            if (wanted && count == limit) {
                more = true;
                break;
            }
            if (wanted) {
                header(json.beginObject(), device).end();
                last = device.id();
                count++;
            }
        }
        json.end();
        if (more) {
            json.field("next", last);
        }
        return Answer.ok(json.end());
    }

    Answer get(ApiRequest request) {
        request.allow();
        String id = request.segment("id");
        return Answer.ok(whole(view(id)));
    }

    /**
     * Registers a device; the same words twice are no fault, and others may follow while its type
     * is not declared.
     */
    Answer create(ApiRequest request) {
        request.allow();
        DeviceChange.Registered wanted = registration(request.body(ApiServer.MAX_BODY_BYTES));
        registering.lock();
        try {
            Optional<DeviceView> known = registry.view(wanted.id()).filter(DeviceView::registered);
            if (known.isPresent() && isSame(wanted, known.get())) {
                return Answer.ok(whole(known.get()));
            }
            if (known.isPresent() && !isSlip(known.get())) {
                throw taken(known.get());
            }
            ByteWriter body = new ByteWriter();
            wanted.write(body);
            changes.append(RecordType.DEVICE, body);
        } finally {
            registering.unlock();
        }
        return new Answer(201, whole(view(wanted.id())));
    }

    /** A slip in the name of a type can be mended: nothing has been done by it. */
    private boolean isSlip(DeviceView known) {
        Program program = registry.declared();
        return known.type().flatMap(program::type).isEmpty();
    }

    private static boolean isSame(DeviceChange.Registered wanted, DeviceView known) {
        return known.type().equals(Optional.ofNullable(wanted.type()))
                && known.place().equals(Optional.ofNullable(wanted.place()));
    }

    private static Problem taken(DeviceView known) {
        return new Problem(
                409,
                "device-exists",
                "'" + known.id() + "' is registered already, as "
                        + known.type().orElse("a device without type")
                        + known.place().map(p -> " in " + p).orElse(""),
                "choose another id");
    }

    private DeviceView view(String id) {
        return registry.view(id).orElseThrow(() -> unknown(id));
    }

    static Problem unknown(String id) {
        return Problem.notFound(
                "device-unknown",
                "there is no device '" + ApiRequest.shortened(id) + "'",
                "register it with 'signalbox device create', or let it publish");
    }

    /** Removes a device with its last values and claims; its history stays. */
    Answer remove(ApiRequest request) {
        request.allow();
        DeviceView gone = view(request.segment("id"));
        ByteWriter body = new ByteWriter();
        new DeviceChange.Removed(gone.id()).write(body);
        changes.append(RecordType.DEVICE, body);
        return Answer.ok(whole(gone));
    }

    private static DeviceChange.Registered registration(JsonValue body) {
        try {
            JsonObject words = body.asObject();
            for (String name : words.members().keySet()) {
                if (!List.of("id", "type", "place").contains(name)) {
                    throw Problem.badRequest(
                            "member-unknown",
                            "expected id, type and place, found '" + ApiRequest.shortened(name)
                                    + "'",
                            null);
                }
            }
            return new DeviceChange.Registered(
                    words.text("id"), named(words, "type"), named(words, "place"), new TreeMap<>());
        } catch (MalformedJson | IllegalArgumentException e) {
            throw Problem.badRequest("device-invalid", String.valueOf(e.getMessage()), null);
        }
    }

    private static @Nullable String named(JsonObject words, String member) {
        String name = words.optionalText(member);
        if (name != null && name.isBlank()) {
            throw new IllegalArgumentException(
                    "expected a name for the " + member + ", found nothing");
        }
        return name;
    }

    private JsonWriter header(JsonWriter json, DeviceView device) {
        return json.field("id", device.id())
                .field("type", device.type().orElse(null))
                .field("place", device.place().orElse(null))
                .field("registered", device.registered())
                .field("created", Times.of(device.createdMillis()))
                .field("last_seen", Times.orNull(device.lastSeenMillis()));
    }

    private JsonWriter whole(DeviceView device) {
        Program program = registry.declared();
        DeviceType type = device.type().flatMap(program::type).orElse(null);
        JsonWriter json = header(new JsonWriter().beginObject(), device);
        json.field("declared", type != null).name("points").beginArray();
        for (Reading reading : device.readings()) {
            json.beginObject()
                    .field("point", reading.point())
                    .field("value", reading.value())
                    .field("unit", unit(type, reading.point()))
                    .field("quality", reading.quality().name().toLowerCase(Locale.ROOT))
                    .field("time", Times.of(reading.eventMillis()))
                    .field("received", Times.of(reading.receivedMillis()))
                    .field("sequence", reading.sequence())
                    .end();
        }
        json.end().name("counters").beginObject();
        Counters.write(json, device.intake());
        json.end();
        device.lastFailure()
                .ifPresent(failure -> json.name("last_failure")
                        .beginObject()
                        .field("reason", failure.reason().id())
                        .field("detail", failure.detail())
                        .field("time", Times.of(device.lastFailureMillis()))
                        .end());
        return json.end();
    }

    private static @Nullable String unit(@Nullable DeviceType type, String point) {
        return type == null ? null : type.point(point).map(p -> unit(p.kind())).orElse(null);
    }

    private static @Nullable String unit(PointKind kind) {
        return switch (kind) {
            case PointKind.Quantity quantity ->
                quantity.unit().symbol().equals("1") ? null : quantity.unit().symbol();
            case PointKind.Enumeration e -> null;
            case PointKind.Truth t -> null;
            case PointKind.Words w -> null;
            case PointKind.Place p -> null;
        };
    }
}
