package io.signalbox.broker;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;

/**
 * A walk over the retained messages of a filter that finds each when it is asked for, so that a
 * subscriber of a million topics costs the depth of the tree. Changes meanwhile may or may not be
 * seen; they come to the subscriber as messages anyway.
 */
final class RetainedMatches {
    /** A node on the way, what of the filter is left below it, and where it goes on. */
    private static final class Step {
        final RetainedMessages.Node node;
        final int level;
        final Iterator<RetainedMessages.Node> children;
        boolean seen;

        Step(RetainedMessages.Node node, int level, Iterator<RetainedMessages.Node> children) {
            this.node = node;
            this.level = level;
            this.children = children;
        }
    }

    private final String[] levels;
    private final ArrayDeque<Step> path = new ArrayDeque<>();
    private @Nullable Retained only;

    RetainedMatches(RetainedMessages.Node root, String filter) {
        levels = filter.split("/", -1);
        path.push(new Step(root, 0, children(root, 0, true)));
    }

    private RetainedMatches(@Nullable Retained only) {
        this.levels = new String[0];
        this.only = only;
    }

    static RetainedMatches of(@Nullable Retained only) {
        return new RetainedMatches(only);
    }

    /** The next message, or null at the end. */
    @Nullable
    Retained next() {
        Retained single = only;
        if (single != null) {
            only = null;
            return single;
        }
        while (!path.isEmpty()) {
            Step step = path.peek();
            if (!step.seen) {
                step.seen = true;
                Retained here = step.node.here;
                if (here != null && endsAt(step.level)) {
                    return here;
                }
            }
            if (step.children.hasNext()) {
                int level = isRest(step.level) ? step.level : step.level + 1;
                RetainedMessages.Node child = step.children.next();
                path.push(new Step(child, level, children(child, level, false)));
            } else {
                path.pop();
            }
        }
        return null;
    }

    private boolean endsAt(int level) {
        return level == levels.length || isRest(level);
    }

    private boolean isRest(int level) {
        return level < levels.length && levels[level].equals("#");
    }

    private Iterator<RetainedMessages.Node> children(
            RetainedMessages.Node node, int level, boolean first) {
        if (level == levels.length) {
            return List.<RetainedMessages.Node>of().iterator();
        }
        if (isRest(level) || levels[level].equals("+")) {
            return first
                    ? withoutDollar(node).iterator()
                    : node.children.values().iterator();
        }
        RetainedMessages.Node child = node.children.get(levels[level]);
        return (child == null ? List.<RetainedMessages.Node>of() : List.of(child)).iterator();
    }

    /** Wildcards at the beginning do not match what begins with {@code $} [MQTT-4.7.2-1]. */
    private static Collection<RetainedMessages.Node> withoutDollar(RetainedMessages.Node root) {
        return root.children.entrySet().stream()
                .filter(child -> !child.getKey().startsWith("$"))
                .map(child -> child.getValue())
                .toList();
    }
}
