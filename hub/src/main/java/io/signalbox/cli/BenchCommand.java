package io.signalbox.cli;

import io.signalbox.load.Load;
import io.signalbox.load.LoadPlan;
import io.signalbox.load.LoadResult;
import io.signalbox.load.Shape;
import io.signalbox.load.Stamp;
import io.signalbox.message.Qos;
import io.signalbox.time.Span;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** {@code signalbox bench}: loads an MQTT broker and tells how it bore it. */
@Command(
        name = "bench",
        description = {
            "Loads an MQTT broker, this hub or any other, and tells rates, latencies and losses.",
            "SHAPE: pub, sub, fan-in (many to one), fan-out (one to many), pairs, idle, sessions,",
            "retained, rule-loop (a reading, a rule, a command)."
        },
        footer = {
            "",
            "Without --rate it goes as fast as the windows allow. With it messages are due at fixed",
            "times, and latency counts from there, so that a stall is charged in full.",
            "",
            "Examples:",
            "  signalbox bench pairs --publishers 100 --qos 1",
            "  signalbox bench pub --url mqtt://10.0.0.5:1883 --rate 5000 --duration 1m",
            "  signalbox bench idle --connections 50000 --pid $(pidof mosquitto)",
            "  signalbox bench rule-loop --rules examples/bench/loop.rules --rate 500"
        })
final class BenchCommand implements Callable<Integer> {
    private static final int MAX_CLIENTS = 1_000_000;
    private static final int MAX_MESSAGES = 100_000_000;
    private static final int MAX_PAYLOAD_BYTES = 1 << 20;
    private static final long REPORT_PATIENCE_SECONDS = 5;

