package io.signalbox.device;

import io.signalbox.bytes.ByteReader;
import io.signalbox.bytes.ByteWriter;
import io.signalbox.journal.Entry;
import io.signalbox.journal.RecordType;
import io.signalbox.language.Language;
import io.signalbox.language.Source;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeMap;

/** Devices on a time that the test moves: a fold, and the records that it is fed with. */
final class Fleet {
    /** 2023-11-14T22:13:20Z. */
    static final long START = 1_700_000_000_000L;

    final DeviceRegistry registry = new DeviceRegistry();
    final DeviceFold fold = new DeviceFold(registry, Language::check);
    long now = START;
    Links links = _ -> Links.Link.NONE;
    private long sequence;

    /** Of the messages that are published from now on. */
    int qos;

    private record Stored(
            long sequence, RecordType type, int flags, long timeMillis, ByteWriter bytes)
            implements Entry {

        @Override
        public ByteReader body() {
            return new ByteReader(bytes.toByteArray());
        }
    }

    Fleet declare(String text) {
        ByteWriter body = new ByteWriter();
        new Declaration(List.of(new Source("types.rules", text))).write(body);
        apply(RecordType.DECLARATION, body);
        return this;
    }

    /** @param attributes {@code name=value} and tags, which have no {@code =} */
    Fleet register(String id, String type, String place, String... attributes) {
        TreeMap<String, String> pairs = new TreeMap<>();
        TreeMap<String, String> tags = new TreeMap<>();
        for (String word : attributes) {
            int equals = word.indexOf('=');
            if (equals < 0) {
                tags.put(word, word);
            } else {
                pairs.put(word.substring(0, equals), word.substring(equals + 1));
            }
        }
        return change(
                new DeviceChange.Registered(id, type, place, pairs, List.copyOf(tags.keySet())));
    }

    Fleet change(DeviceChange change) {
        ByteWriter body = new ByteWriter();
        change.write(body);
        apply(RecordType.DEVICE, body);
        return this;
    }

    Arrival publish(String device, String payload) {
        ByteWriter body = new ByteWriter().varint(0).string(device);
        body.string("d/" + device + "/up/data").bytes(payload.getBytes(StandardCharsets.UTF_8));
        return apply(RecordType.PUBLISH, body);
    }

    private Arrival apply(RecordType type, ByteWriter body) {
        return fold.apply(
                new Stored(++sequence, type, type == RecordType.PUBLISH ? qos : 0, now, body));
    }

    /** Floods at this rate, spread over each millisecond, and returns how many became readings. */
    int flood(String device, int perMillisecond, int millis) {
        int readings = 0;
        for (int i = 0; i < millis; i++) {
            for (int j = 0; j < perMillisecond; j++) {
                readings +=
                        publish(device, "{\"n\":" + j + "}") instanceof Arrival.Readings ? 1 : 0;
            }
            now++;
        }
        return readings;
    }

    DeviceView view(String id) {
        return registry.view(id).orElseThrow();
    }

    /** A registry that was restored from a snapshot of this one. */
    DeviceRegistry restored() {
        ByteWriter state = new ByteWriter();
        fold.snapshot(state);
        DeviceRegistry other = new DeviceRegistry();
        new DeviceFold(other, Language::check).restore(new ByteReader(state.toByteArray()));
        return other;
    }

    DevicePage page(String q, @Nullable String after, int limit) throws BadSearch {
        return registry.search(DeviceSearch.parse(q, null, null), after, limit, links, now);
    }

    /** The ids that a search finds. */
    String find(String q) {
        try {
            List<String> ids =
                    page(q, null, 1000).devices().stream().map(DeviceView::id).toList();
            return String.join(" ", ids);
        } catch (BadSearch e) {
            throw new AssertionError(e.column() + ": " + e.getMessage(), e);
        }
    }
}
