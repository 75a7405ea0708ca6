package io.signalbox.language;

/** A text that grows by pieces, up to so many characters: what comes after that is left out. */
final class BoundedText {
    private final StringBuilder out = new StringBuilder();
    private final int most;

    BoundedText(int most) {
        this.most = most;
    }

    void add(String piece) {
        out.append(piece, 0, Math.min(piece.length(), most - out.length()));
    }

    boolean isFull() {
        return out.length() == most;
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
