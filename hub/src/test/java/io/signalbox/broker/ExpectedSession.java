package io.signalbox.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.broker.Wishes.Wish;
import io.signalbox.message.MessageProperties;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToIntFunction;

/**
 * What the model says of one session: what it asked for and what came. From when a message was said
 * and when it was acknowledged it follows which subscriptions may hold for it: what all of them
 * allow may come, and what none of them leaves out has to.
 */
final class ExpectedSession {
    /** What came of one message. */
    private static final class Came {
        /** Those that were not sent again, and those of them that were marked as retained. */
        int copies;

        int marked;
        int markedOnce;
        final Set<Integer> packetIds = new HashSet<>();

        /** That of a copy that was not marked, also if the client did not get it. */
        int packetId;
    }

    /** A retained message that a subscription is to bring. */
    private record Owed(Wish wish, String filter, Published published) {
        boolean isCounted() {
            return wish.qosFor(published, "") > 0;
        }
    }

    private final String clientId;
    private final Chronicle chronicle;
    private final Map<String, Wishes> filters = new LinkedHashMap<>();
    private final Map<Published, Came> came = new HashMap<>();

    /** By packet id: what of QoS 2 the client has and may see again. */
    private final Map<Integer, Published> held = new HashMap<>();

    private final List<Owed> owed = new ArrayList<>();

    /** The last of each publisher, topic and quality of service. */
    private final Map<String, Published> last = new HashMap<>();

    private int restarts;

    ExpectedSession(String clientId, Chronicle chronicle) {
        this.clientId = clientId;
        this.chronicle = chronicle;
    }

    Wish subscribe(SubscribeRequest request, int identifier) {
        Wishes wishes = filters.computeIfAbsent(request.filter(), Wishes::new);
        owed.removeIf(each -> each.filter.equals(request.filter())
                && (request.noLocal() || request.maximumQos().ordinal() == 0));
        Wish wish = wishes.ask(request, identifier, chronicle.next());
        if (wish.brings) {
            chronicle.topics().filter(wishes::match).forEach(topic -> {
                Published retained = chronicle.certainlyRetained(topic, wish.asked);
                if (retained != null && wish.qosFor(retained, clientId) >= 0) {
                    owed.add(new Owed(wish, request.filter(), retained));
                }
            });
        }
        return wish;
    }

    Wish unsubscribe(String filter) {
        owed.removeIf(each -> each.filter.equals(filter));
        return filters.computeIfAbsent(filter, Wishes::new).ask(null, 0, chronicle.next());
    }

    /** What an UNSUBSCRIBE is told. */
    void existed(String filter, Wish wish, boolean existed) {
        for (Wish before :
                filters.getOrDefault(filter, new Wishes(filter)).between(wish.asked, wish.asked)) {
            if ((before.request != null) == existed) {
                return;
            }
        }
        throw new AssertionError(clientId + " was told of " + filter + ": " + existed);
    }

    /** What came with the connection and does not come again is not owed any more. */
    void disconnected() {
        owed.removeIf(each -> !each.isCounted() || each.wish.confirmed == Published.NEVER);
    }

    /** What subscriptions bring may come from the start. */
    void restarted() {
        restarts++;
    }

    void released(int packetId) {
        held.remove(packetId);
    }

    /** Something is sent that the client does not get. */
    void misses(Delivery delivery) {
        Came of = came.computeIfAbsent(chronicle.of(delivery.message()), p -> new Came());
        if (delivery.packetId() != 0 && !delivery.retain()) {
            of.packetId = delivery.packetId();
        }
        of.packetIds.add(-delivery.packetId());
    }

    /** A message comes. */
    void comes(Delivery delivery, long millis) {
        Published published = chronicle.of(delivery.message());
        if (delivery.sequence() > 0) {
            published.certain(chronicle.next());
        }
        ExpectedWill will = published.will;
        if (will != null) {
            will.comes(delivery.message().receivedMillis());
        }
        Came before = came.computeIfAbsent(published, p -> new Came());
        checkExpiry(delivery, published, before, millis);
        checkSubscriptions(delivery, published);
        if (isCopy(delivery, published, before)) {
            countCopy(delivery, published, before);
        }
        before.packetIds.add(delivery.packetId());
        if (delivery.retain()) {
            owed.removeIf(each -> each.published == published);
        }
    }

