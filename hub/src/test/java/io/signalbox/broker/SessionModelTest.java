package io.signalbox.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.journal.RecordBatch;
import io.signalbox.journal.RecordType;
import io.signalbox.message.MessageProperties;
import io.signalbox.message.Qos;
import io.signalbox.time.Chance;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.LongStream;

/**
 * Clients that publish, subscribe, come, go, take their sessions over and leave wills, at random,
 * while time passes, the journal lets go of what nobody needs, and the hub stops, is killed or loses
 * its power at any step. Each {@link SessionDevice} knows what it may get and what it must get.
 *
 * <p>The first one has everything and never ends its session, so it is told of each will. More runs:
 * {@code -Dsessions=1000 -Dfuzz.seed=7}.
 */
@Timeout(600)
class SessionModelTest {
    private static final BrokerLimits D = BrokerLimits.DEFAULT;
    private static final BrokerLimits TIGHT =
            new BrokerLimits(10, 10, 8, 12, 100, 100, 3, 7, D.cursorMillis(), 5, 5_000);

    private static final String[] TOPICS = {"t/0", "t/1", "t/2", "t/3", "t/0/x", "t/0/y"};
    private static final String[] FILTERS = {"#", "t/+", "t/0", "t/1", "t/0/#", "w/#", "+/0/x"};
    private static final long[] EXPIRIES = {
        0, 4, 20, ConnectRequest.NEVER_EXPIRES, ConnectRequest.NEVER_EXPIRES
    };
    private static final long[] DELAYS = {0, 2, 12, 0xFFFF_FFFFL};

    private static final long FIRST_SEED = Long.getLong("fuzz.seed", 1);
    private static final int SEEDS = Integer.getInteger("sessions", 2);
    private static final int STEPS = Integer.getInteger("sessions.steps", 1_200);

    /** Events before a failure that are printed. */
    private static final int SHOWN = Integer.getInteger("sessions.shown", 30);

    /** So many fill a few segments, and a session that is so far behind says where it is. */
    private static final int FILLING = 10_000;

    @TempDir
    Path folder;

    private @Nullable Hub hub;
    private Chance chance = new Chance(0);
    private Chronicle chronicle = new Chronicle();
    private int hubs;

    /** The loop that does nothing for a while, if there is such a one. */
    private int busy = 2;

    private final List<SessionDevice> devices = new ArrayList<>();

    /** What devices were told, in order. */
    private final List<String> events = new ArrayList<>();

    /** The last one moves a session to a loop that is behind with messages of QoS 0. */
    static LongStream seeds() {
        LongStream some = LongStream.range(FIRST_SEED, FIRST_SEED + SEEDS);
        return Long.getLong("fuzz.seed") == null
                ? LongStream.concat(some, LongStream.of(5249))
                : some;
    }

    @AfterEach
    void close() {
        hub().close();
    }

