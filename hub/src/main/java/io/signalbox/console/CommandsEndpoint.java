package io.signalbox.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.signalbox.bytes.ByteWriter;
import io.signalbox.command.Claim;
import io.signalbox.command.ClaimChange;
import io.signalbox.command.CommandId;
import io.signalbox.command.CommandLedger;
import io.signalbox.command.CommandView;
import io.signalbox.device.DeviceRegistry;
import io.signalbox.device.DeviceView;
import io.signalbox.device.KeyedRequest;
import io.signalbox.device.KeyedRequests;
import io.signalbox.history.BadQuery;
import io.signalbox.history.PastQuery;
import io.signalbox.journal.RecordType;
import io.signalbox.language.DeviceType;
import io.signalbox.payload.JsonWriter;
import io.signalbox.time.Clock;
import io.signalbox.time.Times;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * {@code /api/v1/commands} and {@code /api/v1/devices/{id}/commands}: what devices were told, and
 * what became of it; and how a person tells them.
 */
final class CommandsEndpoint {
    static final int DEFAULT_LIMIT = 100;
    static final int MAX_LIMIT = 10_000;

    private static final int MAX_KEY = 255;

    /** Records of others that may come between a claim and its command. */
    private static final int MOST_BETWEEN = 100_000;

    private final CommandLedger ledger;
    private final PastEndpoint past;
    private final DeviceRegistry registry;
    private final KeyedRequests requests;
    private final Changes changes;
    private final Clock clock;

    /** Tells orders apart that came without a key, beside the start, which is like no other. */
    private final AtomicLong orders = new AtomicLong();

    private final String start;

    CommandsEndpoint(Api api, Changes changes, PastEndpoint past) {
        this.past = past;
        this.ledger = api.decisions().ledger();
        this.registry = api.decisions().registry();
        this.requests = api.decisions().requests();
        this.changes = changes;
        this.clock = api.clock();
        this.start = api.hub().startedMillis() + " " + api.journal().committed();
    }

    /**
     * Takes a person's order, once per {@code Idempotency-Key}: 202 when it is durable, 200 if that
     * key ordered the same before.
     */
    Answer order(ApiRequest request) {
        request.allow();
        String device = request.segment("id");
        DeviceView known = known(device);
        DeviceType type = known.type()
                .flatMap(registry.declared()::type)
                .orElseThrow(() -> new Problem(
                        422,
                        "device-untyped",
                        "'" + device + "' has no declared type, so nobody knows what it accepts",
                        "register it with 'signalbox device create " + device + " --type TYPE'"));
        String key = request.idempotencyKey(MAX_KEY);
        String id = key == null
                ? CommandId.of("order", start, Long.toString(orders.incrementAndGet()))
                : CommandId.of("key", device, key);
        Claim claim = Order.read(
                request.body(ApiServer.MAX_BODY_BYTES),
                device,
                type,
                id,
                PublishEndpoint.PUBLISHER,
                clock.millis());
        Optional<CommandView> before = ledger.command(device, id);
        if (before.isPresent()) {
            return repeated(before.get(), claim);
        }
        JsonWriter json = new JsonWriter();
        write(json, entered(claim, key == null ? append(made(claim)) : append(key, claim)));
        return new Answer(202, json);
    }

    private static ByteWriter made(Claim claim) {
        ByteWriter body = new ByteWriter();
        new ClaimChange.Made(claim).write(body);
        return body;
    }

    /** Appends a claim with its key, unless it had been made and is no longer kept. */
    private long append(String key, Claim claim) {
        KeyedRequest keyed = KeyedRequest.of(
                "commands",
                claim.device(),
                key,
                claim.point(),
                claim.value().toString().getBytes(UTF_8));
        Optional<KeyedRequest.Digest> asked = requests.asked(keyed.key());
        if (asked.isPresent()) {
            throw new Problem(
                    asked.get().equals(keyed.asked()) ? 409 : 422,
                    asked.get().equals(keyed.asked()) ? "order-over" : "key-reused",
                    "this Idempotency-Key came with an order before, which is over and no longer"
                            + " kept",
                    "'signalbox command list --device " + claim.device() + " --from -1d' asks the"
                            + " history what became of it; use a new key for a new order");
        }
        ByteWriter body = new ByteWriter();
        keyed.write(body);
        return changes.append(RecordType.KEY, body, RecordType.CLAIM, made(claim));
    }

