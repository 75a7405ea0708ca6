package io.signalbox.broker;

import io.signalbox.journal.RecordBatch;
import io.signalbox.message.Message;

import java.util.ArrayList;
import java.util.List;

/**
 * The publishes of threads that are no loops, from the moment at which their filters are looked up
 * until they are in the journal. Used by all threads; nobody waits in here.
 */
final class OutsidePublishes {
    private final TopicTree tree;
    private final List<RecordBatch> open = new ArrayList<>();

    OutsidePublishes(TopicTree tree) {
        this.tree = tree;
    }

    /** Looks up the filters of a message that goes into this batch, which is open from now on. */
    synchronized Matches match(RecordBatch batch, Message message) {
        open.removeIf(OutsidePublishes::committed);
        if (open.isEmpty() || open.getLast() != batch) {
            open.add(batch);
        }
        return tree.match(message.topic());
    }

    /** The batch will not go to the journal, or is there. */
    synchronized void close(RecordBatch batch) {
        open.remove(batch);
    }

    /** Batches whose messages may have missed what is in the tree now. */
    synchronized List<RecordBatch> open() {
        return List.copyOf(open);
    }

    /** Whether one of these is still on its way. */
    synchronized boolean anyOpen(List<RecordBatch> batches) {
        return batches.stream().anyMatch(batch -> open.contains(batch) && !committed(batch));
    }

    private static boolean committed(RecordBatch batch) {
        return batch.firstSequence() > 0;
    }
}
