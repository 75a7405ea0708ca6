package io.signalbox.console;

import io.signalbox.bytes.ByteWriter;
import io.signalbox.device.BadSearch;
import io.signalbox.device.DeviceChange;
import io.signalbox.device.DevicePage;
import io.signalbox.device.DeviceRegistry;
import io.signalbox.device.DeviceSearch;
import io.signalbox.device.DeviceView;
import io.signalbox.device.Links;
import io.signalbox.journal.RecordType;
import io.signalbox.language.DeviceType;
import io.signalbox.language.PointKind;
import io.signalbox.language.Program;
import io.signalbox.message.Reading;
import io.signalbox.payload.JsonValue;
import io.signalbox.payload.JsonWriter;
import io.signalbox.time.Clock;
import io.signalbox.time.Times;

import org.jspecify.annotations.Nullable;

import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * {@code /api/v1/devices}: registers devices, looks for them, shows one with its last values.
 */
final class DevicesEndpoint {
    static final int DEFAULT_PAGE = 1_000;
    static final int MAX_PAGE = 10_000;

    private final DeviceRegistry registry;
    private final Changes changes;
    private final Links links;
    private final Clock clock;
    private final ReentrantLock registering = new ReentrantLock();

    DevicesEndpoint(DeviceRegistry registry, Changes changes, Links links, Clock clock) {
        this.links = links;
        this.registry = registry;
        this.clock = clock;
        this.changes = changes;
    }

    /** A page of the devices looked for, by id; {@code next} is there if there are more. */
    Answer list(ApiRequest request) {
        request.allow("q", "type", "place", "after", "limit");
        String q = request.optional("q");
        int limit = request.integer("limit", 1, MAX_PAGE, DEFAULT_PAGE);
        DevicePage page = registry.search(
                search(q == null ? "" : q, request.optional("type"), request.optional("place")),
                request.optional("after"),
                limit,
                links,
                clock.millis());
        JsonWriter json = new JsonWriter().beginObject().name("devices").beginArray();
        page.devices().forEach(device -> header(json.beginObject(), device).end());
        json.end();
        page.next().ifPresent(next -> json.field("next", next));
        if (!page.hints().isEmpty()) {
            json.name("hints").beginArray();
            page.hints().forEach(json::value);
            json.end();
        }
        return Answer.ok(json.end());
    }

    private static DeviceSearch search(String q, @Nullable String type, @Nullable String place) {
        try {
            return DeviceSearch.parse(q, type, place);
        } catch (BadSearch e) {
            throw new Problem(
                    400,
                    "search-invalid",
                    e.getMessage() + " (column " + e.column() + ")",
                    e.fix().isEmpty() ? null : e.fix(),
                    json -> json.field("column", e.column()));
        }
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
        Registration wanted = Registration.read(request.body(ApiServer.MAX_BODY_BYTES));
        registering.lock();
        try {
            Optional<DeviceView> known = registry.view(wanted.id()).filter(DeviceView::registered);
            if (known.isPresent() && wanted.isSame(known.get())) {
                return Answer.ok(whole(known.get()));
            }
            if (known.isPresent() && !isSlip(known.get())) {
                throw taken(known.get());
            }
            register(wanted.words());
        } finally {
            registering.unlock();
        }
        return new Answer(201, whole(view(wanted.id())));
    }

    /** Registers a device that waits, with a type that is declared, and says what that makes of it. */
    Answer adopt(ApiRequest request) {
        request.allow();
        String id = request.segment("id");
        Registration wanted = Registration.adoption(id, request.body(ApiServer.MAX_BODY_BYTES));
        Program program = registry.declared();
        String typeName = Optional.ofNullable(wanted.words().type()).orElse("");
        DeviceType type =
                program.type(typeName).orElseThrow(() -> TypesEndpoint.unknown(typeName, program));
        registering.lock();
        try {
            DeviceView known = view(id);
            if (known.registered() && !wanted.isSame(known)) {
                throw taken(known);
            }
            if (!known.registered()) {
                register(wanted.words());
            }
            return Answer.ok(adopted(view(id), type));
        } finally {
            registering.unlock();
        }
    }

    private static JsonWriter adopted(DeviceView device, DeviceType type) {
        JsonWriter json = new JsonWriter()
                .beginObject()
                .field("id", device.id())
                .field("type", type.name())
                .field("place", device.place().orElse(null));
        for (boolean declared : new boolean[] {true, false}) {
            json.name(declared ? "adopted" : "not_in_type").beginArray();
            device.readings().stream()
                    .map(Reading::point)
                    .filter(point -> type.point(point).isPresent() == declared)
                    .forEach(json::value);
            json.end();
        }
        return json.end();
    }

    /** Changes some of the words that a device is registered with. */
    Answer change(ApiRequest request) {
        request.allow();
        String id = request.segment("id");
        JsonValue body = request.body(ApiServer.MAX_BODY_BYTES);
        registering.lock();
        try {
            DeviceView known = view(id);
            if (!known.registered()) {
                throw new Problem(
                        409,
                        "device-waiting",
                        "'" + id + "' only publishes, and is not registered",
                        "register it with 'signalbox device create " + id + " --type TYPE'");
            }
            DeviceChange.Registered words = RegistrationChange.of(known, body);
            if (!known.type().equals(Optional.ofNullable(words.type())) && !isSlip(known)) {
                throw new Problem(
                        409,
                        "device-typed",
                        "'" + id + "' is of type " + known.type().orElse("none")
                                + ", which decides what its rules did",
                        "delete it and register it again, its history stays");
            }
            register(words);
            return Answer.ok(whole(view(id)));
        } finally {
            registering.unlock();
        }
    }

    private void register(DeviceChange.Registered words) {
        ByteWriter body = new ByteWriter();
        words.write(body);
        changes.append(RecordType.DEVICE, body);
    }

    /** A slip in the name of a type can be mended: nothing has been done by it. */
    private boolean isSlip(DeviceView known) {
        Program program = registry.declared();
        return known.type().flatMap(program::type).isEmpty();
    }

    private static Problem taken(DeviceView known) {
        return new Problem(
                409,
                "device-exists",
                "'" + known.id() + "' is registered already, as "
                        + known.type().orElse("a device without type")
                        + known.place().map(p -> " in " + p).orElse(""),
                "'signalbox device set " + known.id()
                        + "' changes its place, tags and attributes; or choose another id");
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

    private JsonWriter header(JsonWriter json, DeviceView device) {
        json.field("id", device.id())
                .field("type", device.type().orElse(null))
                .field("place", device.place().orElse(null))
                .field("registered", device.registered())
                .field("epoch", device.epoch())
                .field("created", Times.of(device.createdMillis()))
                .field("last_seen", Times.orNull(device.lastSeenMillis()))
                .field(
                        "presence",
                        device.presence(links, clock.millis()).name().toLowerCase(Locale.ROOT))
                .field("point_count", device.readings().size())
                .name("tags")
                .beginArray();
        device.tags().forEach(json::value);
        json.end().name("attributes").beginObject();
        device.attributes().forEach(json::field);
        return json.end();
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
                    .field("sequence", reading.sequence());
            Optional.ofNullable(type)
                    .flatMap(declared -> PointNote.of(declared, reading))
                    .ifPresent(note -> json.field("note", note));
            json.end();
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
