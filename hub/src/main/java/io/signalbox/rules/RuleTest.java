package io.signalbox.rules;

import io.signalbox.alarm.Alarm;
import io.signalbox.alarm.AlarmChange;
import io.signalbox.command.Claim;
import io.signalbox.command.ClaimChange;
import io.signalbox.command.CommandId;
import io.signalbox.device.Declaration;
import io.signalbox.device.DeviceChange;
import io.signalbox.language.Checked;
import io.signalbox.language.Level;
import io.signalbox.language.Position;
import io.signalbox.language.Program;
import io.signalbox.language.Scenario;
import io.signalbox.language.Scenario.Expectation;
import io.signalbox.language.Scenario.Step;
import io.signalbox.payload.JsonWriter;
import io.signalbox.rules.TestEvents.Happened;
import io.signalbox.time.Chance;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * Runs the {@code test} blocks of a program, in virtual time and without a hub.
 *
 * <p>The devices report what the test says and obey nothing. A test begins with a tick at 0 s; each
 * full second is a tick, which comes before what happens in the same instant. It lasts to its last
 * step or the last instant that it names; if something that may come at any time has not come by
 * then, up to an hour longer.
 *
 * <p>{@code also shuffled} and {@code also with … loss} run the test {@link #VARIANTS} times more
 * each, with messages that are late or lost by a chance that is the same in every run. What must
 * come may then come later: by the delay, or after a loss by three times the longest reporting
 * interval. {@code also restarted} runs it once with a restart before each message and each tick, and
 * {@link #VARIANTS} times with one before some of them.
 */
public final class RuleTest {
    /** Runs of each variant. */
    static final int VARIANTS = 5;

    private static final long TICK = 1_000;
    private static final long PATIENCE = 3_600_000;

    /**
     * What one test gave.
     *
     * @param runs how often it was run, with all variants
     * @param failures empty if it passed
     * @param timeline what happened in the first run that failed, below the name of its variant, or in
     *     the test as it stands; empty if that was not wanted
     */
    public record Report(
            String test, Position at, int runs, List<Failure> failures, List<String> timeline) {
        public Report {
            failures = List.copyOf(failures);
            timeline = List.copyOf(timeline);
        }

        public boolean passed() {
            return failures.isEmpty();
        }
    }

    /**
     * An expectation that was not met.
     *
     * @param expected what the author wrote
     * @param found what came instead
     * @param variant such as {@code shuffled, --seed 2}; empty for the test as it stands
     */
    public record Failure(Position at, String expected, String found, String variant) {
        /** The same, at the place in what the author gave. */
        public Failure at(Position given) {
            return new Failure(given, expected, found, variant);
        }

        /** One line: {@code file:line:column: error: …}. */
        @Override
        public String toString() {
            return at + ": error: '" + expected + "' was not met"
                    + (variant.isEmpty() ? "" : " (" + variant + ")") + "; found " + found;
        }
    }

    /**
     * How tests are run.
     *
     * @param seed that of the chance in all variants, in one run each; without, the first few
     * @param coverage what notes how conditions stand
     * @param timeline whether to tell what happened
     */
    public record Options(OptionalLong seed, Optional<Coverage> coverage, boolean timeline) {
        public static final Options NONE =
                new Options(OptionalLong.empty(), Optional.empty(), false);
    }

    /** How messages come, and how often the hub is started again before one. */
    private record Variant(
            String name, long lateByMillis, double lossPercent, double restartPercent, long seed) {
        static final Variant PLAIN = new Variant("", 0, 0, 0, 0);
    }

    private static final double SOME_RESTARTS = 15;

    private static final byte[] NOTHING = {};

    /** What one device tells in one message. */
    private record Sent(long atMillis, long arrivesMillis, List<Step.Report> values) {}

    private final Program program;
    private final Scenario scenario;
    private final Variant variant;
    private final Rehearsal rehearsal;
    private final Chance restarts;
    private final long start;
    private long tolerance;

    private RuleTest(Program program, Scenario scenario, Variant variant) {
        this.program = program;
        this.scenario = scenario;
        this.variant = variant;
        this.restarts = new Chance(variant.seed);
        this.start = scenario.startMillis();
        this.rehearsal = new Rehearsal(
                sources -> new Checked(
                        Optional.of(sources.isEmpty() ? Program.EMPTY : program), List.of()),
                start);
    }

    /** Runs all tests of a program, in the order of its files. */
    public static List<Report> runAll(Program program) {
        return runAll(program, Options.NONE);
    }

    /** The same as the options say. */
    public static List<Report> runAll(Program program, Options options) {
        return program.scenarios().stream().map(s -> run(program, s, options)).toList();
    }

    private static Report run(Program program, Scenario scenario, Options options) {
        List<Failure> failures = new ArrayList<>();
        List<String> timeline = List.of();
        List<Variant> variants = variants(scenario, options);
        for (Variant variant : variants) {
            RuleTest test = new RuleTest(program, scenario, variant);
            options.coverage().ifPresent(test.rehearsal::watch);
            List<Failure> own = test.run();
            boolean first = failures.isEmpty() && !own.isEmpty();
            failures.addAll(own);
            if (options.timeline() && (first || variant.equals(Variant.PLAIN))) {
                timeline = new ArrayList<>(
                        variant.name.isEmpty() ? List.of() : List.of(variant.name + ':'));
                timeline.addAll(new Timeline(scenario, test.rehearsal.journal()).lines());
            }
        }
        return new Report(scenario.name(), scenario.at(), variants.size(), failures, timeline);
    }

    private static List<Variant> variants(Scenario scenario, Options options) {
        List<Variant> variants = new ArrayList<>();
        variants.add(Variant.PLAIN);
        if (scenario.restarted()) {
            variants.add(new Variant("restarted at every instant", 0, 0, 100, 0));
        }
        long first = options.seed().orElse(1);
        long last = options.seed().orElse(VARIANTS);
        for (long seed = first; seed <= last; seed++) {
            String again = ", --seed " + seed;
            if (scenario.shuffledWithinMillis() > 0) {
                long late = scenario.shuffledWithinMillis();
                variants.add(new Variant("shuffled" + again, late, 0, 0, seed));
            }
            if (scenario.lossPercent() > 0) {
                double loss = scenario.lossPercent();
                variants.add(new Variant("with loss" + again, 0, loss, 0, seed));
            }
            if (scenario.restarted()) {
                variants.add(new Variant("restarted" + again, 0, 0, SOME_RESTARTS, seed));
            }
        }
        return variants;
    }

    private List<Failure> run() {
        for (Scenario.Device device : scenario.devices()) {
            if (!DeviceChange.isId(device.name())) {
                String found = "a device '" + device.name()
                        + "', which is no id (1 to 64 letters, digits or . _ : -)";
                return List.of(new Failure(scenario.at(), scenario.name(), found, variant.name));
            }
        }
        begin();
        play();
        return judge();
    }

    private void begin() {
        rehearsal.tick();
        rehearsal.declare(new Declaration(program.sources()));
        for (Scenario.Device device : scenario.devices()) {
            rehearsal.device(new DeviceChange.Registered(
                    device.name(),
                    device.type().name(),
                    device.place().isEmpty() ? null : device.place(),
                    new TreeMap<>()));
        }
    }

    private void play() {
        List<Sent> messages = messages();
        List<Step> others = scenario.steps().stream()
                .filter(step -> !(step instanceof Step.Report))
                .toList();
        int sent = 0;
        int done = 0;
        long end = end(messages);
        for (long tick = 0; tick <= end || (tick <= end + PATIENCE && isWaiting()); tick += TICK) {
            if (tick > 0) {
                moveTo(tick);
                perhapsRestart();
                rehearsal.tick();
            }
            long next = tick + TICK;
            while (true) {
                long message = sent < messages.size() ? messages.get(sent).arrivesMillis : next;
                long other = done < others.size() ? others.get(done).atMillis() : next;
                if (Math.min(message, other) >= next) {
                    break;
                }
                if (message <= other) {
                    publish(messages.get(sent++));
                } else {
                    moveTo(other);
                    take(others.get(done++));
                }
            }
        }
    }

    private void take(Step step) {
        switch (step) {
            case Step.Restart restart -> rehearsal.restart();
            case Step.Acknowledge known -> acknowledge(known);
            case Step.Order order -> order(order);
            case Step.Emit emit ->
                rehearsal.publish(
                        "d/" + emit.device() + "/event/" + emit.event(), NOTHING, emit.device());
            case Step.Report report -> throw new IllegalStateException("a report is a message");
        }
    }

    private void acknowledge(Step.Acknowledge known) {
        for (Alarm alarm : rehearsal.decisions().alarms()) {
            if (alarm.rule().equals(known.rule()) && alarm.device().equals(known.device())) {
                rehearsal.alarm(new AlarmChange.Acknowledged(
                        alarm.key(), start + known.atMillis(), alarm.sequence(), "test", ""));
            }
        }
    }

    private void order(Step.Order order) {
        long at = start + order.atMillis();
        rehearsal.claim(new ClaimChange.Made(new Claim(
                CommandId.of("operator", order.device(), order.point().name(), Long.toString(at)),
                order.device(),
                order.point().name(),
                order.value(),
                new Claim.Rank(Level.OPERATOR.number(), 0),
                order.expiresMillis() == 0 ? Claim.FOREVER : at + order.expiresMillis(),
                Claim.Origin.person("operator"),
                Claim.Proof.NONE)));
    }

    private void moveTo(long millis) {
        rehearsal.moveTo(start + millis);
    }

    private void perhapsRestart() {
        if (restarts.percent(variant.restartPercent)) {
            rehearsal.restart();
        }
    }

    private void publish(Sent message) {
        moveTo(message.arrivesMillis);
        perhapsRestart();
        JsonWriter json = new JsonWriter().beginObject();
        json.field("ts", start + message.atMillis);
        message.values.forEach(v -> json.field(v.point().name(), v.value()));
        String device = message.values.getFirst().device();
        rehearsal.publish("d/" + device + "/up/test", json.end().toBytes(), device);
    }

    /** The reports of one device at one instant are one message. */
    private List<Sent> messages() {
        TreeMap<String, List<Step.Report>> together = new TreeMap<>();
        for (Step step : scenario.steps()) {
            if (step instanceof Step.Report report) {
                String key = String.format("%016x", report.atMillis()) + " " + report.device();
                together.computeIfAbsent(key, k -> new ArrayList<>()).add(report);
                tolerance = Math.max(tolerance, 3 * report.point().everyMillis());
            }
        }
        tolerance = variant.lossPercent > 0 ? tolerance : variant.lateByMillis;
        Chance chance = new Chance(variant.seed);
        List<Sent> messages = new ArrayList<>();
        for (List<Step.Report> values : together.values()) {
            long at = values.getFirst().atMillis();
            boolean lost = chance.percent(variant.lossPercent);
            long late = chance.below(variant.lateByMillis + 1);
            if (!lost) {
                messages.add(new Sent(at, at + late, values));
            }
        }
        messages.sort(Comparator.comparingLong(Sent::arrivesMillis));
        return messages;
    }

    private long end(List<Sent> messages) {
        long end = messages.isEmpty() ? 0 : messages.getLast().arrivesMillis;
        for (Step step : scenario.steps()) {
            end = Math.max(end, step.atMillis());
        }
        for (Expectation expectation : scenario.expectations()) {
            Scenario.Window window = expectation.window();
            boolean open = window.toMillis() == Long.MAX_VALUE;
            long last = open ? window.fromMillis() : window.toMillis();
            end = Math.max(end, last + tolerance);
        }
        return end;
    }

    /** True if something has not come yet that may come at any time. */
    private boolean isWaiting() {
        TestEvents events = TestEvents.of(rehearsal.journal(), start);
        for (Expectation expectation : scenario.expectations()) {
            if (isWanted(expectation)
                    && expectation.window().toMillis() == Long.MAX_VALUE
                    && events.matching(expectation, 0).isEmpty()) {
                return true;
            }
        }
        return false;
    }

    private static boolean isWanted(Expectation expectation) {
        return switch (expectation) {
            case Expectation.Nothing nothing -> false;
            case Expectation.Command command -> !command.forbidden();
            case Expectation.Alarm alarm -> !alarm.forbidden();
            case Expectation.Said said -> !said.forbidden();
        };
    }

    private List<Failure> judge() {
        TestEvents events = TestEvents.of(rehearsal.journal(), start);
        List<Failure> failures = new ArrayList<>();
        for (Expectation expectation : scenario.expectations()) {
            boolean wanted = isWanted(expectation);
            List<Happened> matching = events.matching(expectation, wanted ? tolerance : 0);
            if (wanted == matching.isEmpty()) {
                failures.add(new Failure(
                        expectation.written().at(),
                        expectation.written().text(),
                        wanted ? events.about(expectation) : TestEvents.list(matching),
                        variant.name));
            }
        }
        return failures;
    }
}
