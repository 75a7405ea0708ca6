/** Bytes to and from MQTT 3.1.1 and 5 packets: strict, incremental, without exceptions. */
@NullMarked
package io.signalbox.mqtt.codec;

import org.jspecify.annotations.NullMarked;
