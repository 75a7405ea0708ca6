package io.signalbox.broker;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.signalbox.journal.RecordBatch;
import io.signalbox.journal.RecordType;
import io.signalbox.message.Message;
import io.signalbox.message.MessageProperties;
import io.signalbox.message.Qos;
import io.signalbox.time.Chance;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Two groups, one for each loop, whose members come, unsubscribe, end their sessions, begin new ones
 * under the same id and take their sessions over, while the journal lets go of what nobody needs and
 * the hub dies at any moment, also with what was not yet durable. A topic that is for everybody, with
 * retained messages, has its part of their packet ids.
 *
 * <p>One member has all subscriptions for life, so an acknowledged message of QoS 1 is done by
 * somebody; one of QoS 2 comes to nobody twice. Who never subscribed in its session gets nothing.
 */
@Timeout(120)
class GroupModelTest {
    private static final BrokerLimits D = BrokerLimits.DEFAULT;
    private static final BrokerLimits TIGHT =
            new BrokerLimits(10, 10, 8, 12, 100, 100, 3, 7, D.cursorMillis(), 5, 5_000);

    /** That of everybody. */
    private static final String COMMON = "all";

    /** So many fill a few segments, and a group that is so far behind says where it is. */
    private static final int FILLING = 10_000;

    @TempDir
    Path folder;

    private @Nullable Hub hub;
    private Chance chance = new Chance(0);
    private int hubs;

    /** The loop that does nothing for a while, if there is such a one. */
    private int busy = 2;

    private int messages;
    private final List<Member> members = new ArrayList<>();
    private final List<Publisher> publishers = new ArrayList<>();

    /** What devices were told, in order. */
    private final List<String> events = new ArrayList<>();

    /** Acknowledged by the hub: of groups at QoS 1, and what is for everybody. */
    private final Set<String> accepted = new HashSet<>();

    private final Set<String> acceptedForAll = new HashSet<>();

    /** Acknowledged by some member. */
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

    private final class Publisher extends ModelDevice {
        private final Map<Integer, Message> sent = new HashMap<>();
        private int lastId;

        Publisher(String id) {
            super(id, GroupModelTest.this::hub, GroupModelTest.this.chance, events);
        }

        void send() {
            say(() -> {
                Message message = Hub.message(
                        id,
                        anyTopic(),
                        "" + ++messages,
                        Qos.of(1 + (int) chance.below(2)),
                        chance.percent(30),
                        chance.percent(15) ? Hub.expiring(2) : MessageProperties.NONE,
                        hub().clock.millis());
                sent.put(++lastId, message);
                loop().publish(attachment(), message, lastId);
            });
        }

        @Override
        void connected(boolean sessionPresent) {
            sent.clear();
            lastId = 0;
        }

        @Override
        void published(int packetId, PublishOutcome outcome) {
            accept(packetId, outcome);
        }

        @Override
        void taken(int packetId, PublishOutcome outcome) {
            accept(packetId, outcome);
            later(() -> loop().pubrel(attachment(), packetId));
        }

        private void accept(int packetId, PublishOutcome outcome) {
            assertThat(outcome).isEqualTo(PublishOutcome.ACCEPTED);
            Message message = sent.remove(packetId);
            if (message == null || message.properties().expirySeconds() == 2) {
                return;
            }
            if (message.topic().equals(COMMON)) {
                acceptedForAll.add(text(message));
            } else if (message.qos() == Qos.AT_LEAST_ONCE) {
                accepted.add(text(message));
            }
        }

        @Override
        Delivered deliver(Delivery delivery) {
            throw new AssertionError("not for a publisher");
        }
    }

    private String anyTopic() {
        return chance.percent(20) ? COMMON : chance.percent(50) ? "g" : "h";
    }

    private static String text(Message message) {
        return new String(message.payload(), UTF_8);
    }

    private final class Member extends ModelDevice {
        /** What it subscribed to in this session. */
        private final Set<String> asked = new HashSet<>();

        /** By packet id: what of QoS 2 it has and may see again. */
        private final Map<Integer, String> held = new HashMap<>();

        /** What it held in a session that it ended; the hub has perhaps not heard of that. */
        private final Map<Integer, String> forgotten = new HashMap<>();

        /** What came to it of that which is for everybody. */
        private final Set<String> common = new HashSet<>();

        /** So many retained messages it may get. */
        private int retained;

        /** Its session outlives its connection. */
        private boolean lasts = true;

        private boolean full;

        Member(String id) {
            super(id, GroupModelTest.this::hub, GroupModelTest.this.chance, events);
        }

        @Override
        void open(boolean clean, long expirySeconds) {
            if (clean) {
                endSession();
            }
            super.open(clean, expirySeconds);
            lasts = expirySeconds > 0;
        }

        private void endSession() {
            forgotten.putAll(held);
            held.clear();
        }

        void subscribe(String topic) {
            say(() -> {
                asked.add(topic);
                retained += topic.equals(COMMON) ? 1 : 0;
                SubscribeRequest request = new SubscribeRequest(
                        filter(topic), Qos.EXACTLY_ONCE, false, false, RetainHandling.SEND);
                loop().subscribe(attachment(), 1, List.of(request), 0);
            });
        }

        void unsubscribe(String topic) {
            say(() -> loop().unsubscribe(attachment(), 1, List.of(filter(topic))));
        }

