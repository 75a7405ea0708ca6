/** What can be learned of a point, sample by sample, in bounded memory. */
@NullMarked
package io.signalbox.algorithm;

import org.jspecify.annotations.NullMarked;
