package io.signalbox.payload;

/**
 * Why a payload, or one point of it, does not decode.
 *
 * @param offset byte of the payload at which it was noticed
 * @param detail what was expected and what was found, for people
 */
public record DecodeFailure(Refusal reason, int offset, String detail) {
    @Override
    public String toString() {
        return reason.id() + " at byte " + offset + ": " + detail;
    }
}