    /** It was not sent again. */
    private boolean isCopy(Delivery delivery, Published published, Came before) {
        int packetId = delivery.packetId();
        return switch (delivery.qos()) {
            case AT_MOST_ONCE -> {
                assertThat(packetId).isZero();
                assertThat(delivery.duplicate()).isFalse();
                yield true;
            }
            case AT_LEAST_ONCE -> !delivery.duplicate() || !before.packetIds.contains(packetId);
            case EXACTLY_ONCE -> {
                Published holds = held.put(packetId, published);
                assertThat(holds).as("%s as %d", clientId, packetId).isIn(null, published);
                if (holds != null) {
                    assertThat(delivery.duplicate()).as("%s", published).isTrue();
                }
                yield holds == null;
            }
        };
    }

    private void countCopy(Delivery delivery, Published published, Came before) {
        before.copies++;
        boolean once = delivery.qos().ordinal() == 2;
        if (delivery.retain()) {
            before.marked++;
            before.markedOnce += once ? 1 : 0;
        }
        boolean plain = may(published, wish -> wish.qosFor(published, clientId)) >= 0;
        boolean keeps = may(published, wish -> wish.keepsRetain(published, clientId) ? 1 : -1) >= 0;
        int brought = broughtBy(published).size();
        int most = keeps && plain ? 1 : 0;
        assertThat(before.copies - before.marked).as("%s", published).isLessThanOrEqualTo(1);
        assertThat(before.markedOnce).as("%s", published).isLessThanOrEqualTo(brought + most);
        assertThat(before.marked)
                .as("%s", published)
                .isLessThanOrEqualTo(brought * (1 + restarts) + most);
        if (!delivery.retain() && delivery.packetId() != 0) {
            assertThat(before.packetId).as("%s", published).isIn(0, delivery.packetId());
            before.packetId = delivery.packetId();
        }
        boolean alone = !delivery.retain() || brought == 0;
        if (alone && published.will == null) {
            checkOrder(published, delivery.qos().ordinal());
        }
    }

    private void checkOrder(Published published, int qos) {
        String stream = published.by + " " + published.message.topic();
        if (qos == 0) {
            stream += " " + published.message.qos() + " " + published.line;
        }
        Published before = last.put(stream, published);
        if (before != null) {
            assertThat(before.number)
                    .as("%s got %s, then %s", clientId, before, published)
                    .isLessThan(published.number);
        }
    }

    private void checkExpiry(Delivery delivery, Published published, Came before, long millis) {
        long interval = published.message.properties().expirySeconds();
        if (interval == MessageProperties.NEVER) {
            assertThat(delivery.expirySeconds()).isEqualTo(interval);
            return;
        }
        long waited = millis - delivery.message().receivedMillis();
        assertThat(delivery.expirySeconds())
                .as("%s", published)
                .isEqualTo(Math.max(0, interval - waited / 1000));
        boolean begun = delivery.duplicate()
                && (before.packetIds.contains(delivery.packetId())
                        || before.packetIds.contains(-delivery.packetId()));
        if (!begun) {
            assertThat(waited).as("%s", published).isLessThan(interval * 1000);
        }
    }

    /** Some subscription allows it, in this way. */
    private void checkSubscriptions(Delivery delivery, Published published) {
        List<Integer> brought = broughtBy(published);
        int plain = may(published, wish -> wish.qosFor(published, clientId));
        int most = plain;
        Set<Integer> identifiers = new HashSet<>();
        if (delivery.retain()) {
            boolean keeps =
                    may(published, wish -> wish.keepsRetain(published, clientId) ? 1 : -1) >= 0;
            assertThat(published.message.retain()).as("%s", published).isTrue();
            assertThat(!brought.isEmpty() || (keeps && plain >= 0))
                    .as("%s is not retained for %s: %s", published, clientId, matching(published))
                    .isTrue();
            most = brought.stream().mapToInt(qos -> qos).reduce(most, Math::max);
        } else {
            assertThat(plain)
                    .as("%s has not subscribed to %s: %s", clientId, published, matching(published))
                    .isNotNegative();
            assertThat(published.message.retain()
                            && must(
                                            published,
                                            wish -> wish.keepsRetain(published, clientId) ? 1 : -1)
                                    >= 0)
                    .as("%s is retained for %s", published, clientId)
                    .isFalse();
            int least = must(published, wish -> wish.qosFor(published, clientId));
            assertThat(delivery.qos().ordinal())
                    .as("%s: %s", published, matching(published))
                    .isGreaterThanOrEqualTo(least);
        }
        assertThat(delivery.qos().ordinal()).as("%s", published).isLessThanOrEqualTo(most);
        for (int i = 0; i < delivery.subscriptionIdCount(); i++) {
            identifiers.add(delivery.subscriptionId(i));
        }
        checkIdentifiers(identifiers, published, delivery.retain());
    }

