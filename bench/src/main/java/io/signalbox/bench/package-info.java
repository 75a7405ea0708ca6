/** Benchmarks behind every claim of speed: run with JMH's own main class. */
@NullMarked
package io.signalbox.bench;

import org.jspecify.annotations.NullMarked;
