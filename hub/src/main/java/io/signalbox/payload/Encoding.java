package io.signalbox.payload;

/** How objects and arrays stand in a payload. */
public enum Encoding {
    JSON,
    /** RFC 8949. */
    CBOR
}
