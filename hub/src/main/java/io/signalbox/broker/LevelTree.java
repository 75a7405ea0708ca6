package io.signalbox.broker;

import org.jspecify.annotations.Nullable;

import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A tree of topic levels with a value where a path ends. Made for a million of paths: a level whose
 * only child it is costs its parent a reference, and levels that recur share their text.
 *
 * <p>One thread at a time changes it, the caller sees to that; all may read meanwhile. What changes
 * during a walk may or may not be seen by it.
 */
final class LevelTree<V> {
    /** Texts of levels that are remembered so as to be shared. */
    private static final int REMEMBERED = 1024;

    /** One level of a path. */
    static final class Level<V> {
        final String text;
        final @Nullable Level<V> parent;

        /** Nothing, the only child, or all by their text. */
        private volatile @Nullable Object children;

        volatile @Nullable V here;

        private Level(String text, @Nullable Level<V> parent) {
            this.text = text;
            this.parent = parent;
        }

        @Nullable
        Level<V> child(String level) {
            Object below = children;
            if (below instanceof ConcurrentHashMap<?, ?>) {
                return Level.<V>table(below).get(level);
            }
            return below instanceof Level<?> only && only.text.equals(level) ? level(below) : null;
        }

        Iterator<Level<V>> children() {
            Object below = children;
            if (below instanceof ConcurrentHashMap<?, ?>) {
                return Level.<V>table(below).values().iterator();
            }
            return below == null
                    ? Collections.emptyIterator()
                    : List.<Level<V>>of(level(below)).iterator();
        }

        private void add(Level<V> child) {
            Object below = children;
            if (below == null) {
                children = child;
            } else if (below instanceof ConcurrentHashMap<?, ?>) {
                Level.<V>table(below).put(child.text, child);
            } else {
                Level<V> only = level(below);
                ConcurrentHashMap<String, Level<V>> both = new ConcurrentHashMap<>(4);
                both.put(only.text, only);
                both.put(child.text, child);
                children = both;
            }
        }

        private void remove(Level<V> child) {
            Object below = children;
            if (below instanceof ConcurrentHashMap<?, ?> all) {
                all.remove(child.text);
                if (all.isEmpty()) {
                    children = null;
                }
            } else {
                children = null;
            }
        }

        @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
        private static <V> Level<V> level(Object below) {
            return (Level<V>) below;
        }

        @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
        private static <V> ConcurrentHashMap<String, Level<V>> table(Object below) {
            return (ConcurrentHashMap<String, Level<V>>) below;
        }

        /** The levels from the root to here. */
        String path() {
            Level<V> above = parent;
            if (above == null || above.parent == null) {
                return text;
            }
            int length = text.length();
            for (Level<V> level = above; level.parent != null; level = level.parent) {
                length += level.text.length() + 1;
            }
            StringBuilder path = new StringBuilder(length);
            append(path);
            return path.toString();
        }

        /** Depth is bounded by {@link io.signalbox.message.Topic#MAX_LEVELS}. */
        private void append(StringBuilder path) {
            Level<V> above = parent;
            if (above != null && above.parent != null) {
                above.append(path);
                path.append('/');
            }
            path.append(text);
        }
    }

    private final Level<V> root = new Level<>("", null);
    private final @Nullable String[] remembered = new String[REMEMBERED];

    Level<V> root() {
        return root;
    }

    @Nullable
    Level<V> find(String path) {
        Level<V> level = root;
        int from = 0;
        while (level != null && from <= path.length()) {
            int end = levelEnd(path, from);
            level = level.child(path.substring(from, end));
            from = end + 1;
        }
        return level;
    }

    /** The level at the end of the path, which is there from now on. */
    Level<V> add(String path) {
        Level<V> level = root;
        int from = 0;
        while (from <= path.length()) {
            int end = levelEnd(path, from);
            String text = path.substring(from, end);
            Level<V> child = level.child(text);
            if (child == null) {
                child = new Level<>(remember(text), level);
                level.add(child);
            }
            level = child;
            from = end + 1;
        }
        return level;
    }

    private String remember(String text) {
        int at = (text.hashCode() & Integer.MAX_VALUE) % REMEMBERED;
        String known = remembered[at];
        if (text.equals(known)) {
            return known;
        }
        remembered[at] = text;
        return text;
    }

    /** Takes the value from a level, and away what is of no use without it. */
    void clear(Level<V> level) {
        level.here = null;
        Level<V> empty = level;
        while (empty.parent != null && empty.here == null && empty.children == null) {
            Level<V> above = empty.parent;
            above.remove(empty);
            empty = above;
        }
    }

    static int levelEnd(String path, int from) {
        int slash = path.indexOf('/', from);
        return slash < 0 ? path.length() : slash;
    }
}
