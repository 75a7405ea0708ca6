package io.signalbox.hub;

import io.signalbox.language.Mapping;
import io.signalbox.language.MappingTable;
import io.signalbox.message.Topic;

import java.util.List;
import java.util.function.Predicate;

/**
 * The topics that the folds read, journaled at every quality of service: readings, answers and events, and
 * what a declared mapping reads. Until it is known what is declared, after a start, all of them.
 *
 * <p>The thread that decides tells it; any thread asks.
 */
final class WantedTopics implements Predicate<String> {
    private volatile MappingTable mappings = MappingTable.EMPTY;
    private volatile boolean known;
    private final Strays strays;

    /** @param strays hears of topics below {@code d/} on which nobody looks for anything */
    WantedTopics(Strays strays) {
        this.strays = strays;
    }

    /** From here on these mappings hold, and no others. */
    void read(List<Mapping> declared) {
        mappings = new MappingTable(declared);
        known = true;
    }

    @Override
    public boolean test(String topic) {
        if (!known || mappings.wants(topic)) {
            return true;
        }
        if (Topic.isOfDevices(topic)) {
            strays.heard(topic);
        }
        return isOwn(topic);
    }

    private static boolean isOwn(String topic) {
        if (!Topic.isOfDevices(topic)) {
            return false;
        }
        int end = topic.indexOf('/', 2);
        return end > 0
                && (topic.startsWith("/up/", end)
                        || topic.startsWith("/ack/", end)
                        || topic.startsWith("/event/", end));
    }
}
