/** What is likely to be wrong with a program, found before it goes live. */
@NullMarked
package io.signalbox.analysis;

import org.jspecify.annotations.NullMarked;
