package io.signalbox.client;

import io.signalbox.message.MessageProperties;
import io.signalbox.message.Qos;
import io.signalbox.message.Topic;
import io.signalbox.mqtt.codec.Decoded;
import io.signalbox.mqtt.codec.Disconnect;
import io.signalbox.mqtt.codec.Fault;
import io.signalbox.mqtt.codec.Packet;
import io.signalbox.mqtt.codec.PingReq;
import io.signalbox.mqtt.codec.PingResp;
import io.signalbox.mqtt.codec.PubAck;
import io.signalbox.mqtt.codec.PubComp;
import io.signalbox.mqtt.codec.PubRec;
import io.signalbox.mqtt.codec.PubRel;
import io.signalbox.mqtt.codec.Publish;
import io.signalbox.mqtt.codec.ReasonCode;
import io.signalbox.mqtt.codec.SubAck;
import io.signalbox.mqtt.codec.Subscribe;
import io.signalbox.mqtt.codec.Subscription;
import io.signalbox.mqtt.codec.UnsubAck;
import io.signalbox.mqtt.codec.Unsubscribe;

import org.jspecify.annotations.Nullable;

import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * A device's side of MQTT: publishes and subscribes, and waits for the answers.
 *
 * <p>Three virtual threads serve a client: one reads, one calls the handlers (which may publish
 * and wait in turn), one pings. A message of QoS 1 or 2 is acknowledged when its handlers have
 * returned. All methods may be called from any thread.
 *
 * <p>What is open at QoS 2 is known to this object alone: exactly once holds over any number of
 * lost connections, as long as the program runs and the server keeps the session.
 *
 * <p>Longer than 400 lines because connecting, asking and answering share one lock.
 */
public final class Client implements AutoCloseable {
    /** Unacknowledged publishes at most, if the server does not want fewer. */
    private static final int WINDOW = 1_000;

    private static final int FIRST_PAUSE_MILLIS = 50;
    private static final int LONGEST_PAUSE_MILLIS = 5_000;

    private record Pending(Packet packet, CompletableFuture<Packet> answer) {}

    private final ClientOptions options;
    private final Inbox inbox;
    private final List<Thread> threads = new ArrayList<>();
    private final CompletableFuture<Disconnect> ended = new CompletableFuture<>();

    /** Guards what follows, and writing. */
    private final ReentrantLock lock = new ReentrantLock();

    private final Condition room = lock.newCondition();
    private final Map<Integer, Pending> pending = new LinkedHashMap<>();
    private Link link;
    private int lastPacketId;
    private boolean closed;
    private boolean pingOwed;

    private Client(ClientOptions options, Link link, Consumer<Publish> otherwise) {
        this.options = options;
        this.link = link;
        this.inbox = new Inbox(otherwise, this::answer);
    }

    /** Connects; messages that no {@link #subscribe handler} matches are ignored. */
    public static Client connect(ClientOptions options) throws IOException {
        return connect(options, _ -> {});
    }

    /**
     * Connects.
     *
     * @param otherwise is given messages that no {@link #subscribe handler} matches, such as those
     *     of a stored session that come with the connection
     */
    public static Client connect(ClientOptions options, Consumer<Publish> otherwise)
            throws IOException {
        Client client = new Client(options, Link.open(options), otherwise);
        client.start("reads", client::readAll);
        client.start("handles", client.inbox::handleAll);
        client.start("pings", client::pingAll);
        return client;
    }

    private void start(String what, Runnable work) {
        threads.add(Thread.ofVirtual().name(options.clientId() + " " + what).start(work));
    }

    /** True if the server still had this client's session. */
    public boolean sessionPresent() {
        return current().welcome().sessionPresent();
    }

    /** Completed when the connection has ended for good, with what the server said last. */
    public CompletableFuture<Disconnect> ended() {
        return ended.copy();
    }

    /** Publishes; at QoS 1 and 2 waits until the server has it, and is {@link Refused} if it has not. */
    public void publish(String topic, byte[] payload, Qos qos, boolean retain) throws IOException {
        CompletableFuture<ReasonCode> answer = send(topic, payload, qos, retain);
        ReasonCode reason = await(answer, qos == Qos.EXACTLY_ONCE ? "PUBCOMP" : "PUBACK");
        if (reason.failed()) {
            throw new Refused("the message to " + topic, reason);
        }
    }

    /**
     * Publishes without waiting; at QoS 0 the answer is there at once. Waits only while as many
     * messages are unacknowledged as the server allows.
     */
    public CompletableFuture<ReasonCode> send(String topic, byte[] payload, Qos qos, boolean retain)
            throws IOException {
        return send(topic, payload, qos, retain, MessageProperties.NONE);
    }

    /** As above, with the properties of MQTT 5. */
    public CompletableFuture<ReasonCode> send(
            String topic, byte[] payload, Qos qos, boolean retain, MessageProperties properties)
            throws IOException {
        if (!Topic.isName(topic)) {
            throw new IllegalArgumentException(
                    "expected a topic without wildcards; found '" + topic + "'");
        }
        if (qos == Qos.AT_MOST_ONCE) {
            write(publish(topic, payload, qos, retain, 0, properties));
            return CompletableFuture.completedFuture(ReasonCode.SUCCESS);
        }
        CompletableFuture<Packet> answer =
                ask(id -> publish(topic, payload, qos, retain, id, properties));
        return answer.thenApply(Client::outcome);
    }

