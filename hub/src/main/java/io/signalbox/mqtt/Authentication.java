package io.signalbox.mqtt;

import io.signalbox.mqtt.EnhancedAuthentication.Exchange;
import io.signalbox.mqtt.EnhancedAuthentication.Step;
import io.signalbox.mqtt.codec.Connect;

import org.jspecify.annotations.Nullable;

/** How far the enhanced authentication of one connection is; belongs to its loop. */
final class Authentication {
    /** What a client may say in one exchange. */
    static final int MOST_ROUNDS = 5;

    /** Time between two exchanges of one connection, at least. */
    private static final long PAUSE_NANOS = 1_000_000_000L;

    final Connect connect;
    private final EnhancedAuthentication mechanism;
    private @Nullable Exchange exchange;
    private long begunNanos;
    private int rounds;

    Authentication(Connect connect, EnhancedAuthentication mechanism) {
        this.connect = connect;
        this.mechanism = mechanism;
    }

    String method() {
        return mechanism.method();
    }

    boolean isRunning() {
        return exchange != null;
    }

    /** Begins an exchange; false if the one before is not long enough ago. */
    boolean begin(long nowNanos) {
        if (rounds > 0 && nowNanos - begunNanos < PAUSE_NANOS) {
            return false;
        }
        exchange = mechanism.begin(connect.clientId());
        begunNanos = nowNanos;
        rounds = 0;
        return true;
    }

    /** The client says something in the exchange that runs. */
    Step next(byte @Nullable [] data) {
        Exchange running = exchange;
        if (running == null) {
            throw new IllegalStateException("no exchange runs");
        }
        if (++rounds > MOST_ROUNDS) {
            return new Step.Refused("authentication takes more than " + MOST_ROUNDS + " rounds");
        }
        Step step = running.next(data == null ? new byte[0] : data);
        if (!(step instanceof Step.Ask)) {
            exchange = null;
        }
        return step;
    }

    /** True if an exchange runs for longer than it may. */
    boolean isOverdue(long nowNanos, int timeoutMillis) {
        return exchange != null && nowNanos - begunNanos > timeoutMillis * 1_000_000L;
    }
}
