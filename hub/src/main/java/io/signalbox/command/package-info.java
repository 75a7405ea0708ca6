/** Commands: who claims an actuator, what the device is told, and what became of it. */
@NullMarked
package io.signalbox.command;

import org.jspecify.annotations.NullMarked;
