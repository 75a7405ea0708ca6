package io.signalbox.console;

import io.signalbox.journal.JournalStatus;
import io.signalbox.payload.JsonWriter;

import java.util.ArrayList;
import java.util.List;

/**
 * {@code /health/live} and {@code /health/ready}: for whoever starts hubs, and sends devices to
 * them. Live is a hub that answers; ready one that acknowledges, has room and decides in time.
 */
final class HealthEndpoint {
    /** Durable records not decided upon, at which rules act too late to be relied upon. */
    static final long MOST_UNDECIDED = 100_000;

    /** Durable records that the history has not taken in, at which queries miss too much. */
    static final long MOST_UNSTORED = 5_000_000;

    private final Api api;

    HealthEndpoint(Api api) {
        this.api = api;
    }

    Answer live(ApiRequest request) {
        request.allow();
        return Answer.ok(new JsonWriter().beginObject().field("state", "live").end());
    }

    Answer ready(ApiRequest request) {
        request.allow();
        List<Reason> reasons = signs().reasons();
        if (reasons.isEmpty()) {
            return Answer.ok(
                    new JsonWriter().beginObject().field("state", "ready").end());
        }
        throw new Problem(
                503,
                "not-ready",
                "expected a hub that acknowledges, has room and keeps up, found that "
                        + reasons.getFirst().detail(),
                null,
                json -> write(json, reasons));
    }

    private Signs signs() {
        JournalStatus journal = api.journal().status();
        return new Signs(
                journal.failed(),
                api.journal().lacksRoom(),
                api.hub().pressure().get().disk().equals("full"),
                journal.committed() - api.applied().appliedThrough(),
                api.history().status().behind());
    }

    private static void write(JsonWriter json, List<Reason> reasons) {
        json.name("reasons").beginArray();
        for (Reason reason : reasons) {
            json.beginObject()
                    .field("code", reason.code())
                    .field("detail", reason.detail())
                    .field("fix", reason.fix())
                    .end();
        }
        json.end();
    }

    /** One thing that keeps a hub from being ready. */
    record Reason(String code, String detail, String fix) {}

    /**
     * What is looked at.
     *
     * @param lacksRoom a write waits for room
     * @param undecided durable records that the decisions have not seen
     * @param unstored durable records that the history has not seen
     */
    record Signs(
            boolean journalFailed,
            boolean lacksRoom,
            boolean diskFull,
            long undecided,
            long unstored) {

        /** The worst first. */
        List<Reason> reasons() {
            List<Reason> reasons = new ArrayList<>();
            if (journalFailed) {
                reasons.add(new Reason(
                        "journal-failed",
                        "the journal commits nothing more",
                        "see the hub's log, and start it again"));
            }
            if (lacksRoom) {
                reasons.add(new Reason(
                        "journal-waits",
                        "the journal waits for room on the disk and acknowledges nothing",
                        "delete other files on its disk, or enlarge it"));
            }
            if (diskFull) {
                reasons.add(new Reason(
                        "disk-full",
                        "the disk is full and new messages are refused",
                        "delete other files on its disk, or enlarge it"));
            }
            if (undecided > MOST_UNDECIDED) {
                reasons.add(new Reason(
                        "decisions-behind",
                        "the rules are " + undecided + " records behind, of at most "
                                + MOST_UNDECIDED,
                        "wait if it has just started, or give it less to do"));
            }
            if (unstored > MOST_UNSTORED) {
                reasons.add(new Reason(
                        "history-behind",
                        "the history is " + unstored + " records behind, of at most "
                                + MOST_UNSTORED,
                        "see history in 'signalbox status'"));
            }
            return reasons;
        }
    }
}
