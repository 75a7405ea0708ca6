/** Payloads to values and back: JSON, read strictly and within limits. */
@NullMarked
package io.signalbox.payload;

import org.jspecify.annotations.NullMarked;