    /** The command that a claim leads to: an effect, so its record comes soon after the claim's. */
    private CommandView entered(Claim claim, long sequence) {
        for (int next = 1; next <= MOST_BETWEEN; next++) {
            Optional<CommandView> view = ledger.command(claim.device(), claim.id());
            if (view.isPresent()) {
                return view.get();
            }
            changes.await(sequence + next);
        }
        throw Changes.stopping();
    }

    private static Answer repeated(CommandView before, Claim claim) {
        Claim first = before.claim();
        if (!first.point().equals(claim.point()) || !first.value().equals(claim.value())) {
            throw new Problem(
                    422,
                    "key-reused",
                    "this Idempotency-Key ordered " + first.point() + " = " + first.value()
                            + " before, and now " + claim.point() + " = " + claim.value(),
                    "use a new key for each order");
        }
        JsonWriter json = new JsonWriter();
        write(json, before);
        return Answer.ok(json);
    }

    Answer get(ApiRequest request) {
        request.allow();
        JsonWriter json = new JsonWriter();
        write(json, view(request));
        return Answer.ok(json);
    }

    /** Lets go of a claim before its lease ends; the next one on that actuator holds. */
    Answer release(ApiRequest request) {
        request.allow();
        CommandView command = view(request);
        String by = "released by " + PublishEndpoint.PUBLISHER;
        ByteWriter body = new ByteWriter();
        new ClaimChange.Released(command.claim().device(), command.claim().id(), by).write(body);
        append(body);
        return get(request);
    }

    private CommandView view(ApiRequest request) {
        String device = request.segment("id");
        String id = request.segment("command");
        return ledger.command(device, id)
                .orElseThrow(() -> Problem.notFound(
                        "command-unknown",
                        "there is no command '" + ApiRequest.shortened(id) + "' of device '"
                                + ApiRequest.shortened(device) + "' among those that are kept",
                        "'signalbox command list --device ID' shows them"));
    }

    private DeviceView known(String device) {
        return registry.view(device).orElseThrow(() -> DevicesEndpoint.unknown(device));
    }

    private long append(ByteWriter body) {
        return changes.append(RecordType.CLAIM, body);
    }

    /** The newest first: those that are kept, or with {@code from} those of the history. */
    Answer list(ApiRequest request) {
        request.allow("device", "from", "to", "state", "limit");
        String device = request.optional("device");
        int limit = request.integer("limit", 1, MAX_LIMIT, DEFAULT_LIMIT);
        if (request.optional("from") != null || request.optional("to") != null) {
            return past.commands(request, limit);
        }
        String state = state(request.optional("state"));
        List<CommandView> commands =
                new ArrayList<>(device == null ? ledger.commands() : ledger.commands(device));
        commands.removeIf(command -> !state.isEmpty() && !command.state().id().equals(state));
        JsonWriter json = new JsonWriter().beginObject().name("commands").beginArray();
        commands.reversed().stream().limit(limit).forEach(command -> write(json, command));
        return Answer.ok(json.end().field("more", commands.size() > limit).end());
    }

    private static String state(@Nullable String word) {
        try {
            return PastQuery.state(word == null ? "" : word);
        } catch (BadQuery e) {
            throw DataEndpoint.invalid(e);
        }
    }

    static void write(JsonWriter json, CommandView command) {
        Claim claim = command.claim();
        boolean rule = !claim.origin().version().isEmpty();
        json.beginObject()
                .field("id", command.id())
                .field("device", claim.device())
                .field("point", claim.point())
                .field("value", claim.value())
                .field("by", claim.origin().by())
                .field("rule", rule ? claim.origin().by() : null);
        if (!claim.origin().subject().isEmpty()) {
            json.field("subject", claim.origin().subject());
        }
        json.field("state", command.state().id())
                .field("changed", Times.of(command.steps().getLast().timeMillis()))
                .field("level", claim.rank().level())
                .field("live", command.live())
                .field("attempt", command.attempt());
        if (claim.leaseEndMillis() != Claim.FOREVER) {
            json.field("expires", Times.of(claim.leaseEndMillis()));
        }
        json.name("steps").beginArray();
        for (CommandView.Step step : command.steps()) {
            json.beginObject()
                    .field("state", step.state().id())
                    .field("time", Times.of(step.timeMillis()))
                    .field("attempt", step.attempt())
                    .field("sequence", step.sequence());
            if (!step.reason().isEmpty()) {
                json.field("reason", step.reason());
            }
            json.end();
        }
        json.end().end();
    }
}
