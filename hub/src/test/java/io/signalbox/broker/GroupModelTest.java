package io.signalbox.broker;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.signalbox.journal.RecordBatch;
import io.signalbox.journal.RecordType;
import io.signalbox.message.Qos;
import io.signalbox.time.Chance;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Two groups, one for each loop, whose members come, unsubscribe, end their sessions and begin new
 * ones under the same id, while the journal lets go of what nobody needs and the hub dies at any
 * moment, also with what was not yet durable. One member has both subscriptions for life, so an
 * acknowledged message of QoS 1 is done by somebody; one of QoS 2 comes to nobody twice. Who never
 * subscribed in its session gets nothing.
 */
@Timeout(120)
class GroupModelTest {
    private static final BrokerLimits D = BrokerLimits.DEFAULT;
    private static final BrokerLimits TIGHT =
            new BrokerLimits(10, 10, 8, 12, 100, 100, 3, 7, D.cursorMillis(), 5, 5_000);
    private static final String[] GROUPS = {"g", "h"};

    /** So many fill a few segments, and a group that is so far behind says where it is. */
    private static final int FILLING = 10_000;

    @TempDir
    Path folder;

    private @Nullable Hub hub;
    private Chance chance = new Chance(0);
    private int failures;

    /** The loop that does nothing for a while, if there is such a one. */
    private int busy = 2;

    private int messages;
    private final List<Member> members = new ArrayList<>();
    private final List<Publisher> publishers = new ArrayList<>();

    /** Of QoS 1: acknowledged by the hub, and by some member. */
    private final Set<String> accepted = new HashSet<>();

    private final Set<String> done = new HashSet<>();

    /** Of QoS 2, how often it came. */
    private final Map<String, Integer> came = new HashMap<>();

    @AfterEach
    void close() {
        hub().close();
    }

    private Hub hub() {
        if (hub == null) {
            throw new AssertionError("no hub");
        }
        return hub;
    }

    private abstract class Device extends QuietConnection {
        final String id;
        final ArrayDeque<Runnable> answers = new ArrayDeque<>();
        int loop;
        boolean connected;

        @Nullable
        Attachment attachment;

        Device(String id) {
            this.id = id;
        }

        Attachment attachment() {
            if (attachment == null) {
                throw new AssertionError("not connected");
            }
            return attachment;
        }

        BrokerLoop loop() {
            return hub().loop(loop);
        }

        void connect(boolean clean, long expiry) {
            if (attachment == null) {
                loop = (int) chance.below(2);
                int window = 1 + (int) chance.below(4);
                attachment =
                        loop().connect(new ConnectRequest(id, clean, expiry, window, null), this);
                loop().flush(attachment());
            }
        }

        void lose() {
            if (attachment != null) {
                loop().disconnected(
                                attachment(),
                                DisconnectReason.CONNECTION_LOST,
                                BrokerLoop.SAME_EXPIRY);
                loop().flush(attachment());
            }
            forget();
        }

        void forget() {
            attachment = null;
            connected = false;
            answers.clear();
        }

        void answer() {
            Runnable answer = answers.poll();
            if (answer != null && connected) {
                answer.run();
                loop().flush(attachment());
            }
        }

        @Override
        public void connected(boolean sessionPresent) {
            connected = true;
        }

        @Override
        public void close(DisconnectReason reason) {
            forget();
        }
    }

    private final class Publisher extends Device {
        private final Map<Integer, String> sent = new HashMap<>();
        private int lastId;

        Publisher(String id) {
            super(id);
        }

        void send() {
            if (!connected) {
                return;
            }
            Qos qos = Qos.of(1 + (int) chance.below(2));
            String topic = GROUPS[(int) chance.below(2)];
            String payload = qos.ordinal() + " " + ++messages;
            sent.put(++lastId, payload);
            loop().publish(attachment(), Hub.message(id, topic, payload, qos), lastId);
            loop().flush(attachment());
        }

