package io.signalbox.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.broker.Wishes.Wish;
import io.signalbox.message.Message;
import io.signalbox.message.Qos;
import io.signalbox.time.Chance;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A client of the model of sessions, which publishes and subscribes, and knows what the hub owes it.
 *
 * <p>Once it has tried to begin a new session it does so until that is accepted, and also when it
 * cannot know whose session it would come back to: otherwise a session that is there would say
 * nothing about what is in it.
 */
final class SessionDevice extends ModelDevice {
    private enum Ending {
        LOST,
        TAKEN_OVER,
        NORMAL
    }

    /** A CONNECT, and whether there was a session for it. */
    private record Attempt(
            boolean clean,
            long expirySeconds,
            @Nullable ExpectedWill will,
            boolean certain,
            long opened) {}

    private final Chronicle chronicle;
    ExpectedSession session;
    final List<ExpectedWill> wills = new ArrayList<>();
    private Attempt attempt = new Attempt(false, 0, null, false, 0);
    private Ending ending = Ending.LOST;

    /** When its session ends, which it left, in what an event says; null if there is none. */
    private @Nullable Deadline end;

    private long left;
    private long expirySeconds;

    /** That of the CONNECT, if DISCONNECT said another. */
    private long expiryBefore;

    private boolean doubtful;
    private int lines;
    private int lastId;
    private boolean full;

    /** Deliveries on this connection whose exchange is not complete. */
    private final Set<Integer> unanswered = new HashSet<>();

    /** By packet id: what it published at QoS 1, on this connection. */
    private final Map<Integer, Published> sent = new HashMap<>();

    /** By packet id: what it published at QoS 2, until it knows that the hub has it. */
    private final Map<Integer, Published> sentOnce = new LinkedHashMap<>();

    /** Packet ids that it releases. */
    private final Set<Integer> releasing = new HashSet<>();

    /** What is to be said again before anything new. */
    private int again;

    private final Map<Integer, Wish> asked = new HashMap<>();
    private final Map<Integer, String> filters = new HashMap<>();

    SessionDevice(
            String id, Supplier<Hub> hub, Chance chance, List<String> events, Chronicle chronicle) {
        super(id, hub, chance, events);
        this.chronicle = chronicle;
        this.session = new ExpectedSession(id, chronicle);
    }

    private long millis() {
        return hub().clock.millis();
    }

    /** {@code will} is one of {@link #will}, or null. */
    void connect(boolean clean, long seconds, @Nullable ExpectedWill will) {
        ending = Ending.TAKEN_OVER;
        forget();
        ending = Ending.LOST;
        long now = millis();
        Deadline ends = end;
        boolean certain = ends != null && ends.isBefore(now);
        boolean anew = clean || doubtful;
        note("opens" + (anew ? " anew" : "") + " for " + seconds + " s");
        attempt = new Attempt(anew, seconds, will, certain, now);
        wills.forEach(each -> each.passes(now, expirySeconds));
        if (will != null) {
            wills.add(will);
        }
        open(anew, seconds, will == null ? null : will.will());
    }

    ExpectedWill will(String topic, Qos qos, boolean retain, long delaySeconds) {
        return new ExpectedWill(chronicle, id, topic, qos, retain, delaySeconds);
    }

    /** Says good-bye. */
    void leave(boolean withWill, long seconds) {
        ending = withWill ? Ending.LOST : Ending.NORMAL;
        long said = isConnected() ? seconds : BrokerLoop.SAME_EXPIRY;
        if (said != BrokerLoop.SAME_EXPIRY && expirySeconds != 0) {
            expirySeconds = said;
        }
        leave(withWill ? DisconnectReason.WITH_WILL : DisconnectReason.NORMAL, said);
        ending = Ending.LOST;
    }