    private final RunningHub hub;
    private final Terminal terminal;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "SHAPE", description = "Who speaks to whom.")
    private String shapeName = "";

    @Mixin
    private final BenchBroker broker = new BenchBroker();

    @Mixin
    private final BenchLoop loop = new BenchLoop();

    @Option(names = "--publishers", paramLabel = "N", description = "1 for fan-out, else 50.")
    private @Nullable Integer publishers;

    @Option(
            names = "--subscribers",
            paramLabel = "N",
            description = "1 for fan-in, else 50; pairs have as many as publishers.")
    private @Nullable Integer subscribers;

    @Option(
            names = "--connections",
            paramLabel = "N",
            description = "Of idle, or clients of sessions; 1000.")
    private @Nullable Integer connections;

    @Option(names = "--messages", paramLabel = "N", description = "Of retained; 10000.")
    private @Nullable Integer messages;

    @Option(
            names = "--share",
            paramLabel = "GROUP",
            description = "Subscribe as members of a group; with sub and sessions.")
    private @Nullable String share;

    @Option(names = "--expiry", paramLabel = "TIME", description = "Of sessions; 1h.")
    private @Nullable String expiry;

    @Option(names = "--size", paramLabel = "BYTES", description = "Of a payload, from 24; 64.")
    private int size = 64;

    @Option(
            names = {"-q", "--qos"},
            paramLabel = "QOS",
            description = "0, 1 or 2; 1 if not given.")
    private int qos = 1;

    @Option(
            names = "--window",
            paramLabel = "N",
            description = "Most messages of a publisher on their way; 20.")
    private int window = 20;

    @Option(
            names = "--burst",
            paramLabel = "N",
            description = "Most messages of a publisher in one write; 1 for devices, 64.")
    private int burst = 64;

    @Option(names = "--rate", paramLabel = "N", description = "Messages a second, of all.")
    private @Nullable Double rate;

    @Option(names = "--duration", paramLabel = "TIME", description = "Of the measurement; 10s.")
    private String duration = "10s";

    @Option(names = "--warm-up", paramLabel = "TIME", description = "Before it, 0s for none; 2s.")
    private String warmUp = "2s";

    @Option(names = "--topic", paramLabel = "TOPIC", description = "Before /0, /1 …; bench.")
    private String topic = "bench";

    @Mixin
    private final JsonOption json = new JsonOption();

    BenchCommand(RunningHub hub) {
        this.hub = hub;
        this.terminal = hub.terminal();
    }

    @Override
    public Integer call() throws IOException {
        LoadPlan plan = plan();
        loop.prepare(hub, plan.publishers());
        var progress = new BenchProgress(terminal);
        Load load = new Load(plan, terminal.clock(), progress::show);
        var reported = new CountDownLatch(1);
        Thread interrupt = new Thread(() -> {
            load.stop();
            try {
                var _ = reported.await(REPORT_PATIENCE_SECONDS, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        Runtime.getRuntime().addShutdownHook(interrupt);
        try {
            LoadResult result = load.run();
            progress.clear();
            new BenchReport(plan, result).print(terminal, json.wanted());
            terminal.output().flush();
            return exit(result).code();
        } finally {
            reported.countDown();
            forget(interrupt);
        }
    }

    private static void forget(Thread interrupt) {
        try {
            Runtime.getRuntime().removeShutdownHook(interrupt);
        } catch (IllegalStateException _) {
            // The process ends already, and the hook has been waiting for the report.
        }
    }

    private Exit exit(LoadResult result) {
        result.failures()
                .forEach((reason, count) -> terminal.err()
                        .println("signalbox: " + count
                                + (count == 1 ? " connection" : " connections") + " to "
                                + broker.url()
                                + ": " + Table.plain(reason)));
        boolean denied = result.failures().keySet().stream()
                .anyMatch(r -> r.contains("not authorized") || r.contains("bad user name"));
        if (result.connected() == 0 && !result.failures().isEmpty()) {
            return denied ? Exit.DENIED : Exit.UNAVAILABLE;
        }
        boolean allGone =
                result.failures().values().stream().mapToInt(n -> n).sum() == result.wanted();
        return allGone ? Exit.UNAVAILABLE : result.clean() ? Exit.OK : Exit.FINDINGS;
    }

    private LoadPlan plan() throws IOException {
        Shape shape = shape();
        clients(shape);
        traffic();
        boolean pairs = shape == Shape.PAIRS;
        int sending = shape.silent()
                ? number(connections, 1_000)
                : number(publishers, shape.usualPublishers());
        int taking = pairs ? sending : number(subscribers, shape.usualSubscribers());
        within("--publishers, --subscribers or --connections", sending, 0, MAX_CLIENTS);
        within("--publishers, --subscribers or --connections", taking, 0, MAX_CLIENTS);
        refuse(sending + taking < 1 && shape != Shape.RETAINED, "a run needs at least one client");
        refuse(shape.name().startsWith("FAN") && (sending < 1 || taking < 1), "a fan has two ends");
        return new LoadPlan(
                shape,
                broker.broker(terminal.folder()),
                topic,
                share,
                sending,
                taking,
                shape == Shape.RETAINED ? number(messages, 10_000) : 0,
                size,
                Qos.of(qos),
                window,
                burst,
                rate == null ? 0 : rate,
                warmUp.equals("0") || warmUp.equals("0s") ? 0 : span("--warm-up", warmUp),
                span("--duration", duration),
                TimeUnit.NANOSECONDS.toSeconds(span("--expiry", expiry == null ? "1h" : expiry)),
                shape == Shape.RULE_LOOP ? loop.plan() : null);
    }

    /** Refuses options that the shape has no use for. */
    private void clients(Shape shape) {
        boolean sessions = shape == Shape.SESSIONS;
        refuse(!shape.silent() && connections != null, "--connections is for idle and sessions");
        refuse(publishers != null && shape.usualPublishers() == 0, "this shape has no publishers");
        refuse(
                subscribers != null && shape == Shape.PAIRS,
                "pairs have as many subscribers as --publishers");
        refuse(
                subscribers != null && shape.usualSubscribers() == 0,
                "this shape has no subscribers");
        refuse(messages != null && shape != Shape.RETAINED, "--messages is for retained alone");
        refuse(share != null && shape != Shape.SUB && !sessions, "--share is for sub and sessions");
        refuse(
                loop.used() && shape != Shape.RULE_LOOP,
                "--rules, --readings, --commands, --high and --low are for rule-loop alone");
        refuse(expiry != null && !sessions, "--expiry is for sessions alone");
        within("--messages", number(messages, 1), 1, MAX_MESSAGES);
        refuse(
                share != null && (share.isEmpty() || share.matches(".*[/+#].*")),
                "--share is the name of a group, without /, + and #");
    }

    private void traffic() {
        within("--size", size, Stamp.BYTES, MAX_PAYLOAD_BYTES);
        within("--qos", qos, 0, 2);
        within("--window", window, 1, 65_535);
        within("--burst", burst, 1, 65_535);
        refuse(rate != null && !(rate > 0 && rate <= 1e7), "--rate is more than 0, up to 10000000");
        refuse(
                topic.isEmpty() || topic.contains("+") || topic.contains("#"),
                "--topic is a topic name without wildcards");
    }

    private Shape shape() {
        for (Shape shape : Shape.values()) {
            if (BenchReport.name(shape).equals(shapeName)) {
                return shape;
            }
        }
        throw mistake(
                "what is '" + Table.plain(shapeName)
                        + "'? There are pub, sub, fan-in, fan-out, pairs, idle, sessions, retained and rule-loop");
    }

    private long span(String option, String text) {
        long millis = Span.parse(text)
                .orElseThrow(() -> mistake(option + " is a time such as 500ms, 10s or 5m, not '"
                        + Table.plain(text) + "'"));
        return TimeUnit.MILLISECONDS.toNanos(millis);
    }

    private static int number(@Nullable Integer given, int otherwise) {
        return given == null ? otherwise : given;
    }

    private void within(String what, long value, long least, long most) {
        refuse(
                value < least || value > most,
                what + " is from " + least + " to " + most + ", not " + value);
    }

    private void refuse(boolean wrong, String sentence) {
        if (wrong) {
            throw mistake(sentence);
        }
    }

    private ParameterException mistake(String sentence) {
        return new ParameterException(Objects.requireNonNull(spec).commandLine(), sentence);
    }
}
