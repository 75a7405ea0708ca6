/** The journal: append, commit, read, snapshot; and the folds that follow it. */
@NullMarked
package io.signalbox.journal;

import org.jspecify.annotations.NullMarked;
