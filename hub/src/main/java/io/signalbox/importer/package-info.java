/** Reads rules of other systems, and says what of them the language cannot carry. */
@NullMarked
package io.signalbox.importer;

import org.jspecify.annotations.NullMarked;
