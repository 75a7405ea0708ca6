package io.signalbox.broker;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.signalbox.message.Qos;
import io.signalbox.time.Chance;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A sender and receivers that keep to the rules of QoS 2 [MQTT5 4.3.3], over connections that break
 * at any step and a hub that crashes at any step: each message arrives exactly once, in order; that
 * of a group at one of its members.
 */
class ExactlyOnceModelTest {
    private static final BrokerLimits D = BrokerLimits.DEFAULT;
    private static final BrokerLimits TIGHT =
            new BrokerLimits(10, 10, 8, 12, 100, 100, 3, 7, D.cursorMillis(), 5, 8_000);

    /** So many messages at least, so that a run is about something. */
    private static final int ENOUGH = 16;

    @TempDir
    Path folder;

    private Hub hub;
    private Chance chance = new Chance(0);
    private String filter = "t";
    private final List<Receiver> receivers = new ArrayList<>();

    /** What devices were told, in order. */
    private final List<String> events = new ArrayList<>();

    @BeforeEach
    void open() {
        hub = Hub.byTurns(folder, 2, TIGHT, Quotas.DEFAULT);
    }

    @AfterEach
    void close() {
        hub.close();
    }

    /** A device with its own memory, which outlives its connections. */
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
            return hub.loop(loop);
        }

        void connect() {
            if (attachment == null) {
                loop = (int) chance.below(2);
                int window = 1 + (int) chance.below(4);
                ConnectRequest request =
                        new ConnectRequest(id, false, ConnectRequest.NEVER_EXPIRES, window, null);
                attachment = loop().connect(request, this);
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
            events.add(id + " connected " + sessionPresent);
            connected = true;
        }

        @Override
        public void published(int packetId, PublishOutcome outcome) {
            throw new AssertionError("nothing here is of QoS 1");
        }

        @Override
        public Delivered deliver(Delivery delivery) {
            throw new AssertionError("not for a sender");
        }

        @Override
        public void close(DisconnectReason reason, String words) {
            events.add(id + " closed " + reason);
            forget();
        }
    }

    private final class Sender extends Device {
        /** By packet id, in order: what to say next. */
        private final Map<Integer, String> open = new LinkedHashMap<>();

        private static final String RELEASE = "";
        private int messages;

        Sender() {
            super("sender");
        }

        void send() {
            if (connected && open.size() < 6) {
                int packetId = 1;
                while (open.containsKey(packetId)) {
                    packetId++;
                }
                open.put(packetId, "m" + ++messages);
                say(packetId);
            }
        }

        private void say(int packetId) {
            String payload = open.getOrDefault(packetId, RELEASE);
            if (payload.equals(RELEASE)) {
                loop().pubrel(attachment(), packetId);
            } else {
                loop().publish(
                                attachment(),
                                Hub.message(id, "t", payload, Qos.EXACTLY_ONCE),
                                packetId);
            }
            loop().flush(attachment());
        }

        @Override
        public void connected(boolean sessionPresent) {
            super.connected(sessionPresent);
            for (int packetId : open.keySet()) {
                answers.add(() -> say(packetId));
            }
        }

        @Override
        public void taken(int packetId, PublishOutcome outcome) {
            events.add(id + " taken " + packetId);
            open.replace(packetId, RELEASE);
            answers.add(() -> say(packetId));
        }

        @Override
        public void completed(int packetId, boolean known) {
            events.add(id + " completed " + packetId + " " + known);
            open.remove(packetId);
        }
    }

    private final class Receiver extends Device {
        private final Set<Integer> held = new HashSet<>();
        final List<String> got = new ArrayList<>();
        boolean subscribed;

        Receiver(String id) {
            super(id);
        }

        @Override
        public Delivered deliver(Delivery delivery) {
            int packetId = delivery.packetId();
            assertThat(delivery.qos()).isEqualTo(Qos.EXACTLY_ONCE);
            String payload = new String(delivery.message().payload(), UTF_8);
            events.add(id + " got " + packetId + " " + payload + " " + delivery.duplicate());
            if (held.add(packetId)) {
                got.add(payload);
            }
            answers.add(() -> loop().pubrec(attachment(), packetId, false));
            return Delivered.MORE;
        }

        @Override
        public void release(int packetId) {
            events.add(id + " release " + packetId);
            held.remove(packetId);
            answers.add(() -> loop().pubcomp(attachment(), packetId));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void eachMessageArrivesOnceAndInOrder(long seed) {
        List<String> sent = run(seed, () -> {});
        assertThat(receivers.get(0).got).isEqualTo(sent);
        assertThat(receivers.get(1).got).isEqualTo(sent);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 65, 126})
    void aSeedIsOneRunAndNoOther(long seed) {
        filter = "$share/g/t";
        run(seed, this::comeOrGo);
        List<String> first = List.copyOf(events);
        hub.close();
        hub = Hub.byTurns(folder.resolve("again"), 2, TIGHT, Quotas.DEFAULT);
        run(seed, this::comeOrGo);
        assertThat(events).isEqualTo(first);
    }

    @Test
    void whatIsDroppedForAQuotaIsAllThatDoesNotArriveOnceAndInOrder() {
        int missing = 0;
        for (long seed = 1; seed <= 8; seed++) {
            hub.close();
            Path own = folder.resolve("quotas" + seed);
            hub = Hub.byTurns(own, 2, TIGHT, new Quotas(10, 3, 1L << 30, 0, 1000));
            List<String> sent = run(seed, this::enforceQuotas);
            for (Receiver receiver : receivers) {
                assertThat(receiver.got).doesNotHaveDuplicates().endsWith(sent.getLast());
                assertThat(sent).containsSubsequence(receiver.got);
                missing += sent.size() - receiver.got.size();
            }
        }
        assertThat(missing).isPositive();
    }

    /** Members of a group keep their sessions, so each message is one member's, and once. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void eachMessageOfAGroupArrivesAtOneMemberOnce(long seed) {
        filter = "$share/g/t";
        List<String> sent = run(seed, () -> {});
        List<String> got = new ArrayList<>(receivers.get(0).got);
        got.addAll(receivers.get(1).got);
        assertThat(got).containsExactlyInAnyOrderElementsOf(sent);
    }

    /** Who left a group keeps what it has; what it was not sent is one other's. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 65, 126})
    void eachMessageOfAGroupArrivesOnceThoughAMemberComesAndGoes(long seed) {
        filter = "$share/g/t";
        List<String> sent = run(seed, this::comeOrGo);
        List<String> got = new ArrayList<>(receivers.get(0).got);
        got.addAll(receivers.get(1).got);
        assertThat(got).containsExactlyInAnyOrderElementsOf(sent);
    }

    private void comeOrGo() {
        Receiver receiver = receivers.get(0);
        if (!receiver.connected) {
            return;
        }
        if (receiver.subscribed) {
            receiver.loop().unsubscribe(receiver.attachment(), 1, List.of(filter));
            receiver.subscribed = false;
        } else {
            subscribe(receiver);
        }
        receiver.loop().flush(receiver.attachment());
    }

    private void subscribe(Receiver receiver) {
        receiver.loop()
                .subscribe(
                        receiver.attachment(),
                        1,
                        List.of(new SubscribeRequest(
                                filter, Qos.EXACTLY_ONCE, false, false, RetainHandling.SEND)),
                        0);
        receiver.subscribed = true;
    }

    /** Time passes, so that the loops say who is late, and quotas are looked after. */
    private void enforceQuotas() {
        hub.clock.advance(1_000);
        hub.loop(0).tick();
        hub.loop(1).tick();
        hub.broker().enforceQuotas();
    }

    /** Returns what was sent. */
    private List<String> run(long seed, Runnable nowAndThen) {
        chance = new Chance(seed);
        events.clear();
        receivers.clear();
        Sender sender = new Sender();
        receivers.addAll(List.of(new Receiver("r0"), new Receiver("r1")));
        List<Device> devices = List.of(sender, receivers.get(0), receivers.get(1));
        for (Receiver receiver : receivers) {
            receiver.connect();
            hub.settle();
            subscribe(receiver);
            receiver.loop().flush(receiver.attachment());
            hub.settle();
        }
        for (int step = 0; step < 600 || (sender.messages < ENOUGH && step < 20_000); step++) {
            Device device = devices.get((int) chance.below(3));
            switch ((int) chance.below(12)) {
                case 0, 1, 2 -> sender.send();
                case 3 -> device.connect();
                case 4 -> {
                    if (chance.percent(30)) {
                        device.lose();
                    }
                }
                case 5 -> {
                    if (chance.percent(15)) {
                        hub.crash();
                        devices.forEach(Device::forget);
                    }
                }
                case 6 -> hub.settle();
                case 7 -> nowAndThen.run();
                default -> device.answer();
            }
            for (int runs = (int) chance.below(5); runs > 0; runs--) {
                hub.executor((int) chance.below(2)).runOne();
            }
            if (chance.percent(40)) {
                hub.commit();
            }
        }
        for (int rounds = 0; rounds < 1_000; rounds++) {
            devices.forEach(Device::connect);
            hub.settle();
            devices.forEach(Device::answer);
            hub.settle();
        }
        List<String> sent = new ArrayList<>();
        for (int i = 1; i <= sender.messages; i++) {
            sent.add("m" + i);
        }
        assertThat(sent).hasSizeGreaterThanOrEqualTo(ENOUGH);
        assertThat(sender.open).isEmpty();
        return sent;
    }
}
