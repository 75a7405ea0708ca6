/** Tells people of alarms: by webhook and by e-mail. */
@NullMarked
package io.signalbox.notify;

import org.jspecify.annotations.NullMarked;
