package io.signalbox.language;

/**
 * What the author wrote for a part of a rule: shown when a decision is explained.
 *
 * @param text the words with single spaces between them
 */
public record Written(String text, Position at) {}
