/** Alarms: what rules want people to know, how it stands, and who has been told. */
@NullMarked
package io.signalbox.alarm;

import org.jspecify.annotations.NullMarked;