    @Override
    void forget() {
        if (isConnected()) {
            left();
        } else if (!isDown()) {
            notAccepted();
        }
        super.forget();
        full = false;
        again = 0;
        unanswered.clear();
        sent.clear();
        asked.clear();
        filters.clear();
    }

    private void left() {
        long now = millis();
        note("left, " + ending + " for " + expirySeconds + " s");
        left = chronicle.next();
        session.disconnected();
        boolean stays = expirySeconds > 0;
        end = stays ? Deadline.in(expirySeconds, now) : null;
        ExpectedWill will = attempt.will;
        if (will != null && ending == Ending.LOST) {
            will.lost(now, expirySeconds);
        } else if (will != null && ending == Ending.NORMAL) {
            will.cancelled();
        }
    }

    /** The session is as before, or as this CONNECT left it, or a new one. */
    private void notAccepted() {
        long now = millis();
        left = chronicle.next();
        doubtful |= attempt.clean || !attempt.certain;
        if (end != null) {
            expiryBefore = Math.max(expiryBefore, attempt.expirySeconds);
            end = end.or(now, attempt.expirySeconds).or(now, Math.max(expirySeconds, expiryBefore));
        }
        wills.forEach(each -> each.notPassed(attempt.opened, now));
        if (attempt.will != null) {
            attempt.will.refused();
        }
    }

    @Override
    void connected(boolean sessionPresent) {
        long now = millis();
        Deadline ends = end;
        if (attempt.clean || ends == null || ends.isOver(attempt.opened)) {
            assertThat(sessionPresent)
                    .as("%s has a session, until %s", id, ends)
                    .isFalse();
        } else if (ends.isBefore(now)) {
            assertThat(sessionPresent)
                    .as("%s has a session, until %s", id, ends)
                    .isTrue();
        }
        wills.forEach(each -> each.passed(sessionPresent, attempt.opened, now));
        doubtful = false;
        end = null;
        expirySeconds = attempt.expirySeconds;
        expiryBefore = expirySeconds;
        lines++;
        if (sessionPresent) {
            sayAgain();
        } else {
            session = new ExpectedSession(id, chronicle);
            sentOnce.clear();
            releasing.clear();
        }
    }

    private void sayAgain() {
        again = sentOnce.size() + releasing.size();
        for (int packetId : List.copyOf(releasing)) {
            later(() -> {
                again--;
                loop().pubrel(attachment(), packetId);
            });
        }
        sentOnce.forEach((packetId, published) -> later(() -> {
            again--;
            chronicle.again(published);
            Message message = published.message;
            Message now = new Message(
                    message.topic(),
                    message.payload(),
                    message.qos(),
                    message.retain(),
                    message.properties(),
                    id,
                    millis());
            loop().publish(attachment(), now, packetId);
        }));
    }

    void settled() {
        long now = millis();
        wills.forEach(each -> each.settled(now));
        if (end != null) {
            end.settled(now);
        }
    }

    /** The hub started again, and the device's connection is gone. */
    void restarted(boolean powerFailed) {
        long now = millis();
        wills.forEach(each -> each.restarted(now, powerFailed));
        Deadline ends = end;
        if (powerFailed && !chronicle.isDurable(left) && !isConnected()) {
            long most = Math.max(expiryBefore, expirySeconds);
            long least = Math.min(expiryBefore, expirySeconds);
            if (ends == null && most > 0) {
                ends = Deadline.in(0, now);
            }
            end = ends == null ? null : ends.or(now, most).or(now, least);
        } else if (ends != null) {
            ends.restarted(powerFailed ? now - chronicle.durableMillis() : 0);
        }
        forget();
        session.restarted();
    }

    void send(String topic, Qos qos, boolean retain, boolean clears, long seconds) {
        if (again == 0) {
            say(() -> {
                Published published =
                        chronicle.publish(id, lines, topic, qos, retain, clears, seconds, millis());
                int packetId = 0;
                if (qos == Qos.AT_LEAST_ONCE) {
                    packetId = ++lastId;
                    sent.put(packetId, published);
                } else if (qos == Qos.EXACTLY_ONCE) {
                    packetId = ++lastId;
                    sentOnce.put(packetId, published);
                }
                loop().publish(attachment(), published.message, packetId);
            });
        }
    }

