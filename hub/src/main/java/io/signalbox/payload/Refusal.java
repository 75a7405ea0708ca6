package io.signalbox.payload;

import java.util.Locale;

/** Every reason for which something that a device sends does not become a reading. */
public enum Refusal {
    /** The payload has no bytes. */
    EMPTY,
    /** Not UTF-8, or U+0000 in it. */
    NOT_UTF8,
    /** Not JSON, and no bare number or word either. */
    SYNTAX,
    /** More stands behind the JSON text. */
    TRAILING,
    /** A key stands twice in one object: nobody can say which one the device means. */
    DUPLICATE_KEY,
    /** Objects and arrays deeper than {@link ReadingDecoder#MAX_DEPTH}. */
    TOO_DEEP,
    /** More keys in an object than {@link ReadingDecoder#MAX_KEYS}. */
    TOO_MANY_KEYS,
    /** More readings in a batch than {@link ReadingDecoder#MAX_READINGS}. */
    TOO_MANY_READINGS,
    /** A number or a name of a length that no number or name has. */
    TOO_LONG,
    /** An array of something else than objects. */
    NO_OBJECTS,
    /** A key that cannot name a point. */
    BAD_NAME,
    /** The value is {@code null}. */
    NULL,
    /** The value is an object or an array. */
    NESTED,
    /** NaN or an infinity. */
    NOT_A_NUMBER,
    /** A number that a double cannot hold, such as 1e999. */
    OVERFLOW,
    /** A whole number beyond 2^53: earlier versions refused it, and its counts stay. */
    BEYOND_2_53,
    /** A whole number that 64 bits cannot hold. */
    BEYOND_64_BITS,
    /** A text longer than {@link ReadingDecoder#MAX_TEXT_BYTES}. */
    TEXT_TOO_LONG,
    /** A text with U+0000 or half of a surrogate pair in it. */
    BAD_TEXT,
    /** The value of {@code ts} is no time: the reading is kept with its time of arrival. */
    BAD_TIME,
    /** Latitude and longitude that are nowhere on the earth, or one of them alone. */
    BAD_POSITION,
    /** SenML in a way that RFC 8428 does not allow, or of a later version than it. */
    BAD_SENML,
    /** A unit that is not known, or measures something else than the point does. */
    BAD_UNIT,
    /** The payload ends before the place of the value. */
    TOO_SHORT,
    /** A value that the mapping's list does not have. */
    UNLISTED,
    /** The mappings of this topic are for devices of other types than this one. */
    OTHER_TYPE,
    /** It differs from the last one by less than the point's deadband: counted, and not kept. */
    WITHIN_DEADBAND,
    /** The topic's device id is none. */
    BAD_DEVICE,
    /** Stands in old counts alone: since then the quietest device without registration goes. */
    TOO_MANY_DEVICES,
    /** More points than the hub keeps of one device. */
    TOO_MANY_POINTS,
    /** The device sends more messages than it may: this one was left out of the sample. */
    FLOOD;

    private final String id = name().toLowerCase(Locale.ROOT).replace('_', '-');

    /** The name in counters, answers and pages, such as {@code duplicate-key}. */
    public String id() {
        return id;
    }
}
