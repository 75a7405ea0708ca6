package io.signalbox.bench.nab;

import java.util.List;

/**
 * A series with the windows in which its anomalies lie.
 *
 * @param name as in the benchmark's files: {@code group/file.csv}
 */
record Series(String name, long[] millis, double[] values, List<Window> windows) {
    /** First and last sample of a window. */
    record Window(int first, int last) {
        int length() {
            return last - first + 1;
        }
    }

    Series {
        windows = List.copyOf(windows);
    }
}
