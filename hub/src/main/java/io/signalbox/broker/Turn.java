package io.signalbox.broker;

import org.jspecify.annotations.Nullable;

/**
 * One connect's way through a loop: it waits for its session, has it, lets go of it, and gives it to
 * the next who claimed it or to the {@link Directory}. Belongs to the loop's thread.
 */
final class Turn {
    final Directory.Claim claim;
    final Attachment attachment;

    /** The session came here, or there was none to come. */
    boolean arrived;

    /** The session once it arrived; null when it has ended. */
    @Nullable
    StoredSession stored;

    /** The connection is done with; what it wrote to the journal is on its way. */
    boolean leaving;

    /** What has to be durable before the session can go: its records, and those of its groups. */
    int awaits;

    /** All that is: the session can go. */
    boolean left;

    /** The claim after this one, and the loop that made it, once known. */
    Directory.@Nullable Claim next;

    @Nullable
    BrokerLoop nextLoop;

    Turn(Directory.Claim claim, Attachment attachment) {
        this.claim = claim;
        this.attachment = attachment;
    }
}
