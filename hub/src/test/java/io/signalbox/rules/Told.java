package io.signalbox.rules;

import io.signalbox.broker.PublishRecord;
import io.signalbox.journal.Entry;
import io.signalbox.journal.RecordType;
import io.signalbox.message.Message;
import io.signalbox.message.Value;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads from a journal what devices were told: the last value that followed from each record. */
final class Told {
    private static final Pattern TOPIC = Pattern.compile("d/([^/]+)/down/out");
    private static final Pattern VALUE = Pattern.compile("\"value\":([^,}]+)");

    private final List<String> lines = new ArrayList<>();
    private final Map<String, String> last = new HashMap<>();
    private final Map<String, String> following = new TreeMap<>();
    private long wall;

    private Told() {}

    /** As {@link OracleClaims#lines}. */
    static List<String> in(List<? extends Entry> journal) {
        Told told = new Told();
        for (Entry entry : journal) {
            if ((entry.flags() & Entry.CAUSED) == 0) {
                told.end();
                told.wall = entry.timeMillis();
            } else if (entry.type() == RecordType.PUBLISH) {
                told.follows(PublishRecord.read(entry));
            }
        }
        told.end();
        return told.lines;
    }

    /** Without the last digits: sums of fractions depend on the order of additions. */
    static String shown(Value value) {
        return String.format(Locale.ROOT, "%.6f", ((Value.Numeric) value).value() + 0.0);
    }

    private void follows(Message message) {
        Matcher topic = TOPIC.matcher(message.topic());
        Matcher value = VALUE.matcher(new String(message.payload(), StandardCharsets.UTF_8));
        if (topic.matches() && value.find()) {
            double number = Double.parseDouble(value.group(1));
            following.put(topic.group(1), shown(new Value.Numeric(number)));
        }
    }

    private void end() {
        following.forEach((device, value) -> {
            if (!value.equals(last.put(device, value))) {
                lines.add(wall + " " + device + " = " + value);
            }
        });
        following.clear();
    }
}
