package io.signalbox.load;

/** Hears about once a second how far a run is; called on the thread of the run. */
@FunctionalInterface
public interface ProgressListener {
    /** What it is doing, in a word, since the start of the run, and how much it has done so far. */
    void progress(String phase, double seconds, int connected, long acknowledged, long received);
}
