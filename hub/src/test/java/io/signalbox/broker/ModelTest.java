package io.signalbox.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.message.Qos;
import io.signalbox.message.Topic;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;

/**
 * Random lives of a few clients against the simplest model there is: a list of all messages. Every
 * message that was acknowledged reaches every session that was told of its subscription before the
 * message was sent; in the order of its publisher; a second time only with DUP and the same id; and
 * all that with crashes in between, at moments when some loops have not seen what is durable.
 */
class ModelTest {
    private static final String[] FILTERS = {"t/0", "t/1", "t/+", "#", "t/2/#"};
    private static final BrokerLimits D = BrokerLimits.DEFAULT;
    private static final BrokerLimits TIGHT =
            new BrokerLimits(10, 10, 8, 12, 100, 100, 3, 7, D.cursorMillis(), 5, 8_000);

    @TempDir
    Path folder;

    /** A client id with all its connections, and what the model says of its session. */
    private static final class Subscriber {
        final String id;
        final List<Client> connections = new ArrayList<>();
        final Set<String> confirmed = new HashSet<>();
        final Map<String, Integer> received = new HashMap<>();
        final Map<String, Integer> lastOfPublisher = new HashMap<>();
        final Set<String> owed = new HashSet<>();
        String asked = "";
        boolean fresh;

        Subscriber(String id) {
            this.id = id;
        }

        Client now() {
            return connections.getLast();
        }

        boolean isConnected() {
            List<String> events = connections.isEmpty() ? List.of("closed") : now().events;
            return !events.isEmpty()
                    && events.stream().noneMatch(e -> e.startsWith("closed"))
                    && events.stream().anyMatch(e -> e.equals("resumed") || e.equals("connected"));
        }
    }

    private Hub hub;
    private Random random = new Random();
    private final List<Subscriber> subscribers = new ArrayList<>();
    private final List<Client> publishers = new ArrayList<>();

    /** By publisher and packet id. */
    private final Map<String, String> unacknowledged = new HashMap<>();

    private final Set<String> acknowledged = new HashSet<>();
    private int messages;

    @BeforeEach
    void open() {
        hub = new Hub(folder, 2, TIGHT);
    }

