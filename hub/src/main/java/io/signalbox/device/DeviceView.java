package io.signalbox.device;

import io.signalbox.message.Reading;
import io.signalbox.payload.DecodeFailure;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * A device as it was at one moment, for pages and answers.
 *
 * @param epoch the record that made it; 0 if that was not noted
 * @param registered false for one that only publishes
 * @param createdMillis when it was registered, or first heard if it is not
 * @param lastSeenMillis when its last message came, or 0 if none did
 * @param patienceMillis how long it may be silent before it counts as offline
 * @param skewMillis about how far its clock is behind the hub's, transport included
 * @param readings the last of each point, by name
 * @param lastFailure the last thing that did not decode
 * @param lastFailureMillis when that came, or 0
 */
public record DeviceView(
        String id,
        long epoch,
        boolean registered,
        Optional<String> type,
        Optional<String> place,
        SortedMap<String, String> attributes,
        List<String> tags,
        long createdMillis,
        long lastSeenMillis,
        long patienceMillis,
        long skewMillis,
        List<Reading> readings,
        IntakeCounts intake,
        Optional<DecodeFailure> lastFailure,
        long lastFailureMillis) {
    /** Whether it is there at this time, if nothing has come from it since. */
    public Presence presence(Links links, long nowMillis) {
        return Presence.of(lastSeenMillis, patienceMillis, links.of(id), nowMillis);
    }
}
