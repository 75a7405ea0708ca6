/** Benchmarks of what the history does not show to other packages. */
@NullMarked
package io.signalbox.history;

import org.jspecify.annotations.NullMarked;
