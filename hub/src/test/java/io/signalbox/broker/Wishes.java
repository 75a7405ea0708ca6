package io.signalbox.broker;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** What one session of a model asked for of one filter, in order, and what of that it was told. */
final class Wishes {
    /** A SUBSCRIBE, or an UNSUBSCRIBE if it asks for nothing. */
    static final class Wish {
        static final Wish NOTHING = new Wish(null, 0, 0);

        final @Nullable SubscribeRequest request;
        final int identifier;
        final long asked;
        long confirmed = Published.NEVER;

        /** It may bring retained messages; it certainly does. */
        boolean mayBring;

        boolean brings;

        Wish(@Nullable SubscribeRequest request, int identifier, long asked) {
            this.request = request;
            this.identifier = identifier;
            this.asked = asked;
        }

        /** It brings what this client publishes at a QoS; -1 if it does not. */
        int qosFor(Published published, String clientId) {
            if (request == null
                    || (request.noLocal() && published.message.publisher().equals(clientId))) {
                return -1;
            }
            return Math.min(
                    request.maximumQos().ordinal(), published.message.qos().ordinal());
        }

        @Override
        public String toString() {
            return request + " #" + identifier + " asked " + asked + " confirmed " + confirmed;
        }

        /** And leaves it marked as retained. */
        boolean keepsRetain(Published published, String clientId) {
            return request != null
                    && request.retainAsPublished()
                    && qosFor(published, clientId) >= 0;
        }
    }

    private final Pattern pattern;
    private final Map<String, Boolean> matches = new HashMap<>();
    final List<Wish> all = new ArrayList<>();

    Wishes(String filter) {
        String levels =
                filter.equals("#") ? ".*" : filter.replace("/#", "(/.*)?").replace("+", "[^/]*");
        this.pattern = Pattern.compile(levels);
    }

    boolean match(String topic) {
        return matches.computeIfAbsent(topic, t -> pattern.matcher(t).matches());
    }

    Wish ask(@Nullable SubscribeRequest request, int identifier, long event) {
        Wish wish = new Wish(request, identifier, event);
        if (request != null) {
            List<Wish> before = between(event, event);
            boolean none = before.stream().allMatch(each -> each.request == null);
            boolean some = before.stream().allMatch(each -> each.request != null);
            RetainHandling handling = request.retainHandling();
            wish.brings = handling == RetainHandling.SEND
                    || (handling == RetainHandling.SEND_IF_NEW && none);
            wish.mayBring = handling == RetainHandling.SEND
                    || (handling == RetainHandling.SEND_IF_NEW && !some);
        }
        all.add(wish);
        return wish;
    }

    /** The wishes of which one holds for what gets its place between these events. */
    List<Wish> between(long from, long to) {
        List<Wish> found = new ArrayList<>();
        for (int i = all.size() - 1; i >= 0; i--) {
            Wish wish = all.get(i);
            if (wish.confirmed < from) {
                found.add(wish);
                return found;
            }
            if (wish.asked < to) {
                found.add(wish);
            }
        }
        found.add(Wish.NOTHING);
        return found;
    }

    @Override
    public String toString() {
        return all.toString();
    }
}