    void subscribe(SubscribeRequest request, int identifier) {
        say(() -> {
            asked.put(++lastId, session.subscribe(request, identifier));
            filters.put(lastId, request.filter());
            loop().subscribe(attachment(), lastId, List.of(request), identifier);
        });
    }

    void unsubscribe(String filter) {
        say(() -> {
            asked.put(++lastId, session.unsubscribe(filter));
            filters.put(lastId, filter);
            loop().unsubscribe(attachment(), lastId, List.of(filter));
        });
    }

    @Override
    void subscribed(int packetId, List<SubscribeOutcome> outcomes) {
        Wish wish = confirm(packetId);
        SubscribeRequest request = wish.request;
        assertThat(request).isNotNull();
        if (request != null) {
            assertThat(outcomes).containsExactly(SubscribeOutcome.granted(request.maximumQos()));
        }
    }

    @Override
    void unsubscribed(int packetId, List<Boolean> existed) {
        Wish wish = confirm(packetId);
        session.existed(filters.getOrDefault(packetId, ""), wish, existed.getFirst());
    }

    private Wish confirm(int packetId) {
        Wish wish = asked.remove(packetId);
        if (wish == null) {
            throw new AssertionError(id + " did not ask for " + packetId);
        }
        wish.confirmed = chronicle.next();
        return wish;
    }

    @Override
    void published(int packetId, PublishOutcome outcome) {
        accepted(sent.remove(packetId), outcome);
    }

    @Override
    void taken(int packetId, PublishOutcome outcome) {
        accepted(sentOnce.remove(packetId), outcome);
        releasing.add(packetId);
        later(() -> loop().pubrel(attachment(), packetId));
    }

    private void accepted(@Nullable Published published, PublishOutcome outcome) {
        assertThat(outcome).isEqualTo(PublishOutcome.ACCEPTED);
        if (published == null) {
            throw new AssertionError(id + " was told of what it did not publish");
        }
        published.certain(chronicle.next());
    }

    @Override
    void completed(int packetId) {
        releasing.remove(packetId);
    }

    @Override
    void closed(DisconnectReason reason) {
        assertThat(reason).as(id).isEqualTo(DisconnectReason.SERVER_SHUTTING_DOWN);
    }

    @Override
    void missed(Delivery delivery) {
        session.misses(delivery);
    }

    @Override
    Delivered deliver(Delivery delivery) {
        assertThat(isConnected() && !full).as(id).isTrue();
        int packetId = delivery.packetId();
        note("got " + Published.idOf(delivery.message()) + " as " + packetId
                + " at " + delivery.qos().ordinal()
                + (delivery.retain() ? " retained" : "")
                + (delivery.duplicate() ? " again" : ""));
        session.comes(delivery, millis());
        if (packetId != 0) {
            unanswered.add(packetId);
            assertThat(unanswered).as(id).hasSizeLessThanOrEqualTo(window);
        }
        if (delivery.qos() == Qos.AT_LEAST_ONCE) {
            later(() -> {
                unanswered.remove(packetId);
                loop().puback(attachment(), packetId);
            });
        } else if (delivery.qos() == Qos.EXACTLY_ONCE) {
            later(() -> loop().pubrec(attachment(), packetId, false));
        }
        full = chance.percent(20);
        return full ? Delivered.FULL : Delivered.MORE;
    }

    @Override
    void release(int packetId) {
        session.released(packetId);
        later(() -> {
            unanswered.remove(packetId);
            loop().pubcomp(attachment(), packetId);
        });
    }

    void drain() {
        if (full) {
            full = false;
            say(() -> loop().writable(attachment()));
        }
    }
}