        @Override
        public void connected(boolean sessionPresent) {
            super.connected(sessionPresent);
            sent.clear();
            lastId = 0;
        }

        @Override
        public void published(int packetId, PublishOutcome outcome) {
            assertThat(outcome).isEqualTo(PublishOutcome.ACCEPTED);
            accepted.add(sent.getOrDefault(packetId, "nothing"));
        }

        @Override
        public void taken(int packetId, PublishOutcome outcome) {
            answers.add(() -> loop().pubrel(attachment(), packetId));
        }

        @Override
        public void completed(int packetId, boolean known) {}

        @Override
        public Delivered deliver(Delivery delivery) {
            throw new AssertionError("not for a publisher");
        }
    }

    private final class Member extends Device {
        /** What it subscribed to in this session. */
        private final Set<String> asked = new HashSet<>();

        /** By packet id: what of QoS 2 it has and may see again. */
        private final Map<Integer, String> held = new HashMap<>();

        /** What it held when it asked for a new session; the hub has perhaps not heard of that. */
        private final Map<Integer, String> forgotten = new HashMap<>();

        private boolean full;

        Member(String id) {
            super(id);
        }

        @Override
        void connect(boolean clean, long expiry) {
            if (attachment == null && clean) {
                forgotten.putAll(held);
                held.clear();
            }
            super.connect(clean, expiry);
        }

        void subscribe(String group) {
            if (connected) {
                asked.add(group);
                SubscribeRequest request = new SubscribeRequest(
                        "$share/" + group + "/" + group,
                        Qos.EXACTLY_ONCE,
                        false,
                        false,
                        RetainHandling.SEND);
                loop().subscribe(attachment(), 1, List.of(request), 0);
                loop().flush(attachment());
            }
        }

        void unsubscribe(String group) {
            if (connected) {
                loop().unsubscribe(attachment(), 1, List.of("$share/" + group + "/" + group));
                loop().flush(attachment());
            }
        }

        void drain() {
            if (connected && full) {
                full = false;
                loop().writable(attachment());
                loop().flush(attachment());
            }
        }

        @Override
        void forget() {
            super.forget();
            full = false;
        }

        @Override
        public void connected(boolean sessionPresent) {
            super.connected(sessionPresent);
            if (!sessionPresent) {
                asked.clear();
                held.clear();
                forgotten.clear();
            }
        }

        @Override
        public void published(int packetId, PublishOutcome outcome) {
            throw new AssertionError("it publishes nothing");
        }

        @Override
        public Delivered deliver(Delivery delivery) {
            int packetId = delivery.packetId();
            String payload = new String(delivery.message().payload(), UTF_8);
            assertThat(asked).as(id + " " + payload).contains(delivery.message().topic());
            if (delivery.qos() == Qos.AT_LEAST_ONCE) {
                answers.add(() -> {
                    done.add(payload);
                    loop().puback(attachment(), packetId);
                });
            } else {
                String before = held.put(packetId, payload);
                assertThat(before).as(id + " " + packetId).isIn(null, payload);
                if (before == null && !payload.equals(forgotten.remove(packetId))) {
                    assertThat(came.merge(payload, 1, Integer::sum)).as(payload).isEqualTo(1);
                }
                answers.add(() -> loop().pubrec(attachment(), packetId, false));
            }
            full = chance.percent(20);
            return full ? Delivered.FULL : Delivered.MORE;
        }

