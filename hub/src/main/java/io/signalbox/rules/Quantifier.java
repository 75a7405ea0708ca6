package io.signalbox.rules;

import io.signalbox.language.Condition;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How many devices in a place fulfil a condition: for each place the number of those of which it is
 * true, and of those of which it is unknown.
 */
final class Quantifier extends RowMemory implements Lookout.Tally {
    private final Condition.Counted counted;
    private final Node of;
    private final Members members;

    /** By device: the truth with which it is counted. */
    private final Bytes last = bytes(Kleene.UNKNOWN);

    private int[] trues = new int[0];
    private int[] unknowns = new int[0];

    Quantifier(Condition.Counted counted, Node of, Members members) {
        this.counted = counted;
        this.of = of;
        this.members = members;
    }

    /** Whether so many of the devices in the place fulfil the condition. */
    int truth(int place) {
        return switch (counted.quantifier()) {
            case ANY -> atLeast(1, place);
            case NO -> Kleene.not(atLeast(1, place));
            case AT_LEAST -> atLeast(counted.least(), place);
            case ALL -> all(place);
        };
    }

    private int atLeast(int least, int place) {
        if (trues[place] >= least) {
            return Kleene.TRUE;
        }
        return trues[place] + unknowns[place] >= least ? Kleene.UNKNOWN : Kleene.FALSE;
    }

    private int all(int place) {
        int count = members.count(place);
        if (count == 0) {
            return Kleene.UNKNOWN;
        }
        if (trues[place] + unknowns[place] < count) {
            return Kleene.FALSE;
        }
        return unknowns[place] > 0 ? Kleene.UNKNOWN : Kleene.TRUE;
    }

    /** How many devices there fulfil the condition. */
    int trues(int place) {
        return trues[place];
    }

    /** Whether it counts those of which this is asked. */
    boolean counts(Condition.Counted asked) {
        return counted.equals(asked);
    }

    /** The devices in the place that fulfil the condition. */
    List<String> devices(int place) {
        return IntStream.range(0, members.count(place))
                .map(i -> members.row(place, i))
                .filter(row -> last.at[row] == Kleene.TRUE)
                .mapToObj(members.devices()::device)
                .toList();
    }

    /** Whether this device counts for what people want to know: who has it, or who has it not. */
    boolean isDecisive(int row) {
        return (last.at[row] == Kleene.TRUE) != (counted.quantifier() == Condition.Quantifier.ALL);
    }

    /** How many would have to, at least. */
    int wanted(int place) {
        return switch (counted.quantifier()) {
            case ANY -> 1;
            case NO -> 0;
            case AT_LEAST -> counted.least();
            case ALL -> members.count(place);
        };
    }

    @Override
    public boolean look(int row, Moment moment) {
        int truth = of.truth(row, moment);
        if (truth == last.at[row]) {
            return false;
        }
        int place = members.place(row);
        if (place == Members.NOWHERE) {
            last.at[row] = (byte) truth;
            return false;
        }
        int before = truth(place);
        leave(row, place);
        last.at[row] = (byte) truth;
        enter(row, place);
        return truth(place) != before;
    }

    @Override
    public void enter(int row, int place) {
        trues[place] += last.at[row] == Kleene.TRUE ? 1 : 0;
        unknowns[place] += last.at[row] == Kleene.UNKNOWN ? 1 : 0;
    }

    @Override
    public void leave(int row, int place) {
        trues[place] -= last.at[row] == Kleene.TRUE ? 1 : 0;
        unknowns[place] -= last.at[row] == Kleene.UNKNOWN ? 1 : 0;
    }

    @Override
    public void resizePlaces(int places) {
        trues = Arrays.copyOf(trues, places);
        unknowns = Arrays.copyOf(unknowns, places);
    }

    @Override
    public int placeBytes() {
        return 2 * Integer.BYTES;
    }
}