        private static String filter(String topic) {
            return topic.equals(COMMON) ? topic : "$share/" + topic + "/" + topic;
        }

        void drain() {
            if (full) {
                full = false;
                say(() -> loop().writable(attachment()));
            }
        }

        @Override
        void forget() {
            super.forget();
            full = false;
            if (!lasts) {
                endSession();
            }
        }

        @Override
        void connected(boolean sessionPresent) {
            if (!sessionPresent) {
                asked.clear();
                held.clear();
                forgotten.clear();
            }
        }

        @Override
        Delivered deliver(Delivery delivery) {
            int packetId = delivery.packetId();
            String topic = delivery.message().topic();
            String payload = text(delivery.message());
            note("got " + payload + " as " + packetId);
            assertThat(asked).as(id + " " + payload).contains(topic);
            if (topic.equals(COMMON)) {
                common.add(payload);
            }
            if (delivery.qos() == Qos.AT_LEAST_ONCE) {
                later(() -> {
                    done.add(payload);
                    loop().puback(attachment(), packetId);
                });
            } else {
                String before = held.put(packetId, payload);
                assertThat(before).as(id + " " + packetId).isIn(null, payload);
                if (before == null && !payload.equals(forgotten.remove(packetId))) {
                    comes(topic, payload, delivery.retain());
                }
                later(() -> loop().pubrec(attachment(), packetId, false));
            }
            full = chance.percent(20);
            return full ? Delivered.FULL : Delivered.MORE;
        }

        /** A message of QoS 2 that it does not have. */
        private void comes(String topic, String payload, boolean isRetained) {
            if (isRetained) {
                assertThat(--retained).as(id + " " + payload).isNotNegative();
            } else {
                String whose = topic.equals(COMMON) ? id + " " : "";
                assertThat(came.merge(whose + payload, 1, Integer::sum))
                        .as(payload)
                        .isEqualTo(1);
            }
        }

        @Override
        void release(int packetId) {
            held.remove(packetId);
            forgotten.remove(packetId);
            later(() -> loop().pubcomp(attachment(), packetId));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {8, 16, 29})
    void whatIsForAGroupIsDoneByOneOfItsMembers(long seed) {
        run(seed);
        assertThat(accepted).hasSizeGreaterThan(10);
        assertThat(done).containsAll(accepted);
        assertThat(acceptedForAll).hasSizeGreaterThan(10);
        assertThat(members.getFirst().common).containsAll(acceptedForAll);
        assertThat(came).hasSizeGreaterThan(10);
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
        chance = new Chance(seed);
        hub = Hub.byTurns(folder.resolve("" + ++hubs), 2, TIGHT, Quotas.DEFAULT);
        busy = 2;
        messages = 0;
        List.of(accepted, acceptedForAll, done).forEach(Set::clear);
        came.clear();
        events.clear();
        publishers.clear();
        members.clear();
        for (int i = 0; i < 2; i++) {
            publishers.add(new Publisher("p" + i));
        }
        for (int i = 0; i < 4; i++) {
            members.add(new Member("m" + i));
        }
        Member always = members.getFirst();
        always.open(false, ConnectRequest.NEVER_EXPIRES);
        hub().settle();
        for (String topic : List.of("g", "h", COMMON)) {
            always.subscribe(topic);
            hub().settle();
        }
        for (int step = 0; step < 1500; step++) {
            step();
        }
        finish();
    }

    private void step() {
        Publisher publisher = publishers.get((int) chance.below(2));
        Member member = members.get((int) chance.below(4));
        String topic = anyTopic();
        boolean isAlways = member == members.getFirst();
        switch ((int) chance.below(18)) {
            case 0, 1, 2 -> publisher.send();
            case 3 -> now(publisher.isDown(), () -> publisher.open(false, 0));
            case 4, 5 -> now(member.isDown(), () -> open(member));
            case 6 -> member.lose();
            case 7, 8 -> member.subscribe(topic);
            case 9 -> now(!isAlways, () -> member.unsubscribe(topic));
            case 10 -> member.drain();
            case 11 -> now(chance.percent(8), this::dies);
            case 12 -> now(chance.percent(8), this::letGo);
            case 13 -> now(chance.percent(50), () -> open(member));
            default -> member.answer();
        }
        publisher.answer();
        runSome();
        if (chance.percent(40)) {
            hub().commit();
        }
    }

    private void open(Member member) {
        boolean isAlways = member == members.getFirst();
        boolean clean = !isAlways && chance.percent(40);
        boolean stays = isAlways || chance.percent(60);
        member.open(clean, stays ? ConnectRequest.NEVER_EXPIRES : 0);
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
        hub().journal().submit(batch);
        hub().commit();
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
            hub = dead.afterPowerFailure(folder.resolve("" + ++hubs));
            dead.close();
        }
        members.forEach(ModelDevice::forget);
        publishers.forEach(ModelDevice::forget);
        hub().settle();
    }

    /** The others go, and the member that is always there takes everything there is. */
    private void finish() {
        members.forEach(ModelDevice::lose);
        hub().settle();
        Member always = members.getFirst();
        always.open(false, ConnectRequest.NEVER_EXPIRES);
        int before = -1;
        while (events.size() > before) {
            before = events.size();
            for (int rounds = 0; rounds < 10; rounds++) {
                hub().settle();
                publishers.forEach(ModelDevice::answer);
                always.answer();
                always.drain();
            }
        }
    }
}
