package io.signalbox.rules;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/** Where each device sits: by its ordinal, its type's rules and its row in their table. */
final class Seats {
    private @Nullable TypeRules[] rules = new @Nullable TypeRules[16];
    private int[] rows = new int[16];

    /** The rules of the device's type, or null if it has none that is declared. */
    @Nullable
    TypeRules rules(int ordinal) {
        return ordinal < rules.length ? rules[ordinal] : null;
    }

    int row(int ordinal) {
        return rows[ordinal];
    }

    void take(int ordinal, TypeRules of, int row) {
        if (ordinal >= rules.length) {
            int size = Math.max(ordinal + 1, rules.length * 2);
            rules = Arrays.copyOf(rules, size);
            rows = Arrays.copyOf(rows, size);
        }
        rules[ordinal] = of;
        rows[ordinal] = row;
    }

    void leave(int ordinal) {
        rules[ordinal] = null;
    }

    void clear() {
        Arrays.fill(rules, null);
    }
}