    private Hub hub() {
        return Objects.requireNonNull(hub);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whatComesMayAndWhatMustComeDoes(long seed) {
        run(seed);
        assertThat(chronicle.all).hasSizeGreaterThan(STEPS / 12);
        assertThat(devices.getFirst().session.count()).isGreaterThan(STEPS / 16);
    }

    @Test
    void aSeedIsOneRunAndNoOther() {
        run(4);
        List<String> first = List.copyOf(events);
        hub().close();
        run(4);
        assertThat(events).isEqualTo(first);
    }

    private void run(long seed) {
        try {
            live(seed);
        } catch (AssertionError e) {
            List<String> last = events.subList(Math.max(0, events.size() - SHOWN), events.size());
            throw new AssertionError(
                    "seed " + seed + ": " + e.getMessage() + "\nbefore: " + last, e);
        }
    }

    private void live(long seed) {
        chance = new Chance(seed);
        chronicle = new Chronicle();
        hub = Hub.byTurns(folder.resolve("" + ++hubs), 2, TIGHT, Quotas.DEFAULT);
        busy = 2;
        events.clear();
        devices.clear();
        for (int i = 0; i < 4; i++) {
            devices.add(device("d" + i));
        }
        open(devices.getFirst());
        settle();
        devices.getFirst().subscribe(everything(), 7);
        settle();
        for (int step = 0; step < STEPS; step++) {
            step();
        }
        finish();
    }

    private SessionDevice device(String id) {
        return new SessionDevice(id, this::hub, chance, events, chronicle);
    }

    private static SubscribeRequest everything() {
        return new SubscribeRequest("#", Qos.EXACTLY_ONCE, false, false, RetainHandling.SEND);
    }

    private void step() {
        SessionDevice device = devices.get((int) chance.below(4));
        switch ((int) chance.below(24)) {
            case 0, 1, 2, 3 -> send(device);
            case 4, 5 -> now(device.isDown() && chance.percent(50), () -> open(device));
            case 6 -> now(chance.percent(60), () -> leave(device));
            case 7, 8 -> subscribe(device);
            case 9 -> device.unsubscribe(anyFilter(device));
            case 10 -> device.drain();
            case 11 -> now(chance.percent(15), this::dies);
            case 12 -> now(chance.percent(8), () -> letGo(device));
            case 13 -> now(chance.percent(35), () -> open(device));
            case 15 -> now(chance.percent(30), this::catchUp);
            case 14 -> now(chance.percent(60), this::passSome);
            default -> device.answer();
        }
        for (long answers = chance.below(5); answers > 0; answers--) {
            devices.get((int) chance.below(4)).answer();
        }
        devices.get((int) chance.below(4)).drain();
        runSome();
        if (chance.percent(40)) {
            hub().commit();
            chronicle.committed(hub().clock.millis());
        }
    }

    private static void now(boolean really, Runnable action) {
        if (really) {
            action.run();
        }
    }

    private void send(SessionDevice device) {
        for (long count = 1 + chance.below(3); count > 0; count--) {
            boolean retain = chance.percent(18);
            device.send(
                    TOPICS[(int) chance.below(TOPICS.length)],
                    anyQos(),
                    retain,
                    retain && chance.percent(25),
                    chance.percent(20) ? 1 + chance.below(5) : MessageProperties.NEVER);
        }
    }

    private Qos anyQos() {
        return Qos.of((int) chance.below(3));
    }

    private void open(SessionDevice device) {
        boolean first = device == devices.getFirst();
        ExpectedWill will = chance.percent(50)
                ? device.will(
                        "w/" + device.id,
                        Qos.of(1 + (int) chance.below(2)),
                        chance.percent(30),
                        DELAYS[(int) chance.below(DELAYS.length)])
                : null;
        boolean clean = !first && chance.percent(20);
        long expiry = EXPIRIES[(int) chance.below(EXPIRIES.length)];
        device.connect(clean, first ? ConnectRequest.NEVER_EXPIRES : expiry, will);
    }

    private void leave(SessionDevice device) {
        boolean first = device == devices.getFirst();
        if (chance.percent(50)) {
            device.lose();
        } else {
            boolean other = !first && chance.percent(25);
            long expiry = EXPIRIES[(int) chance.below(EXPIRIES.length)];
            device.leave(chance.percent(30), other ? expiry : BrokerLoop.SAME_EXPIRY);
        }
    }

    private void subscribe(SessionDevice device) {
        SubscribeRequest request = new SubscribeRequest(
                anyFilter(device),
                anyQos(),
                chance.percent(20),
                chance.percent(30),
                RetainHandling.of((int) chance.below(3)));
        device.subscribe(request, (int) chance.below(4));
    }

    /** The first device keeps its subscription to everything. */
    private String anyFilter(SessionDevice device) {
        int from = device == devices.getFirst() ? 1 : 0;
        return FILTERS[from + (int) chance.below(FILTERS.length - from)];
    }

    /** Each loop does a few things, but for one that is busy with something else. */
    private void runSome() {
        if (chance.percent(8)) {
            busy = (int) chance.below(4);
        }
        for (int runs = (int) chance.below(12); runs > 0; runs--) {
            int number = (int) chance.below(2);
            if (number != busy) {
                hub().executor(number).runOne();
            }
        }
    }

    private void settle() {
        hub().settle();
        long now = hub().clock.millis();
        chronicle.settled(now);
        devices.forEach(SessionDevice::settled);
    }

    /** Some time, less than a second or one. */
    private void pass(long millis) {
        if (chance.percent(40)) {
            settle();
        }
        long before = hub().clock.millis() / 1000;
        hub().clock.advance(millis);
        if (hub().clock.millis() / 1000 > before) {
            RecordBatch tick = new RecordBatch();
            tick.add(RecordType.TICK, 0, hub().clock.millis(), new byte[0], 0, 0);
            hub().journal().submit(tick);
        }
        events.add("it is " + hub().clock.millis());
        hub().loop(0).tick();
        hub().loop(1).tick();
        hub().broker().snapshots().stop();
    }

    private void passSome() {
        long most = chance.percent(25) ? 30 : 3;
        for (long times = 1 + chance.below(most); times > 0; times--) {
            pass(1 + chance.below(1_000));
        }
    }

    /**
     * The journal lets go of what it can, with some of what it needs for that; perhaps just when a
     * client took its session over, and just before the hub dies.
     */
    private void letGo(SessionDevice device) {
        if (chance.percent(40)) {
            open(device);
            settle();
        }
        makeSnapshots();
        release();
        if (chance.percent(40)) {
            dies();
        }
    }

    /** So that most of the journal is behind two of them. */
    private void makeSnapshots() {
        for (int i = 0; i < 3; i++) {
            fill();
            pass(1_000);
        }
    }

    private void fill() {
        boolean few = chance.percent(50);
        RecordBatch batch = new RecordBatch();
        for (int i = few ? FILLING / 5 : FILLING; i > 0; i--) {
            batch.add(RecordType.TRACE, 0, 0, new byte[few ? 40 : 0], 0, few ? 40 : 0);
        }
        hub().journal().submit(batch);
        hub().commit();
        chronicle.committed(hub().clock.millis());
    }

    private void release() {
        long before = hub().broker().neededFrom();
        hub().journal().release(before, hub().needs(before));
    }

    private void dies() {
        int how = (int) chance.below(4);
        events.add("the hub dies: " + how);
        switch (how) {
            case 0 -> hub().restart();
            case 1, 2 -> hub().crash();
            default -> failPower();
        }
        boolean powerFailed = how == 3;
        now(!powerFailed, () -> chronicle.settled(hub().clock.millis()));
        devices.forEach(device -> device.restarted(powerFailed));
        if (chance.percent(40)) {
            devices.stream().filter(ModelDevice::isDown).forEach(this::open);
            catchUp();
        } else if (chance.percent(60)) {
            settle();
        }
    }

    private void failPower() {
        if (chance.percent(40)) {
            makeSnapshots();
        }
        if (chance.percent(50)) {
            release();
        }
        hub().broker().snapshots().stop();
        Hub dead = hub();
        hub = dead.afterPowerFailure(folder.resolve("" + ++hubs), dead.clock.millis());
        dead.close();
    }

    /** Who is here takes everything there is. */
    private void catchUp() {
        settle();
        takeAll();
        long now = hub().clock.millis();
        for (SessionDevice device : devices) {
            if (device.isConnected()) {
                device.session.checkLast(now);
            }
        }
    }

    /** All come back and take everything there is; then a new client asks for what is retained. */
    private void finish() {
        for (int i = 0; i < 5; i++) {
            settle();
            pass(1_000);
        }
        settle();
        devices.stream().filter(ModelDevice::isDown).forEach(this::open);
        takeAll();
        if (chance.percent(50)) {
            dies();
            settle();
            devices.forEach(this::open);
            takeAll();
        }
        SessionDevice fresh = device("fresh");
        devices.add(fresh);
        fresh.connect(true, 0, null);
        settle();
        fresh.subscribe(everything(), 0);
        catchUp();
        long now = hub().clock.millis();
        for (SessionDevice device : devices) {
            device.wills.forEach(will -> will.checkLast(now));
        }
        for (String topic : TOPICS) {
            fresh.send(topic, Qos.AT_MOST_ONCE, false, false, MessageProperties.NEVER);
            settle();
            devices.forEach(device -> device.session.checkDirect(chronicle.all.getLast()));
            takeAll();
        }
    }

    private void takeAll() {
        int before = -1;
        while (events.size() > before) {
            before = events.size();
            for (int rounds = 0; rounds < 5; rounds++) {
                settle();
                devices.forEach(ModelDevice::answer);
                devices.forEach(SessionDevice::drain);
            }
        }
    }
}
