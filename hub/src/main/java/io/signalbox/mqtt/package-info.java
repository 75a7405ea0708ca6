/** MQTT listeners: connections on event loops, one class for each incoming packet type. */
@NullMarked
package io.signalbox.mqtt;

import org.jspecify.annotations.NullMarked;
