package io.signalbox.broker;

import io.signalbox.journal.RecordBatch;

import java.util.List;

/**
 * The wait of one loop until every publish is durable whose filters were looked up before a certain
 * moment, such as before a filter came into the tree.
 *
 * <p>A publish is matched on one thread and handed to the journal a little later; nothing holds it
 * up in between. So whoever changed the tree and has to know what was matched without that change
 * asks each loop to pass once and to say when all it had gathered is durable, and looks at the open
 * batches of the other threads. Belongs to the thread of the loop that waits.
 */
final class Quiescence {
    private final BrokerLoop own;
    private final OutsidePublishes outside;
    private final List<RecordBatch> open;
    private final Runnable then;
    private int passing;

    private Quiescence(BrokerLoop own, OutsidePublishes outside, int passing, Runnable then) {
        this.own = own;
        this.outside = outside;
        this.open = outside.open();
        this.passing = passing;
        this.then = then;
    }

    /** Waits from now on; {@code own} is the loop whose thread this is, and one of {@code loops}. */
    static void await(BrokerLoop own, BrokerLoop[] loops, OutsidePublishes outside, Runnable then) {
        Quiescence waiting = new Quiescence(own, outside, loops.length, then);
        for (BrokerLoop loop : loops) {
            if (loop != own) {
                loop.execute(() -> loop.whenDurable(() -> own.execute(waiting::passed)));
            }
        }
        own.whenDurable(waiting::passed);
    }

    private void passed() {
        if (--passing == 0 && !tryEnd()) {
            own.waits(this);
        }
    }

    /** Looks at the batches of other threads again; true if the wait has ended. */
    boolean tryEnd() {
        if (outside.anyOpen(open)) {
            return false;
        }
        then.run();
        return true;
    }
}
