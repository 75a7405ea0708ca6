package io.signalbox.mqtt.codec;

/** What the {@link Decoder} makes of bytes: a packet, or what is wrong with them. */
public sealed interface Decoded permits Packet, Fault {}
