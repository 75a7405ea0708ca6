package io.signalbox.history;

/** A question that makes no sense; says what was expected and what was found. */
public final class BadQuery extends Exception {
    private static final long serialVersionUID = 1;

    BadQuery(String what, String expected, String found) {
        super(what + ": expected " + expected + ", found \"" + found + '"');
    }
}
