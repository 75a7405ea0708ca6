package io.signalbox.load;

import java.util.Map;

/**
 * What a run found.
 *
 * @param wanted connections that the plan asks for
 * @param connected connections that were made and, where they subscribe, subscribed
 * @param connectMillis from the first attempt to the last answer
 * @param failures how often which reason ended or prevented a connection
 * @param sent messages of the whole run, warm-up included; so are the counts after it
 * @param sentPerWrite messages that a publisher handed to its socket at a time, on average
 * @param acknowledged by the broker; at QoS 0 what it has read, as a PINGRESP tells
 * @param refused acknowledged with a reason code that is an error
 * @param received deliveries to all subscribers
 * @param foreign deliveries of somebody else's payloads, which are in no other count
 * @param lost deliveries that did not come within the time after the last message
 * @param measuredSeconds length of the measured part, which the rates belong to
 * @param acknowledgedPerSecond at QoS 0 what the broker has read
 * @param acknowledgement from when a message was due to its acknowledgement
 * @param delivery from when a message was due to each of its deliveries
 * @param brokerBytes resident memory at the end of the measured part; 0 if unknown
 * @param brokerBytesBefore resident memory before the first connection; 0 if unknown
 * @param brokerMicrosPerMessage processor time by the larger of acknowledged and received; of
 *     {@link Shape#SESSIONS} by sessions
 */
public record LoadResult(
        int wanted,
        int connected,
        long connectMillis,
        Map<String, Integer> failures,
        long sent,
        double sentPerWrite,
        long acknowledged,
        long refused,
        long received,
        long foreign,
        long lost,
        long duplicated,
        long outOfOrder,
        double measuredSeconds,
        double acknowledgedPerSecond,
        double receivedPerSecond,
        Latency acknowledgement,
        Latency delivery,
        long brokerBytes,
        long brokerBytesBefore,
        double brokerMicrosPerMessage,
        boolean interrupted) {

    static LoadResult of(
            Outcome outcome,
            Counters counters,
            long brokerBytes,
            long brokerBytesBefore,
            boolean interrupted) {
        return new LoadResult(
                outcome.wanted(),
                outcome.connected(),
                outcome.connectMillis(),
                outcome.failures(),
                counters.sent,
                (double) counters.sent / Math.max(1, counters.writes),
                counters.acknowledged,
                counters.refused,
                counters.received,
                counters.foreign,
                outcome.lost(),
                outcome.duplicated(),
                outcome.outOfOrder(),
                outcome.rates().seconds(),
                outcome.rates().acknowledgedPerSecond(),
                outcome.rates().receivedPerSecond(),
                counters.acknowledgement,
                counters.delivery,
                brokerBytes,
                brokerBytesBefore,
                outcome.rates().brokerMicrosPerMessage(),
                interrupted);
    }

    /** Whether the run went as planned: all connected to the end, nothing lost or refused. */
    public boolean clean() {
        return failures.isEmpty() && lost == 0 && refused == 0;
    }
}
