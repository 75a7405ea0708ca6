package io.signalbox.journal;

import java.io.IOException;

/**
 * A write that found no room, in whole or in part. Unlike after a failed sync it is known what is
 * lost: what was to be written, which its writer still has; so this, alone, may be tried again.
 */
final class DiskFull extends IOException {
    private static final long serialVersionUID = 1;

    DiskFull(IOException cause) {
        super(cause.getMessage(), cause);
    }
}
