/** Benchmarks of what the broker does not show to other packages. */
@NullMarked
package io.signalbox.broker;

import org.jspecify.annotations.NullMarked;
