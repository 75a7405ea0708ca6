/** The HTTP API: what people and programs ask of a running hub. */
@NullMarked
package io.signalbox.console;

import org.jspecify.annotations.NullMarked;
