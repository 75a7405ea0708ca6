package io.signalbox.load;

/** Hears about once a second how far a run is; called on the thread of the run. */
@FunctionalInterface
public interface ProgressListener {
    /** This far. */
    void progress(Progress now);
}