    private void checkIdentifiers(Set<Integer> identifiers, Published published, boolean marked) {
        Set<Integer> allowed = new HashSet<>();
        for (Wishes wishes : matching(published)) {
            List<Wish> held =
                    marked ? wishes.all : wishes.between(published.said, published.placed);
            held.forEach(wish -> allowed.add(wish.identifier));
            Wish only = held.getFirst();
            boolean certain = !marked
                    && held.size() == 1
                    && only.identifier != 0
                    && only.qosFor(published, clientId) >= 0;
            if (certain) {
                assertThat(identifiers)
                        .as("%s: %s", published, matching(published))
                        .contains(only.identifier);
            }
        }
        assertThat(allowed).as("%s", published).containsAll(identifiers);
    }

    private List<Wishes> matching(Published published) {
        List<Wishes> matching = new ArrayList<>();
        for (Wishes wishes : filters.values()) {
            if (wishes.match(published.message.topic())) {
                matching.add(wishes);
            }
        }
        return matching;
    }

    /** The greatest that some subscription allows. */
    private int may(Published published, ToIntFunction<Wish> of) {
        int most = -1;
        for (Wishes wishes : matching(published)) {
            for (Wish wish : wishes.between(published.said, published.placed)) {
                most = Math.max(most, of.applyAsInt(wish));
            }
        }
        return most;
    }

    /** The greatest that some filter has, whichever of its subscriptions holds. */
    private int must(Published published, ToIntFunction<Wish> of) {
        int most = -1;
        for (Wishes wishes : matching(published)) {
            int least = Integer.MAX_VALUE;
            for (Wish wish : wishes.between(published.said, published.placed)) {
                least = Math.min(least, of.applyAsInt(wish));
            }
            most = Math.max(most, least);
        }
        return most;
    }

    /**
     * At which quality of service each subscription may bring it as a retained message. One that takes
     * the place of another may bring what that was to bring, in its own way.
     */
    private List<Integer> broughtBy(Published published) {
        List<Integer> found = new ArrayList<>();
        if (!published.message.retain() || published.clears()) {
            return found;
        }
        for (Wishes wishes : matching(published)) {
            for (int i = 0; i < wishes.all.size(); i++) {
                Wish wish = wishes.all.get(i);
                int qos = wishes.all.subList(i, wishes.all.size()).stream()
                        .mapToInt(each -> each.qosFor(published, clientId))
                        .max()
                        .orElse(-1);
                if (wish.mayBring && qos >= 0 && !chronicle.isReplaced(published, wish.asked)) {
                    found.add(qos);
                }
            }
        }
        return found;
    }

    /** At the end, when the client has answered all that came. */
    void checkLast(long millis) {
        for (Published published : chronicle.all) {
            Came of = came.get(published);
            boolean missing = of == null || of.copies == 0;
            if (missing && published.certain != Published.NEVER && !isExpired(published, millis)) {
                assertThat(must(published, wish -> wish.qosFor(published, clientId)))
                        .as("%s did not get %s", clientId, published)
                        .isLessThan(1);
            }
        }
        owed.removeIf(
                each -> isExpired(each.published, millis) || !chronicle.isLastSaid(each.published));
        assertThat(owed).as("%s", clientId).isEmpty();
    }

    /** Nobody is late, so what does not go through the journal comes, too. */
    void checkDirect(Published published) {
        if (must(published, wish -> wish.qosFor(published, clientId)) >= 0) {
            assertThat(came).as("%s did not get %s", clientId, published).containsKey(published);
        }
    }

    private static boolean isExpired(Published published, long millis) {
        return published.message.isExpired(millis);
    }

    /** How much came. */
    int count() {
        return came.values().stream().mapToInt(of -> of.copies).sum();
    }
}
