package io.signalbox.alarm;

/**
 * Why the next notice of a channel has not arrived yet.
 *
 * @param attempts so far
 * @param nextMillis when it is tried again, in milliseconds since 1970
 */
public record NoticeTrouble(NoticeId id, int attempts, String reason, long nextMillis) {}
