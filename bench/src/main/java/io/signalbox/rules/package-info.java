/** Benchmarks of what the rules do not show to other packages. */
@NullMarked
package io.signalbox.rules;

import org.jspecify.annotations.NullMarked;
