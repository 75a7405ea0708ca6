package io.signalbox.rules;

/** Something of which each row wants to be looked at by time alone; belongs to the fold's thread. */
interface Timed {
    /** The timer of a row that has none. */
    int NONE = -1;

    int timer(int row);

    void setTimer(int row, int timer);

    /** The row's timer was due, and it has none now: says to {@link Agenda#note} what to evaluate. */
    void due(int row, long now, Agenda agenda);
}
