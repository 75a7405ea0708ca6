/** A small blocking MQTT client: the reference device, for the demo, the CLI and tests. */
@NullMarked
package io.signalbox.client;

import org.jspecify.annotations.NullMarked;
