/** What became of one message, read from the journal. */
@NullMarked
package io.signalbox.trail;

import org.jspecify.annotations.NullMarked;
