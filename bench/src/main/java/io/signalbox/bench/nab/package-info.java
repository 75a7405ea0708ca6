/** The Numenta Anomaly Benchmark, scored by a scorer of our own. */
@NullMarked
package io.signalbox.bench.nab;

import org.jspecify.annotations.NullMarked;
