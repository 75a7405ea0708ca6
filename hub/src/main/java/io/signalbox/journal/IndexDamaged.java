package io.signalbox.journal;

/** A part of an index is not what was written: the index is made again, nobody else notices. */
final class IndexDamaged extends RuntimeException {
    private static final long serialVersionUID = 1;

    IndexDamaged(String file, long offset) {
        super(file + ", offset " + offset
                + ": expected a block of posting lists, found none, or bytes that"
                + " fail its checksum");
    }
}