        @Override
        public void release(int packetId) {
            held.remove(packetId);
            forgotten.remove(packetId);
            answers.add(() -> loop().pubcomp(attachment(), packetId));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void whatIsForAGroupIsDoneByOneOfItsMembers(long seed) {
        chance = new Chance(seed);
        hub = new Hub(folder.resolve("0"), 2, TIGHT);
        for (int i = 0; i < 2; i++) {
            publishers.add(new Publisher("p" + i));
        }
        for (int i = 0; i < 4; i++) {
            members.add(new Member("m" + i));
        }
        Member always = members.getFirst();
        always.connect(false, ConnectRequest.NEVER_EXPIRES);
        hub().settle();
        for (String group : GROUPS) {
            always.subscribe(group);
            hub().settle();
        }
        for (int step = 0; step < 600; step++) {
            step();
        }
        finish();
        assertThat(accepted).hasSizeGreaterThan(10);
        assertThat(done).containsAll(accepted);
        assertThat(came).hasSizeGreaterThan(10);
    }

    private void step() {
        Publisher publisher = publishers.get((int) chance.below(2));
        Member member = members.get((int) chance.below(4));
        String group = GROUPS[(int) chance.below(2)];
        boolean isAlways = member == members.getFirst();
        switch ((int) chance.below(16)) {
            case 0, 1, 2 -> publisher.send();
            case 3 -> publisher.connect(false, 0);
            case 4, 5 -> connect(member);
            case 6 -> member.lose();
            case 7, 8 -> member.subscribe(group);
            case 9 -> {
                if (!isAlways) {
                    member.unsubscribe(group);
                }
            }
            case 10 -> member.drain();
            case 11 -> now(chance.percent(20), this::dies);
            case 12 -> now(chance.percent(20), this::letGo);
            default -> member.answer();
        }
        publisher.answer();
        runSome();
        if (chance.percent(40)) {
            hub().commit();
        }
    }

    private void connect(Member member) {
        boolean isAlways = member == members.getFirst();
        boolean clean = !isAlways && chance.percent(40);
        boolean stays = isAlways || chance.percent(60);
        member.connect(clean, stays ? ConnectRequest.NEVER_EXPIRES : 0);
    }

    private static void now(boolean really, Runnable action) {
        if (really) {
            action.run();
        }
    }

    /** Each loop does a few things, but for one that is busy with something else. */
    private void runSome() {
        if (chance.percent(8)) {
            busy = (int) chance.below(4);
        }
        for (int runs = (int) chance.below(8); runs > 0; runs--) {
            int number = (int) chance.below(2);
            if (number != busy) {
                hub().executor(number).runOne();
            }
        }
    }

    /** The journal lets go of what it can, with some of what it needs for that. */
    private void letGo() {
        makeSnapshots();
        release();
    }

    private void makeSnapshots() {
        for (int i = 0; i < 3; i++) {
            fill();
            hub().clock.advance(1_000);
            hub().loop(0).tick();
            hub().broker().snapshots().stop();
        }
    }

    private void fill() {
        RecordBatch batch = new RecordBatch();
        for (int i = 0; i < FILLING; i++) {
            batch.add(RecordType.TRACE, 0, 0, new byte[0], 0, 0);
        }
        hub().journal().append(batch);
    }

    private void release() {
        long before = hub().broker().neededFrom();
        hub().journal().release(before, hub().needs(before));
    }

    private void dies() {
        if (chance.percent(50)) {
            hub().crash();
        } else {
            if (chance.percent(60)) {
                makeSnapshots();
            }
            hub().commit();
            hub().stall();
            for (int i = (int) chance.below(12); i > 0; i--) {
                publishers.get((int) chance.below(2)).send();
                members.get((int) chance.below(4)).drain();
                members.get((int) chance.below(4)).answer();
                runSome();
            }
            if (chance.percent(70)) {
                hub().executor(1).runAll();
                hub().loop(1).tick();
                release();
            }
            hub().broker().snapshots().stop();
            Hub dead = hub();
            hub = dead.afterPowerFailure(folder.resolve("" + ++failures));
            dead.close();
        }
        members.forEach(Device::forget);
        publishers.forEach(Device::forget);
        hub().settle();
    }

    /** The others go, and the member that is always there takes everything. */
    private void finish() {
        members.forEach(Device::lose);
        hub().settle();
        Member always = members.getFirst();
        for (int rounds = 0; rounds < 500; rounds++) {
            always.connect(false, ConnectRequest.NEVER_EXPIRES);
            always.drain();
            hub().settle();
            publishers.forEach(Device::answer);
            always.answer();
            hub().settle();
        }
    }
}
