/** The vocabulary: what is published, where to, and what it says. */
@NullMarked
package io.signalbox.message;

import org.jspecify.annotations.NullMarked;
