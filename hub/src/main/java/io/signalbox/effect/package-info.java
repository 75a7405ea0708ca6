/** What a fold does to the world: appended to the journal exactly once, across restarts. */
@NullMarked
package io.signalbox.effect;

import org.jspecify.annotations.NullMarked;
