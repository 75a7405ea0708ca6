/** The simulated plant: machines with faults, each a real MQTT client, and a narrator. */
@NullMarked
package io.signalbox.demo;

import org.jspecify.annotations.NullMarked;
