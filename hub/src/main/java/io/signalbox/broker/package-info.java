/** The broker: topic tree, sessions as cursors over the journal, retained messages, wills, delivery. */
@NullMarked
package io.signalbox.broker;

import org.jspecify.annotations.NullMarked;
