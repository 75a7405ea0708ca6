package io.signalbox.load;

/**
 * When messages are due. With a rate the publishers take turns at even distances; without one a
 * message is due as soon as a window has room for it.
 */
final class Pace {
    private static final long FOREVER = Long.MAX_VALUE;

    private final LoadPlan plan;
    private final long beginNanos;
    private final double distanceNanos;
    private long nextNanos = FOREVER;

    Pace(LoadPlan plan, long beginNanos) {
        this.plan = plan;
        this.beginNanos = beginNanos;
        this.distanceNanos = plan.messagesPerSecond() == 0 ? 0 : 1e9 / plan.messagesPerSecond();
    }

    /**
     * Publishes what is due, at most {@code burst} messages.
     *
     * @return whether it could have gone on at once
     */
    boolean publish(Publisher publisher, long nowNanos, int burst) {
        for (int i = 0; i < burst; i++) {
            if (distanceNanos == 0) {
                if (!publisher.mayPublish()) {
                    return false;
                }
                publisher.publish(nowNanos);
            } else {
                long due = dueNanos(publisher.number(), publisher.published());
                if (due > nowNanos) {
                    nextNanos = Math.min(nextNanos, due);
                    return false;
                }
                if (!publisher.mayPublish()) {
                    return false;
                }
                publisher.publish(due);
            }
        }
        return true;
    }

    long dueNanos(int publisher, long sequence) {
        return beginNanos + (long) ((sequence * plan.publishers() + publisher) * distanceNanos);
    }

    /** When this message is due: now if there is no rate. */
    long due(int publisher, long sequence, long nowNanos) {
        return distanceNanos == 0 ? nowNanos : dueNanos(publisher, sequence);
    }

    /** How long until a message is due that was not when it was asked for; asks anew afterwards. */
    long untilNext(long nowNanos) {
        long next = nextNanos;
        nextNanos = FOREVER;
        return next == FOREVER ? FOREVER : Math.max(0, next - nowNanos);
    }
}
