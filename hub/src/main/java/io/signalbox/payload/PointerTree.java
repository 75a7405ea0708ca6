package io.signalbox.payload;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Several pointers as one tree, so that one pass over a payload finds what all of them lead to.
 * Never changes once it is made.
 */
public final class PointerTree {
    /** No pointer ends here. */
    static final int NO_SLOT = -1;

    private final Map<String, PointerTree> children = new HashMap<>();
    private int slot = NO_SLOT;

    private PointerTree() {}

    /** A tree in which each pointer ends at its place in the list, its slot; none stands twice. */
    public static PointerTree of(List<JsonPointer> pointers) {
        PointerTree root = new PointerTree();
        for (int i = 0; i < pointers.size(); i++) {
            PointerTree at = root;
            for (String segment : pointers.get(i).segments()) {
                at = at.children.computeIfAbsent(segment, name -> new PointerTree());
            }
            if (at.slot != NO_SLOT) {
                throw new IllegalArgumentException(
                        "expected different pointers, found " + pointers.get(i) + " twice");
            }
            at.slot = i;
        }
        return root;
    }

    @Nullable
    PointerTree child(String name) {
        return children.get(name);
    }

    boolean isLeaf() {
        return children.isEmpty();
    }

    int slot() {
        return slot;
    }
}
