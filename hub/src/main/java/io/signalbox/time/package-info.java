/**
 * The clock and the chance that all other packages are handed, the only readers of the real ones;
 * and how times and spans are written.
 */
@NullMarked
package io.signalbox.time;

import org.jspecify.annotations.NullMarked;
