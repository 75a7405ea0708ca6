package io.signalbox.notify;

import io.signalbox.alarm.Notice;
import io.signalbox.alarm.NoticeChange;
import io.signalbox.alarm.NoticeTrouble;
import io.signalbox.alarm.Notices;
import io.signalbox.journal.JournalFailure;
import io.signalbox.time.Clock;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/**
 * Carries the notices of one channel, one after the other: the next goes when the one before has
 * arrived or is given up. What became of each is a record in the journal, so that a hub that was
 * killed goes on where it was; a notice that was under way then is sent again, under the same id.
 */
final class Courier implements Runnable {
    private static final Logger LOG = System.getLogger(Courier.class.getName());

    /** Waits. */
    interface Pause {
        void millis(long millis) throws InterruptedException;
    }

    private final Channel channel;
    private final Notices notices;
    private final Ledger ledger;
    private final Clock clock;
    private final Pause pause;

    Courier(Channel channel, Notices notices, Ledger ledger, Clock clock, Pause pause) {
        this.channel = channel;
        this.notices = notices;
        this.ledger = ledger;
        this.clock = clock;
        this.pause = pause;
    }

    @Override
    public void run() {
        try {
            while (true) {
                carry(notices.await(channel.name()));
            }
        } catch (InterruptedException | IllegalStateException | JournalFailure e) {
            LOG.log(Level.DEBUG, "no more notices by {0}", channel.name());
        }
    }

    private void carry(Notice notice) throws InterruptedException {
        for (int attempts = 1; notices.isNext(channel.name(), notice); attempts++) {
            switch (attempt(notice)) {
                case Outcome.Arrived arrived -> {
                    ledger.record(new NoticeChange.Delivered(
                            channel.name(), notice.id(), clock.millis()));
                    return;
                }
                case Outcome.Never never -> {
                    giveUp(notice, never.reason());
                    return;
                }
                case Outcome.Later later -> {
                    long pauseMillis = Retries.pauseMillis(attempts, later.waitMillis());
                    long next = clock.millis() + pauseMillis;
                    if (next - notice.madeMillis() > Retries.GIVE_UP_MILLIS) {
                        giveUp(notice, "not arrived in a day; last: " + later.reason());
                        return;
                    }
                    if (attempts == 1) {
                        LOG.log(
                                Level.WARNING,
                                "notice {0} has not arrived by {1} ({2}); it is tried again",
                                notice.id(),
                                channel.name(),
                                later.reason());
                    }
                    notices.trouble(
                            channel.name(),
                            new NoticeTrouble(notice.id(), attempts, later.reason(), next));
                    pause.millis(pauseMillis);
                }
            }
        }
    }

    private Outcome attempt(Notice notice) {
        try {
            return channel.send(notice);
        } catch (RuntimeException e) {
            return new Outcome.Later(String.valueOf(e), 0);
        }
    }

    private void giveUp(Notice notice, String reason) throws InterruptedException {
        LOG.log(
                Level.WARNING,
                "notice {0} is given up by {1}: {2}",
                notice.id(),
                channel.name(),
                reason);
        ledger.record(new NoticeChange.Died(channel.name(), notice.id(), clock.millis(), reason));
    }
}
