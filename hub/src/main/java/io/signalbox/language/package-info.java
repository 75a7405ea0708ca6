/** Types, rules, interlocks and tests: from their text to a checked program. */
@NullMarked
package io.signalbox.language;

import org.jspecify.annotations.NullMarked;
