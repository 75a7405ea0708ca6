package io.signalbox.history;

import io.signalbox.command.CommandState;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A question what became of commands or alarms in a span of time.
 *
 * @param device its id; empty for every device
 * @param rule of alarms; empty for every rule
 * @param state that a command was in at the end of the span; empty for every state
 * @param fromMillis the first instant
 * @param toMillis the first instant that is not asked for any more
 * @param limit most commands, or events of alarms, in the answer
 */
public record PastQuery(
        String device, String rule, String state, long fromMillis, long toMillis, int limit) {

    /**
     * A question as people write it, by the names {@code device}, {@code rule}, {@code state},
     * {@code from} and {@code to}, with times as in {@link HistoryQuery#parse}; {@code from} has to be
     * there.
     *
     * @param nowMillis what {@code now} means
     */
    public static PastQuery parse(Map<String, String> words, int limit, long nowMillis)
            throws BadQuery {
        String from = words.get("from");
        if (from == null) {
            throw new BadQuery("from", "a time such as -7d or 2026-01-02T03:04:05Z", "");
        }
        String to = words.get("to");
        long start = HistoryQuery.instant("from", from, nowMillis);
        long end = to == null ? HistoryQuery.END_MILLIS : HistoryQuery.instant("to", to, nowMillis);
        if (end < start) {
            throw new BadQuery("to", "a time not before from", String.valueOf(to));
        }
        return new PastQuery(
                words.getOrDefault("device", ""),
                words.getOrDefault("rule", ""),
                state(words.getOrDefault("state", "")),
                start,
                end,
                limit);
    }

    /** The same from so much later on. */
    public PastQuery after(long millis) {
        return new PastQuery(device, rule, state, fromMillis + millis, toMillis, limit);
    }

    /**
     * The word, if it names a state of commands or is empty.
     *
     * @throws BadQuery with the words that do, if it does not
     */
    public static String state(String word) throws BadQuery {
        if (word.isEmpty()
                || Arrays.stream(CommandState.values()).anyMatch(s -> s.id().equals(word))) {
            return word;
        }
        String all = Arrays.stream(CommandState.values())
                .map(CommandState::id)
                .collect(Collectors.joining(", "));
        throw new BadQuery("state", "one of " + all, word);
    }
}
