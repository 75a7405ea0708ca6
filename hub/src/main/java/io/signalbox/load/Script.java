package io.signalbox.load;

import java.io.IOException;

/** What a run does between its first connection and its last. */
interface Script {
    /** Plays it to the end, or until the loop is asked to stop. */
    Outcome play(EventLoop loop) throws IOException;
}
