package io.signalbox.command;

import io.signalbox.bytes.ByteReader;
import io.signalbox.bytes.ByteWriter;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * One thing that a device is told, under one id.
 *
 * <p>It has two states. {@link #asked} is what the ledger has decided: it changes at once, so that
 * nothing is decided twice. {@link #state} is what stands in the journal: it changes when the
 * record comes by, and is what others see.
 */
final class Command implements Deadlines.Timed {
    /** States kept of one command; the middle ones go first. */
    static final int MAX_STEPS = 32;

    /** {@link #due} of a command that waits for nothing. */
    static final long NEVER = Long.MAX_VALUE;

    final String id;
    final Held held;
    final int turn;
    final long order;
    final List<CommandView.Step> steps = new ArrayList<>();

    CommandState asked = CommandState.QUEUED;

    @Nullable
    CommandState state;

    int attempt;
    long due = NEVER;
    long sentMillis;

    Command(Held held, int turn, long order) {
        this.id = CommandId.ofTurn(held.claim.id(), turn);
        this.held = held;
        this.turn = turn;
        this.order = order;
    }

    @Override
    public long order() {
        return order;
    }

    /** True while the device was told and has not shown yet that it obeyed. */
    boolean awaited() {
        return asked == CommandState.SENT || asked == CommandState.DELIVERED;
    }

    /** True once its end stands in the journal. */
    boolean over() {
        CommandState seen = state;
        return seen != null && seen.isFinal();
    }

    void enter(CommandState entered, int sending, CommandView.Step step) {
        if (!over()) {
            state = entered;
        }
        attempt = Math.max(attempt, sending);
        if (steps.size() == MAX_STEPS) {
            steps.remove(MAX_STEPS / 2);
        }
        steps.add(step);
    }

    CommandView view(CommandState seen) {
        return new CommandView(
                id, held.claim, seen, attempt, held.live && held.turn == turn, steps);
    }

    void write(ByteWriter out) {
        CommandState seen = state;
        out.varint(order).u8(asked.ordinal()).u8(seen == null ? 0xFF : seen.ordinal());
        out.varint(attempt).zigzag(due).zigzag(sentMillis).varint(steps.size());
        for (CommandView.Step step : steps) {
            out.u8(step.state().ordinal()).varint(step.attempt()).zigzag(step.timeMillis());
            out.varint(step.sequence()).string(step.reason());
        }
    }

    static Command read(Held held, int turn, ByteReader in) {
        Command command = new Command(held, turn, in.varint());
        command.asked = CommandState.of(in.u8());
        int seen = in.u8();
        command.state = seen == 0xFF ? null : CommandState.of(seen);
        command.attempt = in.count();
        command.due = in.zigzag();
        command.sentMillis = in.zigzag();
        for (int left = in.count(); left > 0; left--) {
            command.steps.add(new CommandView.Step(
                    CommandState.of(in.u8()), in.count(), in.zigzag(), in.varint(), in.string()));
        }
        return command;
    }
}
