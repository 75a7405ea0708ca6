/** The engine that decides: what is true of each device, and what follows from it. */
@NullMarked
package io.signalbox.rules;

import org.jspecify.annotations.NullMarked;
