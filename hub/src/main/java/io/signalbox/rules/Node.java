package io.signalbox.rules;

/**
 * A condition in the form in which it is evaluated: a closure over the columns it reads. Belongs
 * to the fold's thread.
 */
interface Node {
    /** A value of {@link Kleene} for the device in this row; allocates nothing. */
    int truth(int row, Moment moment);

    /** The least of all; each of them is always evaluated. */
    static Node all(Node[] parts) {
        return (row, moment) -> {
            int least = Kleene.TRUE;
            for (Node part : parts) {
                least = Math.min(least, part.truth(row, moment));
            }
            return least;
        };
    }

    /** The greatest of all; each of them is always evaluated. */
    static Node any(Node[] parts) {
        return (row, moment) -> {
            int greatest = Kleene.FALSE;
            for (Node part : parts) {
                greatest = Math.max(greatest, part.truth(row, moment));
            }
            return greatest;
        };
    }
}