    @AfterEach
    void close() {
        hub.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 9, 12})
    void nothingAcknowledgedIsLostAndNothingComesOutOfOrder(long seed) {
        random = new Random(seed);
        for (int i = 0; i < 3; i++) {
            subscribers.add(new Subscriber("s" + i));
        }
        startPublishers();
        for (int step = 0; step < 300; step++) {
            step();
            look();
        }
        finish();
    }

    private void startPublishers() {
        publishers.clear();
        unacknowledged.clear();
        for (int i = 0; i < 2; i++) {
            publishers.add(hub.client("p" + i).on(i).expiry(0).connect());
        }
    }

    private void step() {
        Subscriber subscriber = subscribers.get(random.nextInt(subscribers.size()));
        switch (random.nextInt(14)) {
            case 0, 1, 2, 3, 4, 5 -> publish();
            case 6, 7 -> connect(subscriber);
            case 8 -> leave(subscriber);
            case 9, 10 -> subscribe(subscriber);
            case 11 -> acknowledge(subscriber);
            case 12 -> pass();
            case 13 -> crash();
            default -> throw new AssertionError();
        }
        for (int i = random.nextInt(6); i > 0; i--) {
            if (random.nextInt(3) == 0) {
                hub.commit();
            }
            hub.executor(random.nextInt(2)).runOne();
        }
    }

    private void publish() {
        for (int count = 1 + random.nextInt(8); count > 0; count--) {
            int number = random.nextInt(2);
            Client publisher = publishers.get(number);
            String topic = "t/" + random.nextInt(3);
            String payload = "p" + number + "-" + ++messages;
            String key = topic + " " + payload;
            for (Subscriber subscriber : subscribers) {
                if (subscriber.confirmed.stream().anyMatch(f -> Topic.matches(f, topic))) {
                    subscriber.owed.add(key);
                }
            }
            int id = publisher.send(Hub.message("p", topic, payload, Qos.AT_LEAST_ONCE));
            unacknowledged.put(number + " " + id, key);
        }
    }

    private void connect(Subscriber subscriber) {
        look();
        Client client = hub.client(subscriber.id)
                .on(random.nextInt(2))
                .receiveMaximum(1 + random.nextInt(6));
        client.acknowledges = random.nextInt(3) > 0;
        client.room = random.nextInt(3) == 0 ? 3 : Integer.MAX_VALUE;
        if (random.nextInt(12) == 0) {
            client.cleanStart();
            subscriber.confirmed.clear();
            subscriber.owed.clear();
            subscriber.fresh = true;
        }
        subscriber.asked = "";
        subscriber.connections.add(client);
        client.begin();
        if (subscriber.fresh) {
            hub.settle();
            subscriber.connections.forEach(c -> c.got.clear());
            subscriber.received.clear();
            subscriber.lastOfPublisher.clear();
            subscriber.fresh = false;
        }
    }

    private void leave(Subscriber subscriber) {
        if (subscriber.isConnected()) {
            Client client = subscriber.now();
            client.loop()
                    .disconnected(
                            client.attachment(),
                            DisconnectReason.CONNECTION_LOST,
                            BrokerLoop.SAME_EXPIRY);
            client.loop().flush(client.attachment());
            client.events.add("closed by itself");
            subscriber.asked = "";
        }
    }

    private void subscribe(Subscriber subscriber) {
        if (!subscriber.isConnected() || !subscriber.asked.isEmpty()) {
            return;
        }
        Client client = subscriber.now();
        String filter = FILTERS[random.nextInt(FILTERS.length)];
        if (random.nextInt(3) == 0) {
            subscriber.confirmed.remove(filter);
            client.loop().unsubscribe(client.attachment(), 1, List.of(filter));
        } else {
            subscriber.asked = filter;
            SubscribeRequest request = new SubscribeRequest(
                    filter, Qos.AT_LEAST_ONCE, false, false, RetainHandling.SEND);
            client.loop().subscribe(client.attachment(), 1, List.of(request), 0);
        }
        client.loop().flush(client.attachment());
    }

    private void acknowledge(Subscriber subscriber) {
        if (!subscriber.isConnected()) {
            return;
        }
        Client client = subscriber.now();
        if (!client.open.isEmpty() && random.nextBoolean()) {
            int id = client.open.get(random.nextInt(client.open.size()));
            client.open.removeIf(open -> open == id);
            client.loop().puback(client.attachment(), id);
            client.loop().flush(client.attachment());
        } else {
            client.room = 1 + random.nextInt(20);
            client.loop().writable(client.attachment());
        }
    }

    private void pass() {
        hub.clock.advance(random.nextInt(1_500));
        hub.loop(0).tick();
        hub.loop(1).tick();
    }

    private void crash() {
        if (random.nextBoolean()) {
            hub.crash();
            look();
        } else {
            look();
            hub.restart();
            look();
        }
        for (Subscriber subscriber : subscribers) {
            subscriber.asked = "";
            subscriber.connections.forEach(c -> c.events.add("closed by the crash"));
        }
        startPublishers();
    }

    /** Reads what came and compares it with the model. */
    private void look() {
        for (int number = 0; number < publishers.size(); number++) {
            for (String event : publishers.get(number).events) {
                if (event.startsWith("published ")) {
                    String key = unacknowledged.remove(number + " " + event.split(" ")[1]);
                    acknowledged.add(Objects.requireNonNull(key, event));
                }
            }
            publishers.get(number).events.removeIf(e -> e.startsWith("published "));
        }
        for (Subscriber subscriber : subscribers) {
            for (Client client : subscriber.connections) {
                for (int i = 0; i < client.got.size(); i++) {
                    check(subscriber, client.got.get(i), client.ids.get(i));
                }
                client.got.clear();
                client.ids.clear();
            }
            if (subscriber.isConnected()
                    && subscriber.now().events.removeIf(e -> e.startsWith("subscribed"))) {
                subscriber.confirmed.add(subscriber.asked);
                subscriber.asked = "";
            }
        }
    }

    private static void check(Subscriber subscriber, String line, int id) {
        boolean again = line.endsWith(" again");
        String key = again ? line.substring(0, line.length() - 6) : line;
        Integer before = subscriber.received.putIfAbsent(key, id);
        if (before != null) {
            assertThat(again).as(line).isTrue();
            assertThat(id).as(line).isEqualTo(before);
            return;
        }
        String publisher = key.substring(key.indexOf('p'), key.indexOf('-'));
        int number = Integer.parseInt(key.substring(key.indexOf('-') + 1));
        Integer last = subscriber.lastOfPublisher.put(publisher, number);
        assertThat(last == null || last < number).as(subscriber.id + " " + line).isTrue();
        subscriber.owed.remove(key);
    }

    /** All come back and take everything: then nothing is owed. */
    private void finish() {
        for (Subscriber subscriber : subscribers) {
            subscriber.connections.add(hub.client(subscriber.id));
            subscriber.now().begin();
        }
        hub.settle();
        look();
        for (Subscriber subscriber : subscribers) {
            subscriber.owed.retainAll(acknowledged);
            assertThat(subscriber.owed).as(subscriber.id).isEmpty();
        }
        assertThat(acknowledged).hasSizeGreaterThan(300);
    }
}
