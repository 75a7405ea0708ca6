package io.signalbox.message;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * What travels with a message beside its payload [MQTT5 3.3.2.3], forwarded unaltered.
 *
 * @param utf8 the payload is UTF-8 text (payload format indicator 1)
 * @param expirySeconds message expiry interval, 0 to 2^32-1, or {@link #NEVER}
 * @param contentType media type of the payload, if it was said
 * @param responseTopic where an answer is to go, if one is wanted
 * @param correlationData what the answer is to bring along, if anything
 * @param userProperties names and values by turns, in the order they came
 */
public record MessageProperties(
        boolean utf8,
        long expirySeconds,
        @Nullable String contentType,
        @Nullable String responseTopic,
        byte @Nullable [] correlationData,
        List<String> userProperties) {

    /** {@link #expirySeconds} of a message that does not expire. */
    public static final long NEVER = -1;

    public static final MessageProperties NONE =
            new MessageProperties(false, NEVER, null, null, null, List.of());

    /** Of a text of this media type, which does not expire. */
    public static MessageProperties text(String contentType) {
        return new MessageProperties(true, NEVER, contentType, null, null, List.of());
    }

    /** Of a message that expires so many seconds after it came. */
    public static MessageProperties expiring(long seconds) {
        return new MessageProperties(false, seconds, null, null, null, List.of());
    }

    public MessageProperties {
        userProperties = List.copyOf(userProperties);
    }

    /** How long all of its texts and bytes are together. */
    public long size() {
        long size = length(contentType) + length(responseTopic);
        size += correlationData == null ? 0 : correlationData.length;
        for (String text : userProperties) {
            size += text.length();
        }
        return size;
    }

    private static long length(@Nullable String text) {
        return text == null ? 0 : text.length();
    }
}
