/** The history: every reading in a columnar file, a fold behind the journal, and queries on it. */
@NullMarked
package io.signalbox.history;

import org.jspecify.annotations.NullMarked;