    /** What the server made of a publish, by the packet that ended its exchange. */
    private static ReasonCode outcome(Packet last) {
        return switch (last) {
            case PubAck ack -> ack.reason();
            case PubRec refused -> refused.reason();
            // With an unknown identifier too: then an earlier PUBREL had ended it already.
            default -> ReasonCode.SUCCESS;
        };
    }

    private static Publish publish(
            String topic,
            byte[] payload,
            Qos qos,
            boolean retain,
            int id,
            MessageProperties properties) {
        return new Publish(topic, payload, qos, false, retain, id, 0, Publish.NO_IDS, properties);
    }

    /**
     * Subscribes and waits for the answer; {@link Refused} if the server says no.
     *
     * @param handler called for each message that matches, one at a time
     */
    public Qos subscribe(String filter, Qos qos, Consumer<Publish> handler) throws IOException {
        Inbox.Handler added = inbox.add(filter, qos, handler);
        SubAck answer = (SubAck) await(ask(id -> subscribe(id, filter, qos)), "SUBACK");
        ReasonCode reason = answer.reasons().getFirst();
        if (reason.failed()) {
            inbox.remove(added);
            throw new Refused("the subscription to " + filter, reason);
        }
        return Qos.of(reason.number());
    }

    private static Subscribe subscribe(int id, String filter, Qos qos) {
        return new Subscribe(id, 0, List.of(new Subscription(filter, qos)), List.of());
    }

    /** Ends a subscription and waits for the answer. */
    public void unsubscribe(String filter) throws IOException {
        await(ask(id -> new Unsubscribe(id, List.of(filter), List.of())), "UNSUBACK");
        inbox.removeAll(filter);
    }

    /** Says good-bye, so that the will is not published, and ends. */
    @Override
    public void close() {
        lock.lock();
        try {
            if (!closed) {
                link.write(new Disconnect(ReasonCode.SUCCESS));
            }
        } catch (IOException e) {
            log("DISCONNECT was not sent", e);
        } finally {
            lock.unlock();
        }
        abort();
    }

    /** Ends without a word, as a device does that loses power. */
    public void abort() {
        lock.lock();
        try {
            closed = true;
            link.close();
        } finally {
            lock.unlock();
        }
        end(null, new EOFException("the client was closed"));
    }

    private void end(@Nullable Disconnect last, IOException why) {
        List<Pending> open;
        lock.lock();
        try {
            closed = true;
            open = List.copyOf(pending.values());
            pending.clear();
            room.signalAll();
        } finally {
            lock.unlock();
        }
        open.forEach(p -> p.answer.completeExceptionally(why));
        threads.forEach(Thread::interrupt);
        if (last != null) {
            ended.complete(last);
        } else {
            ended.completeExceptionally(why);
        }
    }

    private interface Question {
        Packet withId(int packetId);
    }

    /** Sends a packet that is answered by one with the same packet identifier. */
    private CompletableFuture<Packet> ask(Question question) throws IOException {
        CompletableFuture<Packet> answer = new CompletableFuture<>();
        lock.lock();
        try {
            int allowed = Math.min(WINDOW, link.welcome().properties().receiveMaximum());
            while (!closed && pending.size() >= allowed) {
                room.await();
            }
            int id = nextPacketId();
            Packet packet = question.withId(id);
            pending.put(id, new Pending(packet, answer));
            writeOrKeep(packet);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting to send");
        } finally {
            lock.unlock();
        }
        return answer;
    }

    private int nextPacketId() {
        do {
            lastPacketId = lastPacketId == 0xFFFF ? 1 : lastPacketId + 1;
        } while (pending.containsKey(lastPacketId));
        return lastPacketId;
    }

    /** While a client reconnects, what awaits an answer is kept and sent then. */
    private void writeOrKeep(Packet packet) throws IOException {
        try {
            write(packet);
        } catch (IOException e) {
            if (closed || !options.reconnect()) {
                throw e;
            }
            log("kept until the connection is back", e);
        }
    }

    private void write(Packet packet) throws IOException {
        lock.lock();
        try {
            if (closed) {
                throw new EOFException("the connection has ended");
            }
            link.write(packet);
        } finally {
            lock.unlock();
        }
    }

