package io.signalbox.rules;

import java.util.Arrays;

/** The numbers of each place in ascending order. What changes by little moves by few. */
final class Ranking {
    private static final double[] NONE = {};

    private double[][] numbers = new double[0][];
    private int[] counts = new int[0];

    void resize(int places) {
        int old = numbers.length;
        numbers = Arrays.copyOf(numbers, places);
        Arrays.fill(numbers, old, places, NONE);
        counts = Arrays.copyOf(counts, places);
    }

    /** The number that so many others do not exceed. */
    double at(int place, int rank) {
        return numbers[place][rank];
    }

    void add(int place, double number) {
        int count = counts[place]++;
        if (count == numbers[place].length) {
            numbers[place] = Arrays.copyOf(numbers[place], Math.max(4, count + count / 2));
        }
        double[] all = numbers[place];
        int at = Arrays.binarySearch(all, 0, count, number);
        int to = at < 0 ? -at - 1 : at;
        System.arraycopy(all, to, all, to + 1, count - to);
        all[to] = number;
    }

    void take(int place, double number) {
        double[] all = numbers[place];
        int count = counts[place]--;
        int at = Arrays.binarySearch(all, 0, count, number);
        System.arraycopy(all, at + 1, all, at, count - at - 1);
        if (count == 1) {
            numbers[place] = NONE;
        }
    }

    /** One number becomes another one: only those between the two move. */
    void change(int place, double from, double to) {
        double[] all = numbers[place];
        int count = counts[place];
        int at = Arrays.binarySearch(all, 0, count, from);
        int found = Arrays.binarySearch(all, 0, count, to);
        int target = found < 0 ? -found - 1 : found;
        if (target > at) {
            System.arraycopy(all, at + 1, all, at, target - 1 - at);
            all[target - 1] = to;
        } else {
            System.arraycopy(all, target, all, target + 1, at - target);
            all[target] = to;
        }
    }
}
