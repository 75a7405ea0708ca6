package io.signalbox.broker;

import io.signalbox.broker.LevelTree.Level;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;

/**
 * A walk over the retained messages of a filter that finds each when it is asked for, so that a
 * subscriber of a million topics costs the depth of the tree. Changes meanwhile may or may not be
 * seen; they come to the subscriber as messages anyway.
 */
final class RetainedMatches {
    private static final String[] ALL = {"#"};

    /** A level on the way, what of the filter is left below it, and where it goes on. */
    private static final class Step {
        final Level<byte[]> level;
        final int at;
        final Iterator<Level<byte[]>> children;
        boolean seen;

        Step(Level<byte[]> level, int at, Iterator<Level<byte[]>> children) {
            this.level = level;
            this.at = at;
            this.children = children;
        }
    }

    private final String[] levels;

    /** Wildcards at the beginning match what begins with {@code $}, too. */
    private final boolean withDollar;

    private final ArrayDeque<Step> path = new ArrayDeque<>(4);
    private @Nullable Level<byte[]> only;

    RetainedMatches(Level<byte[]> root, String filter) {
        this(root, filter.split("/", -1), false);
    }

    /** Everything. */
    RetainedMatches(Level<byte[]> root) {
        this(root, ALL, true);
    }

    private RetainedMatches(Level<byte[]> root, String[] levels, boolean withDollar) {
        this.levels = levels;
        this.withDollar = withDollar;
        path.push(new Step(root, 0, children(root, 0)));
    }

    /** A walk to one level, if it is there. */
    static RetainedMatches of(@Nullable Level<byte[]> only) {
        return new RetainedMatches(only, ALL);
    }

    private RetainedMatches(@Nullable Level<byte[]> only, String[] levels) {
        this.levels = levels;
        this.withDollar = false;
        this.only = only;
    }

    /** The next message, or null at the end. */
    @Nullable
    Retained next() {
        Level<byte[]> level;
        while ((level = nextLevel()) != null) {
            byte[] form = level.here;
            if (form != null) {
                return RetainedForm.read(level.path(), form);
            }
        }
        return null;
    }

    /** Where the next message is, or was a moment ago. */
    @Nullable
    Level<byte[]> nextLevel() {
        Level<byte[]> single = only;
        if (single != null) {
            only = null;
            return single;
        }
        while (!path.isEmpty()) {
            Step step = path.peek();
            if (!step.seen) {
                step.seen = true;
                if (step.level.here != null && endsAt(step.at)) {
                    return step.level;
                }
            }
            if (!step.children.hasNext()) {
                path.pop();
                continue;
            }
            Level<byte[]> child = step.children.next();
            if (!isHidden(step, child)) {
                int at = isRest(step.at) ? step.at : step.at + 1;
                path.push(new Step(child, at, children(child, at)));
            }
        }
        return null;
    }

    /** Wildcards at the beginning do not match what begins with {@code $} [MQTT-4.7.2-1]. */
    private boolean isHidden(Step step, Level<byte[]> child) {
        return step.level.parent == null
                && !withDollar
                && isWildcard(step.at)
                && child.text.startsWith("$");
    }

    private boolean endsAt(int at) {
        return at == levels.length || isRest(at);
    }

    private boolean isRest(int at) {
        return at < levels.length && levels[at].equals("#");
    }

    private boolean isWildcard(int at) {
        return isRest(at) || levels[at].equals("+");
    }

    private Iterator<Level<byte[]>> children(Level<byte[]> level, int at) {
        if (at == levels.length) {
            return Collections.emptyIterator();
        }
        if (isWildcard(at)) {
            return level.children();
        }
        Level<byte[]> child = level.child(levels[at]);
        return child == null
                ? Collections.emptyIterator()
                : List.<Level<byte[]>>of(child).iterator();
    }
}
