/** A load generator and checker for MQTT brokers: many clients on one thread. */
@NullMarked
package io.signalbox.load;

import org.jspecify.annotations.NullMarked;
