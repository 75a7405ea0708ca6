package io.signalbox.console;

import io.signalbox.device.DeviceRegistry;
import io.signalbox.device.DeviceView;
import io.signalbox.history.HistoryAnswer;
import io.signalbox.history.HistoryQuery;
import io.signalbox.history.HistoryUnavailable;
import io.signalbox.language.Checked;
import io.signalbox.language.DeviceType;
import io.signalbox.language.Language;
import io.signalbox.language.Point;
import io.signalbox.language.Program;
import io.signalbox.language.Source;
import io.signalbox.message.Reading;
import io.signalbox.payload.JsonWriter;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Pattern;

/** {@code /api/v1/types}: what is declared, and what a device's readings would be declared as. */
final class TypesEndpoint {
    /** How far back a proposal looks, and at how many readings. */
    private static final long LOOK_BACK_MILLIS = 3_600_000;

    private static final int LOOK_BACK_READINGS = 5_000;

    private static final Pattern NO_LETTERS = Pattern.compile("[^A-Za-z]+");
    private static final Pattern TYPE_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,63}");

    private final Api api;
    private final DeviceRegistry registry;
    private final Function<List<Source>, Checked> check;
    private final ApplyEndpoint apply;

    TypesEndpoint(Api api, ApplyEndpoint apply) {
        this.api = api;
        this.registry = api.decisions().registry();
        this.check = api.check();
        this.apply = apply;
    }

    Answer list(ApiRequest request) {
        request.allow();
        JsonWriter json = new JsonWriter().beginObject().name("types").beginArray();
        Program program = registry.declared();
        for (DeviceType type : program.types()) {
            header(json.beginObject(), type)
                    .field("points", type.points().size())
                    .end();
        }
        return Answer.ok(json.end().end());
    }

    Answer get(ApiRequest request) {
        request.allow();
        DeviceType type = declared(request.segment("name"));
        JsonWriter json = header(new JsonWriter().beginObject(), type)
                .field("text", type.text())
                .name("points")
                .beginArray();
        for (Point point : type.points()) {
            json.beginObject()
                    .field("point", point.name())
                    .field("expects", point.kind().expectation())
                    .field("every_millis", point.everyMillis())
                    .field("writable", point.writable())
                    .field("safety", point.safety())
                    .end();
        }
        return Answer.ok(json.end().end());
    }

    private static JsonWriter header(JsonWriter json, DeviceType type) {
        return json.field("name", type.name())
                .field("title", type.title())
                .field("file", type.at().file())
                .field("line", type.at().line())
                .field("version", type.hash());
    }

    private DeviceType declared(String name) {
        Program program = registry.declared();
        return program.type(name).orElseThrow(() -> unknown(name, program));
    }

    static Problem unknown(String name, Program program) {
        List<String> names = program.types().stream().map(DeviceType::name).toList();
        String near = Language.didYouMean(name, names);
        return Problem.notFound(
                "type-unknown",
                "there is no type '" + ApiRequest.shortened(name) + "'",
                near.isEmpty() ? "'signalbox type list' shows the types" : near);
    }

    /** The text of a type for a device, made from what it sent. */
    Answer propose(ApiRequest request) {
        request.allow("name");
        DeviceView device = device(request);
        Program program = registry.declared();
        String wanted = request.optional("name");
        String name = wanted == null ? free(name(device.id()), program) : wanted;
        if (!TYPE_NAME.matcher(name).matches() || program.type(name).isPresent()) {
            throw Problem.badRequest(
                    "parameter-invalid",
                    "expected letters, digits and _ for a name that no type has, found '"
                            + ApiRequest.shortened(name) + "'",
                    "such as name=" + free("Meter", program));
        }
        List<Reading> past = past(device.id());
        TypeProposal proposal = TypeProposal.of(device.readings(), past, check);
        String text = "type " + name + " {\n" + proposal.lines() + "}\n";
        JsonWriter json = new JsonWriter()
                .beginObject()
                .field("name", name)
                .field("device", device.id())
                .field("looked_at", past.size())
                .field("text", text);
        return Answer.ok(write(json, proposal).end());
    }

    private DeviceView device(ApiRequest request) {
        String id = request.segment("id");
        return registry.view(id).orElseThrow(() -> DevicesEndpoint.unknown(id));
    }

    /** {@code Pump} for {@code pump-7}. */
    private static String name(String id) {
        String letters = NO_LETTERS.matcher(id).replaceAll("");
        return letters.isEmpty()
                ? "Device"
                : letters.substring(0, 1).toUpperCase(Locale.ROOT) + letters.substring(1);
    }

    private static String free(String name, Program program) {
        String free = name;
        for (int i = 2; program.type(free).isPresent(); i++) {
            free = name + i;
        }
        return free;
    }

    /** What the history has of the last hour; nothing while it is not to be asked. */
    private List<Reading> past(String device) {
        long now = api.clock().millis();
        try {
            HistoryAnswer answer = api.history()
                    .query(new HistoryQuery(
                            device,
                            HistoryQuery.ALL_POINTS,
                            now - LOOK_BACK_MILLIS,
                            now + LOOK_BACK_MILLIS,
                            LOOK_BACK_READINGS,
                            0,
                            List.of()));
            return switch (answer.rows()) {
                case HistoryAnswer.Readings all -> all.readings();
                case HistoryAnswer.Buckets none -> List.of();
            };
        } catch (HistoryUnavailable e) {
            return List.of();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Changes.stopping();
        }
    }

    private static JsonWriter write(JsonWriter json, TypeProposal proposal) {
        json.name("points").beginArray();
        proposal.points().forEach(json::value);
        json.end().name("left_out").beginArray();
        for (TypeProposal.LeftOut point : proposal.leftOut()) {
            json.beginObject()
                    .field("point", point.point())
                    .field("reason", point.reason())
                    .end();
        }
        return json.end();
    }

    /** Adds to a device's type the points that it sends and the type does not have. */
    Answer adopt(ApiRequest request) {
        request.allow();
        DeviceView device = device(request);
        String typeName = device.type()
                .orElseThrow(() -> new Problem(
                        422,
                        "device-untyped",
                        "'" + device.id() + "' has no type to add points to",
                        "give it one with 'signalbox device adopt " + device.id()
                                + " --type TYPE'"));
        List<Reading> past = past(device.id());
        TypeProposal proposal = missing(device, declared(typeName), past);
        if (!proposal.points().isEmpty()) {
            apply.edit(sources -> {
                DeviceType type = declared(typeName);
                return withLines(sources, type, missing(device, type, past).lines());
            });
        }
        DeviceType type = declared(typeName);
        JsonWriter json = header(new JsonWriter().beginObject(), type).field("text", type.text());
        return Answer.ok(write(json, proposal).end());
    }

    private TypeProposal missing(DeviceView device, DeviceType type, List<Reading> past) {
        List<Reading> others = device.readings().stream()
                .filter(reading -> type.point(reading.point()).isEmpty())
                .toList();
        return TypeProposal.of(others, past, check);
    }

    /** The files with more lines before the last brace of a type. */
    static List<Source> withLines(List<Source> sources, DeviceType type, String lines) {
        List<Source> edited = new ArrayList<>();
        for (Source source : sources) {
            edited.add(
                    source.file().equals(type.at().file())
                            ? new Source(source.file(), withLines(source.text(), type, lines))
                            : source);
        }
        return edited;
    }

    private static String withLines(String file, DeviceType type, String lines) {
        int name = 0;
        for (int line = 1; line < type.at().line(); line++) {
            name = file.indexOf('\n', name) + 1;
        }
        int end = type.text().length()
                + file.lastIndexOf(type.text(), name + type.at().column());
        String before = file.substring(0, end - 1).stripTrailing();
        return before + '\n' + lines + '}' + file.substring(end);
    }
}
