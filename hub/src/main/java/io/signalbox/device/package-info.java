/** Devices: their registration, their readings and their last values. */
@NullMarked
package io.signalbox.device;

import org.jspecify.annotations.NullMarked;
