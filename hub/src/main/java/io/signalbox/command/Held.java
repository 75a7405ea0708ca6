package io.signalbox.command;

import org.jspecify.annotations.Nullable;

/** A claim in its place, with the command by which the device is told. */
final class Held implements Deadlines.Timed {
    final Claim claim;
    final long order;

    /** True from being claimed until its lease ends, it is released or it is replaced. */
    boolean live;

    /** True once its lease has ended, if it goes only with a change that is on its way. */
    boolean overdue;

    /** Counts how often it has come back to its turn. */
    int turn;

    /** True once somebody was told that all was in vain: that happens once for a claim. */
    boolean givenUp;

    /** The command of the present turn. */
    @Nullable
    Command command;

    Held(Claim claim, long order) {
        this.claim = claim;
        this.order = order;
    }

    boolean isSent() {
        return command != null && command.awaited();
    }

    boolean isVetoed() {
        return command != null && command.asked == CommandState.VETOED;
    }

    @Override
    public long order() {
        return order;
    }

    /** Orders the claims of an actuator, the one that holds first. */
    static int compare(Held a, Held b) {
        Claim.Rank first = a.claim.rank();
        Claim.Rank second = b.claim.rank();
        if (first.level() != second.level()) {
            return Integer.compare(first.level(), second.level());
        }
        if (first.priority() != second.priority()) {
            return Integer.compare(second.priority(), first.priority());
        }
        return Long.compare(b.order, a.order);
    }
}
