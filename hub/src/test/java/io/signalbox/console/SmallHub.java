package io.signalbox.console;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.signalbox.alarm.Notices;
import io.signalbox.backtest.Backtests;
import io.signalbox.broker.Broker;
import io.signalbox.broker.BrokerLimits;
import io.signalbox.bytes.ByteWriter;
import io.signalbox.device.Stray;
import io.signalbox.effect.Cause;
import io.signalbox.effect.Outbox;
import io.signalbox.history.History;
import io.signalbox.history.HistoryConfig;
import io.signalbox.journal.Entry;
import io.signalbox.journal.FileDisk;
import io.signalbox.journal.Fold;
import io.signalbox.journal.Follower;
import io.signalbox.journal.Journal;
import io.signalbox.journal.JournalConfig;
import io.signalbox.journal.RecordBatch;
import io.signalbox.journal.RecordType;
import io.signalbox.journal.Snapshots;
import io.signalbox.language.Language;
import io.signalbox.language.Severity;
import io.signalbox.message.Message;
import io.signalbox.mqtt.MqttStatus;
import io.signalbox.payload.JsonValue;
import io.signalbox.payload.JsonValue.JsonObject;
import io.signalbox.rules.Decisions;
import io.signalbox.time.ManualClock;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * Every part of a hub below the API, real, on a folder and in a time that the test moves; and the
 * API over it on a free port.
 */
public final class SmallHub {
    /** 2026-01-02T03:04:05.000Z. */
    public static final long START_MILLIS = 1_767_323_045_000L;

    /** What the hub says of its disk and load. */
    volatile Api.Pressure pressure = new Api.Pressure("alarm", 91.23, 1 << 30, true, "shed_qos_0");

    /** Devices that publish where nobody looks for readings. */
    volatile List<Stray> strays = List.of();

    public final ManualClock clock = new ManualClock(START_MILLIS);
    final Journal journal;
    final EventStreams streams;
    private final Broker broker;
    private final Follower follower;
    private final History history;
    private final Backtests backtests;
    private final ApiServer server;
    private final List<String> operations;

    public SmallHub(Path folder) throws IOException {
        journal =
                Journal.open(new FileDisk(folder.resolve("journal")), JournalConfig.DEFAULT, clock);
        Snapshots snapshots = new Snapshots(new FileDisk(folder.resolve("snapshot")));
        broker = Broker.open(
                journal, snapshots, clock, BrokerLimits.DEFAULT, topic -> topic.contains("/up/"));
        Effects effects = new Effects();
        Decisions decisions = effects.decisions;
        follower = new Follower("decisions", journal, 1, effects, e -> {
            throw new AssertionError(e);
        });
        follower.start();
        history = History.start(
                new HistoryConfig(folder.resolve("history"), 64 << 20, Duration.ofDays(90)),
                journal,
                snapshots,
                Language::check,
                clock);
        streams = EventStreams.open(broker::addLoop);
        broker.start();
        backtests = new Backtests(new Backtests.Hub(
                journal,
                decisions.registry(),
                Language::check,
                () -> journal.committed() - follower.appliedThrough(),
                history));
        Api api = new Api(
                new Api.HubFacts(
                        "1.2.3",
                        42,
                        START_MILLIS,
                        folder.toString(),
                        Map::of,
                        () -> pressure,
                        () -> strays),
                journal,
                broker,
                () -> new MqttStatus(0, 0, 0, 0, 0, Map.of()),
                decisions,
                new Decided(follower),
                Language::check,
                history,
                backtests,
                streams,
                clock,
                1000);
        ApiServer.Routes routes = api.routes();
        operations = routes.operations();
        server = ApiServer.start("127.0.0.1", 0, routes);
    }

    /** As in hub.json. */
    public String address() {
        return "127.0.0.1:" + server.address().getPort();
    }

    /** Lets time pass by so many seconds, as the hub's ticker does, and waits until it is decided. */
    public void pass(int seconds) throws InterruptedException {
        for (int i = 0; i < seconds; i++) {
            clock.advance(1000);
            RecordBatch batch = new RecordBatch();
            batch.add(RecordType.TICK, 0, clock.millis(), new ByteWriter());
            follower.awaitApplied(journal.append(batch));
        }
    }

