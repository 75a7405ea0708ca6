package io.signalbox.message;

/**
 * What is published: one payload to one topic.
 *
 * @param topic a valid topic name ({@link Topic#isName})
 * @param payload never changed after this message was made, by anybody
 * @param publisher the identity that published it, such as a client id or {@code rules}
 * @param receivedMillis wall time at which the hub took it
 */
public record Message(
        String topic,
        byte[] payload,
        Qos qos,
        boolean retain,
        MessageProperties properties,
        String publisher,
        long receivedMillis) {

    /** The same at another quality of service. */
    public Message at(Qos other) {
        return qos == other
                ? this
                : new Message(topic, payload, other, retain, properties, publisher, receivedMillis);
    }

    /** True if nobody is given this message any more. */
    public boolean isExpired(long nowMillis) {
        return expiresMillis() <= nowMillis;
    }

    /** Wall time after which nobody is given this message any more; Long.MAX_VALUE for never. */
    public long expiresMillis() {
        long seconds = properties.expirySeconds();
        return seconds == MessageProperties.NEVER
                ? Long.MAX_VALUE
                : receivedMillis + seconds * 1000;
    }
}