    private <T> T await(CompletableFuture<T> answer, String what) throws IOException {
        try {
            return answer.get(options.timeoutMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new SocketTimeoutException(
                    "expected " + what + " within " + options.timeoutMillis() + " ms; none came");
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException io
                    ? io
                    : new IOException("no " + what + " came", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for " + what);
        }
    }

    private void readAll() {
        while (true) {
            Link reading = current();
            @Nullable Disconnect last = null;
            IOException why;
            try {
                last = readUntilEnd(reading);
                why = new EOFException(
                        last == null
                                ? "the server closed the connection"
                                : "the server ended the connection: " + last.reason());
            } catch (IOException e) {
                why = e;
            }
            reading.close();
            if (!options.reconnect() || !reconnected()) {
                end(last, why);
                return;
            }
        }
    }

    private @Nullable Disconnect readUntilEnd(Link reading) throws IOException {
        while (true) {
            @Nullable Decoded decoded = reading.read();
            switch (decoded) {
                case null -> {
                    return null;
                }
                case Disconnect disconnect -> {
                    return disconnect;
                }
                case Fault fault -> throw new IOException("the server sent " + fault);
                case Publish publish -> inbox.receive(reading, publish);
                case PubAck ack -> answer(ack.packetId(), ack);
                case PubRec received -> received(reading, received);
                case PubRel release -> inbox.release(reading, release.packetId());
                case PubComp complete -> answer(complete.packetId(), complete);
                case SubAck ack -> answer(ack.packetId(), ack);
                case UnsubAck ack -> answer(ack.packetId(), ack);
                case PingResp _ -> pong();
                case Packet other ->
                    throw new IOException("expected none of " + other.type() + " here");
            }
        }
    }

    private void answer(int packetId, Packet packet) {
        Pending asked;
        lock.lock();
        try {
            asked = pending.remove(packetId);
            room.signal();
        } finally {
            lock.unlock();
        }
        if (asked != null) {
            asked.answer.complete(packet);
        }
    }

    /** The server has a message of QoS 2, or refuses it: from now on PUBREL is what it is owed. */
    private void received(Link from, PubRec received) throws IOException {
        int id = received.packetId();
        if (received.reason().failed()) {
            answer(id, received);
            return;
        }
        lock.lock();
        try {
            Pending asked = pending.get(id);
            PubRel release = new PubRel(
                    id,
                    asked == null ? ReasonCode.PACKET_IDENTIFIER_NOT_FOUND : ReasonCode.SUCCESS);
            if (asked != null) {
                pending.put(id, new Pending(release, asked.answer));
            }
            from.write(release);
        } finally {
            lock.unlock();
        }
    }

    /** Answers on the connection that a message came on; a later one knows nothing of it. */
    private void answer(Link to, Packet packet) throws IOException {
        lock.lock();
        try {
            to.write(packet);
        } finally {
            lock.unlock();
        }
    }

    /** Pings twice per keep-alive interval; an unanswered ping ends the connection. */
    private void pingAll() {
        while (true) {
            try {
                Thread.sleep(options.keepAliveSeconds() * 500L);
                ping();
            } catch (InterruptedException e) {
                return;
            } catch (IOException e) {
                log("no ping: not connected", e);
            }
        }
    }

    private void ping() throws IOException {
        lock.lock();
        try {
            if (pingOwed) {
                link.close();
            } else {
                pingOwed = true;
                write(PingReq.INSTANCE);
            }
        } finally {
            lock.unlock();
        }
    }

    private void pong() {
        lock.lock();
        try {
            pingOwed = false;
        } finally {
            lock.unlock();
        }
    }

    private boolean reconnected() {
        int pause = FIRST_PAUSE_MILLIS;
        while (!isClosed()) {
            try {
                Thread.sleep(pause);
                resume(Link.open(options));
                return true;
            } catch (InterruptedException e) {
                return false;
            } catch (IOException e) {
                log("not yet connected again", e);
                pause = Math.min(pause * 2, LONGEST_PAUSE_MILLIS);
            }
        }
        return false;
    }

    /** Subscribes again if the session is gone, and sends again what was not acknowledged. */
    private void resume(Link opened) throws IOException {
        lock.lock();
        try {
            if (closed) {
                opened.close();
                return;
            }
            link = opened;
            pingOwed = false;
            boolean stored = opened.welcome().sessionPresent();
            if (!stored) {
                inbox.forgetExchanges();
                completeReleased();
            }
            for (Pending asked : pending.values()) {
                opened.write(again(asked.packet, stored));
            }
            if (!stored) {
                for (Inbox.Handler handler : inbox.handlers()) {
                    opened.write(subscribe(nextPacketId(), handler.filter(), handler.qos()));
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** The session is gone; of what the server had received it needs no PUBREL any more. */
    private void completeReleased() {
        for (Pending asked : List.copyOf(pending.values())) {
            if (asked.packet instanceof PubRel release) {
                answer(release.packetId(), release);
            }
        }
    }

    /** DUP says that it may have been sent before, in the same session [MQTT-3.3.1-1]. */
    private static Packet again(Packet packet, boolean sameSession) {
        if (!sameSession || !(packet instanceof Publish p)) {
            return packet;
        }
        return new Publish(
                p.topic(),
                p.payload(),
                p.qos(),
                true,
                p.retain(),
                p.packetId(),
                p.topicAlias(),
                p.subscriptionIds(),
                p.properties());
    }

    private Link current() {
        lock.lock();
        try {
            return link;
        } finally {
            lock.unlock();
        }
    }

    private boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    private static void log(String what, IOException why) {
        System.getLogger(Client.class.getName())
                .log(System.Logger.Level.DEBUG, () -> what + ": " + why.getMessage());
    }
}