    /** Waits until all that is committed by now has been decided upon. */
    public void awaitDecided() throws InterruptedException {
        follower.awaitApplied(journal.committed());
    }

    /** Lets seconds pass until this holds: what decisions cause comes a little behind them. */
    public void passUntil(BooleanSupplier condition) throws InterruptedException {
        for (int i = 0; i < 30 && !condition.getAsBoolean(); i++) {
            pass(1);
        }
        assertThat(condition.getAsBoolean()).isTrue();
    }

    public void close() throws InterruptedException {
        server.close();
        backtests.stop();
        broker.stop();
        streams.close();
        follower.stop();
        history.close();
        journal.close();
    }

    /** An answer as it came; the connection is closed behind it. */
    record Reply(int status, String text) {
        JsonObject json() {
            return JsonValue.parse(text.substring(text.indexOf("\r\n\r\n") + 4)).asObject();
        }
    }

    Reply get(String target) {
        return send("GET /api/v1/" + target + " HTTP/1.1\r\nHost: localhost\r\n"
                + "Connection: close\r\n\r\n");
    }

    /** Methods and paths that the server knows. */
    List<String> routes() {
        return operations;
    }

    /** What stands at a path outside of the API. */
    Reply at(String path) {
        return send(
                "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n" + "Connection: close\r\n\r\n");
    }

    /** The metrics, asked for with this header. */
    Reply metrics(String header) {
        return send("GET /metrics HTTP/1.1\r\nHost: localhost\r\n" + header
                + "Connection: close\r\n\r\n");
    }

    Reply delete(String target) {
        return send("DELETE /api/v1/" + target + " HTTP/1.1\r\nHost: localhost\r\n"
                + "Connection: close\r\n\r\n");
    }

    Reply post(String target, String json) {
        return post(target, json, "");
    }

    Reply patch(String target, String json) {
        return send("PATCH", target, json, "");
    }

    Reply post(String target, String json, String header) {
        return send("POST", target, json, header);
    }

    private Reply send(String method, String target, String json, String header) {
        byte[] body = json.getBytes(UTF_8);
        return send(method + " /api/v1/" + target + " HTTP/1.1\r\nHost: localhost\r\n"
                + "Connection: close\r\n" + header
                + "Content-Type: application/json\r\nContent-Length: "
                + body.length + "\r\n\r\n" + new String(body, ISO_8859_1));
    }

    Socket connect() throws IOException {
        Socket socket =
                new Socket(server.address().getAddress(), server.address().getPort());
        socket.setSoTimeout(10_000);
        return socket;
    }

    private Reply send(String request) {
        try (Socket socket = connect()) {
            OutputStream out = socket.getOutputStream();
            out.write(request.getBytes(ISO_8859_1));
            out.flush();
            String text = new String(socket.getInputStream().readAllBytes(), UTF_8);
            return new Reply(Integer.parseInt(text.substring(9, 12)), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private record Decided(Follower follower) implements Api.Applied {
        @Override
        public boolean awaitApplied(long sequence) throws InterruptedException {
            return follower.awaitApplied(sequence);
        }

        @Override
        public long appliedThrough() {
            return follower.appliedThrough();
        }
    }

    /** Applies the journal and hands back what follows. */
    private final class Effects implements Fold, Outbox.Sink {
        private final Decisions decisions = new Decisions(
                new Outbox(this),
                Language::check,
                new Notices.Terms(Set.of("mail"), Severity.INFO));
        private RecordBatch batch = new RecordBatch();

        @Override
        public void apply(Entry entry) {
            decisions.apply(entry);
        }

        @Override
        public void caughtUp(long throughSequence) {
            decisions.caughtUp(throughSequence);
            if (batch.count() > 0) {
                journal.submit(batch);
                batch = new RecordBatch();
            }
        }

        @Override
        public void append(RecordType type, int flags, ByteWriter body) {
            batch.add(type, flags, clock.millis(), body);
        }

        @Override
        public void publish(Message message, Cause cause) {
            broker.addPublish(batch, message, cause);
        }
    }
}
