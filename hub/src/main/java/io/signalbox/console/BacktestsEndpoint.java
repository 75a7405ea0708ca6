package io.signalbox.console;

import io.signalbox.backtest.BacktestJob;
import io.signalbox.backtest.BacktestQuestion;
import io.signalbox.backtest.BacktestQuestion.Flaps;
import io.signalbox.backtest.Backtests;
import io.signalbox.device.DeviceRegistry;
import io.signalbox.history.BadQuery;
import io.signalbox.history.PastQuery;
import io.signalbox.language.Checked;
import io.signalbox.language.Program;
import io.signalbox.language.Rule;
import io.signalbox.language.Source;
import io.signalbox.payload.JsonValue;
import io.signalbox.payload.JsonValue.JsonObject;
import io.signalbox.payload.JsonValue.JsonText;
import io.signalbox.payload.JsonWriter;
import io.signalbox.payload.MalformedJson;
import io.signalbox.time.Clock;
import io.signalbox.time.Span;
import io.signalbox.time.Times;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** {@code /api/v1/backtests}: what rules would have done, worked out beside the hub's own work. */
final class BacktestsEndpoint {
    private static final Set<String> MEMBERS = Set.of(
            "files", "from", "to", "warm_up", "devices", "brief", "per_hour", "against_live");

    private final Backtests backtests;
    private final DeviceRegistry registry;
    private final Function<List<Source>, Checked> check;
    private final Clock clock;

    BacktestsEndpoint(Api api) {
        this.backtests = api.backtests();
        this.registry = api.decisions().registry();
        this.check = api.check();
        this.clock = api.clock();
    }

    Answer start(ApiRequest request) {
        request.allow();
        BacktestQuestion question;
        try {
            question = question(request.body(ApplyEndpoint.MAX_BODY_BYTES).asObject());
        } catch (MalformedJson e) {
            throw Problem.badRequest("backtest-invalid", String.valueOf(e.getMessage()), null);
        } catch (BadQuery e) {
            throw DataEndpoint.invalid(e);
        }
        BacktestJob job = backtests.start(question).orElseThrow(BacktestsEndpoint::busy);
        return new Answer(202, write(job));
    }

    static Problem busy() {
        return new Problem(
                409,
                "backtest-busy",
                "expected no backtest under way, found one",
                "wait for it, or cancel it");
    }

    Answer get(ApiRequest request) {
        request.allow();
        return Answer.ok(write(find(request)));
    }

    Answer cancel(ApiRequest request) {
        request.allow();
        BacktestJob job = find(request);
        job.cancel();
        return Answer.ok(write(job));
    }

    private BacktestJob find(ApiRequest request) {
        String id = request.segment("id");
        Optional<BacktestJob> job =
                id.matches("\\d{1,18}") ? backtests.find(Long.parseLong(id)) : Optional.empty();
        return job.orElseThrow(() -> Problem.notFound(
                "backtest-unknown",
                "expected the id of one of the last backtests, found '" + ApiRequest.shortened(id)
                        + "'",
                "start it again"));
    }

    private BacktestQuestion question(JsonObject words) throws BadQuery {
        for (String name : words.members().keySet()) {
            if (!MEMBERS.contains(name)) {
                throw new MalformedJson("expected "
                        + String.join(", ", MEMBERS.stream().sorted().toList()) + ", found '"
                        + ApiRequest.shortened(name) + "'");
            }
        }
        Map<String, String> times = new HashMap<>();
        times.put("from", words.text("from"));
        String to = words.optionalText("to");
        times.put("to", to == null ? "now" : to);
        PastQuery span = PastQuery.parse(times, 1, clock.millis());
        Optional<Program> program = words.isAbsent("files") ? Optional.empty() : program(words);
        return new BacktestQuestion(
                program,
                span.fromMillis(),
                span.toMillis(),
                warmUp(words.optionalText("warm_up")),
                devices(words),
                flaps(words),
                !words.isAbsent("against_live") && words.flag("against_live"));
    }

    /** What would be in force if these files were applied, but of the rules theirs alone. */
    private Optional<Program> program(JsonObject words) {
        List<Source> files = ApplyEndpoint.files(new JsonValue.JsonArray(words.items("files")));
        List<Source> sources = ApplyEndpoint.merge(registry.declaration().sources(), files);
        Checked checked = check.apply(sources).asGiven(sources);
        Program whole = checked.program().orElseThrow(() -> ApplyEndpoint.refused(checked));
        Set<String> names = files.stream().map(Source::file).collect(Collectors.toSet());
        List<Rule> rules = whole.rules().stream()
                .filter(rule -> names.contains(rule.at().file()))
                .toList();
        if (rules.isEmpty()
                && whole.interlocks().stream().noneMatch(i -> names.contains(i.at().file()))) {
            throw Problem.badRequest(
                    "backtest-empty",
                    "expected a rule or an interlock, found none in the files",
                    null);
        }
        return Optional.of(whole.withRules(rules));
    }

    private static MalformedJson wrong(String name, String expected, String found) {
        return new MalformedJson("expected " + expected + " in '" + name + "', found '"
                + ApiRequest.shortened(found) + "'");
    }

    private static OptionalLong warmUp(@Nullable String word) {
        if (word == null) {
            return OptionalLong.empty();
        }
        return word.equals("all")
                ? OptionalLong.of(BacktestQuestion.ALL)
                : OptionalLong.of(span("warm_up", word));
    }

    private static long span(String name, String word) {
        OptionalLong span = Span.parse(word);
        if (span.isEmpty()) {
            throw wrong(name, "a duration such as 10s, 5m, 1h or 1d", word);
        }
        return span.getAsLong();
    }

    private static Set<String> devices(JsonObject words) {
        Set<String> devices = new HashSet<>();
        if (!words.isAbsent("devices")) {
            for (JsonValue item : words.items("devices")) {
                if (!(item instanceof JsonText text)) {
                    throw new MalformedJson("expected ids of devices, found " + item);
                }
                devices.add(text.value());
            }
        }
        return devices;
    }

    private static Flaps flaps(JsonObject words) {
        String brief = words.optionalText("brief");
        long perHour =
                words.isAbsent("per_hour") ? Flaps.DEFAULT.perHour() : words.integer("per_hour");
        if (perHour < 0 || perHour > 3_600_000) {
            throw wrong("per_hour", "a whole number from 0 to 3600000", "" + perHour);
        }
        return new Flaps(
                brief == null ? Flaps.DEFAULT.briefMillis() : span("brief", brief), (int) perHour);
    }

    private static JsonWriter write(BacktestJob job) {
        JsonWriter json = new JsonWriter()
                .beginObject()
                .field("id", Long.toString(job.id()))
                .field("state", job.state().name().toLowerCase(Locale.ROOT))
                .field("done", job.done())
                .field("all", job.all())
                .field("at", Times.orNull(job.atMillis()));
        if (!job.failure().isEmpty()) {
            json.field("failure", job.failure());
        }
        job.report().ifPresent(report -> {
            json.name("report");
            BacktestJson.write(json, report);
        });
        return json.end();
    }
}
