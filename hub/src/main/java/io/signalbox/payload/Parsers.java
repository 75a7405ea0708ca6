package io.signalbox.payload;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.dataformat.cbor.CBORFactory;

/** Parsers of what devices send: no key twice, and nothing deep or long beyond reason. */
final class Parsers {
    /** Characters of a name; what stands beside the wanted values may have longer ones than points. */
    private static final int MAX_NAME = 4 * ReadingDecoder.MAX_NAME;

    private static final int MAX_NUMBER_LENGTH = 64;

    private static final StreamReadConstraints LIMITS = StreamReadConstraints.builder()
            .maxNestingDepth(ReadingDecoder.MAX_DEPTH)
            .maxNumberLength(MAX_NUMBER_LENGTH)
            .maxNameLength(MAX_NAME)
            .build();

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .streamReadConstraints(LIMITS)
            .build();

    private static final CBORFactory CBOR = CBORFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(LIMITS)
            .build();

    private Parsers() {}

    static JsonParser open(Encoding encoding, byte[] payload, int start) {
        TokenStreamFactory factory = switch (encoding) {
            case JSON -> JSON;
            case CBOR -> CBOR;
        };
        return factory.createParser(
                ObjectReadContext.empty(), payload, start, payload.length - start);
    }

    /** Why no parser need be opened: nothing is there, or no text where text must be. */
    static @Nullable DecodeFailure precheck(Encoding encoding, byte[] payload) {
        if (start(encoding, payload) == payload.length) {
            return new DecodeFailure(Refusal.EMPTY, 0, "expected " + encoding + ", found none");
        }
        int wrong = encoding == Encoding.JSON ? Utf8.firstInvalid(payload, 0, payload.length) : -1;
        return wrong < 0 ? null : notUtf8(payload, wrong);
    }

    static DecodeFailure notUtf8(byte[] payload, int wrong) {
        return new DecodeFailure(
                Refusal.NOT_UTF8,
                wrong,
                "expected UTF-8 text, found byte " + (payload[wrong] & 0xFF));
    }

    /** The byte with which the value begins. */
    static int start(Encoding encoding, byte[] payload) {
        if (encoding == Encoding.CBOR) {
            return 0;
        }
        int mark = ReadingDecoder.startsWithMark(payload) ? 3 : 0;
        return ReadingDecoder.skipSpace(payload, mark);
    }
}
