/** Builds every object of the hub by hand, and starts and stops them in order. */
@NullMarked
package io.signalbox.hub;

import org.jspecify.annotations.NullMarked;
