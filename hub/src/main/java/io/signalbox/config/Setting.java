package io.signalbox.config;

/**
 * One effective value and where it comes from.
 *
 * @param key section and key, such as {@code listen.mqtt}
 * @param value as it was written
 * @param origin {@code file:line:column}, {@code SIGNALBOX_LISTEN__MQTT}, {@code --data} or
 *     {@code default}
 */
public record Setting(String key, String value, String origin) {}
