package io.signalbox.broker;

import io.signalbox.message.Message;
import io.signalbox.message.MessageProperties;
import io.signalbox.message.Qos;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A client of the broker that writes down what happens to it. */
final class Client implements Connection {
    /** What came, as a line: {@code topic payload}, with what is not usual behind. */
    final List<String> got = new ArrayList<>();

    final List<Integer> ids = new ArrayList<>();
    final List<String> events = new ArrayList<>();
    /** Why the broker closed, in words. */
    String lastWords = "";

    final List<Integer> open = new ArrayList<>();

    private final Hub hub;
    private final String id;
    private int loop;
    private boolean clean;
    private long expiry = ConnectRequest.NEVER_EXPIRES;
    private int receiveMaximum = 100;
    private @Nullable Will will;
    private @Nullable Attachment attachment;
    private int packetId;
    boolean acknowledges = true;
    int room = Integer.MAX_VALUE;
    int largest = Integer.MAX_VALUE;

    Client(Hub hub, String id) {
        this.hub = hub;
        this.id = id;
    }

    Client on(int number) {
        loop = number;
        return this;
    }

    Client cleanStart() {
        clean = true;
        return this;
    }

    Client expiry(long seconds) {
        expiry = seconds;
        return this;
    }

    Client receiveMaximum(int count) {
        receiveMaximum = count;
        return this;
    }

    Client will(String topic, String payload, long delay) {
        will = new Will(Hub.message(id, topic, payload, Qos.AT_LEAST_ONCE), delay);
        return this;
    }

    Client willMessage(Message message) {
        will = new Will(message, 0);
        return this;
    }

    Client silent() {
        acknowledges = false;
        return this;
    }

    BrokerLoop loop() {
        return hub.loop(loop);
    }

    Client begin() {
        attachment =
                loop().connect(new ConnectRequest(id, clean, expiry, receiveMaximum, will), this);
        loop().flush(attachment());
        return this;
    }

    Client connect() {
        begin();
        hub.settle();
        return this;
    }

    Attachment attachment() {
        if (attachment == null) {
            throw new AssertionError("connect first");
        }
        return attachment;
    }

    Client subscribe(String filter) {
        return subscribe(filter, Qos.AT_LEAST_ONCE, 0);
    }

    Client subscribe(String filter, Qos qos, int identifier) {
        return subscribe(
                new SubscribeRequest(filter, qos, false, false, RetainHandling.SEND), identifier);
    }

    Client subscribe(SubscribeRequest request, int identifier) {
        loop().subscribe(attachment(), ++packetId, List.of(request), identifier);
        loop().flush(attachment());
        hub.settle();
        return this;
    }

    /** Asks for a subscription and leaves it at that. */
    Client ask(String filter) {
        SubscribeRequest request =
                new SubscribeRequest(filter, Qos.AT_LEAST_ONCE, false, false, RetainHandling.SEND);
        loop().subscribe(attachment(), ++packetId, List.of(request), 0);
        return this;
    }

    Client unsubscribe(String filter) {
        loop().unsubscribe(attachment(), ++packetId, List.of(filter));
        loop().flush(attachment());
        hub.settle();
        return this;
    }

    /** Publishes and leaves it at that. */
    int send(Message message) {
        int number = message.qos() == Qos.AT_MOST_ONCE ? 0 : ++packetId;
        loop().publish(attachment(), message, number);
        loop().flush(attachment());
        return number;
    }

    Client publish(String topic, String payload) {
        send(Hub.message(id, topic, payload, Qos.AT_LEAST_ONCE));
        hub.settle();
        return this;
    }

    Client publish(String topic, String payload, Qos qos) {
        send(Hub.message(id, topic, payload, qos));
        hub.settle();
        return this;
    }

    Client retain(String topic, String payload) {
        send(Hub.message(
                id,
                topic,
                payload,
                Qos.AT_LEAST_ONCE,
                true,
                MessageProperties.NONE,
                hub.clock.millis()));
        hub.settle();
        return this;
    }

    Client acknowledge(int number) {
        Acknowledged answered = loop().puback(attachment(), number);
        events.add(answered.name().toLowerCase(Locale.ROOT) + " " + number);
        open.removeIf(n -> n == number);
        loop().flush(attachment());
        hub.settle();
        return this;
    }

    void drained(int more) {
        room = more;
        loop().writable(attachment());
        hub.settle();
    }

    void disconnect() {
        leave(DisconnectReason.NORMAL);
    }

    void lose() {
        leave(DisconnectReason.CONNECTION_LOST);
    }

    void leave(DisconnectReason reason) {
        loop().disconnected(attachment(), reason, BrokerLoop.SAME_EXPIRY);
        hub.settle();
    }

    @Override
    public void connected(boolean sessionPresent) {
        events.add(sessionPresent ? "resumed" : "connected");
    }

    @Override
    public Delivered deliver(Delivery delivery) {
        Message message = delivery.message();
        if (message.payload().length > largest) {
            return Delivered.TOO_LARGE;
        }
        StringBuilder line = new StringBuilder(message.topic())
                .append(' ')
                .append(new String(message.payload(), StandardCharsets.UTF_8));
        if (delivery.retain()) {
            line.append(" retained");
        }
        if (delivery.duplicate()) {
            line.append(" again");
        }
        if (delivery.expirySeconds() != MessageProperties.NEVER) {
            line.append(" expires ").append(delivery.expirySeconds());
        }
        for (int i = 0; i < delivery.subscriptionIdCount(); i++) {
            line.append(" #").append(delivery.subscriptionId(i));
        }
        got.add(line.toString());
        ids.add(delivery.packetId());
        if (delivery.packetId() != 0) {
            open.add(delivery.packetId());
            if (acknowledges) {
                // Later, as a client does: a connection must not call back.
                hub.executor(loop).execute(() -> acknowledgeOpen());
            }
        }
        return --room > 0 ? Delivered.MORE : Delivered.FULL;
    }

    private void acknowledgeOpen() {
        for (int number : List.copyOf(open)) {
            if (loop().puback(attachment(), number) == Acknowledged.WRONG) {
                loop().pubrec(attachment(), number, false);
            }
        }
        open.clear();
        loop().flush(attachment());
    }

    @Override
    public void published(int number, PublishOutcome outcome) {
        events.add("published " + number + " " + outcome);
    }

    @Override
    public void taken(int number, PublishOutcome outcome) {
        events.add("taken " + number + " " + outcome);
    }

    @Override
    public void completed(int number, boolean known) {
        events.add("completed " + number + (known ? "" : " unknown"));
    }

    @Override
    public void release(int number) {
        events.add("release " + number);
        if (acknowledges) {
            hub.executor(loop).execute(() -> {
                loop().pubcomp(attachment(), number);
                loop().flush(attachment());
            });
        }
    }

    @Override
    public void subscribed(int number, List<SubscribeOutcome> outcomes) {
        events.add("subscribed " + outcomes);
    }

    @Override
    public void unsubscribed(int number, List<Boolean> existed) {
        events.add("unsubscribed " + existed);
    }

    @Override
    public void flush() {}

    @Override
    public void resume() {
        events.add("resume");
    }

    @Override
    public void close(DisconnectReason reason, String words) {
        lastWords = words;
        events.add("closed " + reason);
    }
}
