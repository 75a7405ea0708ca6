/** Varints, checksums and strict UTF-8 over plain byte arrays. */
@NullMarked
package io.signalbox.bytes;

import org.jspecify.annotations.NullMarked;
