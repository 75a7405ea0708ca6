package io.signalbox.language;

/**
 * Something that may happen to the devices of a type, as that declares it.
 *
 * @param title in the author's words, for people; the name if there are none
 */
public record DeviceEvent(String name, String title) {}
