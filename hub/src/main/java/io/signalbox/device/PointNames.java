package io.signalbox.device;

import java.util.Arrays;

/** The names of a device's points in their order; devices of a kind share one of these. */
final class PointNames {
    static final PointNames NONE = new PointNames(new String[0]);

    private final String[] sorted;
    private final int hash;

    private PointNames(String[] sorted) {
        this.sorted = sorted;
        this.hash = Arrays.hashCode(sorted);
    }

    int size() {
        return sorted.length;
    }

    String get(int index) {
        return sorted[index];
    }

    /** The place of a name, or {@code -1 - place} where it would be. */
    int find(String name) {
        return Arrays.binarySearch(sorted, name);
    }

    /** These and one more, at the place where {@link #find} says that it would be. */
    PointNames with(String name, int place) {
        String[] more = new String[sorted.length + 1];
        System.arraycopy(sorted, 0, more, 0, place);
        more[place] = name;
        System.arraycopy(sorted, place, more, place + 1, sorted.length - place);
        return new PointNames(more);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PointNames names && Arrays.equals(sorted, names.sorted);
    }

    @Override
    public int hashCode() {
        return hash;
    }
}
