package io.signalbox.payload;

import io.signalbox.message.Value;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * What a payload had at the places of a {@link Layout}.
 *
 * @param failure why nothing could be read at all, or null
 * @param values what was there, as it came
 * @param refusals what was there and is no value
 * @param eventMillis the time that the payload tells of all that it says, or
 *     {@link ReadingDecoder#NO_TIME}
 * @param hasBadTime true if what stood for that time is none
 */
public record Extract(
        @Nullable DecodeFailure failure,
        List<Found> values,
        List<DecodeFailure> refusals,
        long eventMillis,
        boolean hasBadTime) {
    /**
     * A value at its place.
     *
     * @param unit as SenML names it; empty if the payload names none
     * @param eventMillis when it was so, or {@link ReadingDecoder#NO_TIME}
     * @param hasBadTime true if what stood for its time is none
     * @param offset byte of the payload
     */
    public record Found(
            int slot, Value value, String unit, long eventMillis, boolean hasBadTime, int offset) {}

    public Extract {
        values = List.copyOf(values);
        refusals = List.copyOf(refusals);
    }

    static Extract failed(DecodeFailure failure) {
        return new Extract(failure, List.of(), List.of(), ReadingDecoder.NO_TIME, false);
    }

    static Extract failed(Refusal reason, int offset, String detail) {
        return failed(new DecodeFailure(reason, offset, detail));
    }
}
