package io.signalbox.history;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.signalbox.device.DeviceView;
import io.signalbox.message.Reading;
import io.signalbox.message.Value;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.List;

/** Rows in the text format of PostgreSQL's COPY. */
final class CopyLines {
    static final String READING = "(device, point, ts, value, text, quality, seq, received)";
    static final String COMMAND =
            "(id, device, point, value, text, origin, state, attempt, reason, ts, seq)";
    static final String ALARM =
            "(rule, device, action, event, severity, text, person, note, ts, seq)";

    static final String DECISION =
            "(rule, device, version, activation, change, because, actions, ts, seq)";

    static final String DEVICE = "(id, type, place, registered, created, last_seen)";

    static final String RECORD = "(" + KeptRecord.COLUMNS + ")";

    private static final int LINE_CHARS = 100;

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS").withZone(ZoneOffset.UTC);

    private final StringBuilder lines;

    private CopyLines(int rows) {
        this.lines = new StringBuilder(rows * LINE_CHARS);
    }

    static byte[] readings(List<Reading> readings) {
        CopyLines out = new CopyLines(readings.size());
        for (Reading reading : readings) {
            out.words(reading.device(), reading.point())
                    .time(reading.eventMillis())
                    .value(reading.value())
                    .plain(HistoryFile.word(reading.quality()))
                    .plain(reading.sequence())
                    .time(reading.receivedMillis())
                    .end();
        }
        return out.bytes();
    }

    static byte[] commands(List<CommandStep> steps) {
        CopyLines out = new CopyLines(steps.size());
        for (CommandStep step : steps) {
            out.words(step.id(), step.device(), step.point())
                    .value(step.value())
                    .perhaps(step.origin())
                    .plain(step.state().id())
                    .plain(step.attempt())
                    .perhaps(step.reason())
                    .time(step.timeMillis())
                    .plain(step.sequence())
                    .end();
        }
        return out.bytes();
    }

    static byte[] alarms(List<AlarmEvent> alarms) {
        CopyLines out = new CopyLines(alarms.size());
        for (AlarmEvent alarm : alarms) {
            out.words(alarm.key().rule(), alarm.key().device())
                    .plain(alarm.key().action())
                    .plain(alarm.event())
                    .perhaps(alarm.severity(), alarm.text(), alarm.person(), alarm.note())
                    .time(alarm.timeMillis())
                    .plain(alarm.sequence())
                    .end();
        }
        return out.bytes();
    }

    static byte[] decisions(List<DecisionEvent> decisions) {
        CopyLines out = new CopyLines(decisions.size());
        for (DecisionEvent decision : decisions) {
            out.words(decision.rule(), decision.device(), decision.version())
                    .plain(decision.activation())
                    .plain(decision.change())
                    .perhaps(decision.because(), decision.actions())
                    .time(decision.timeMillis())
                    .plain(decision.sequence())
                    .end();
        }
        return out.bytes();
    }

    static byte[] records(List<KeptRecord> records) {
        CopyLines out = new CopyLines(records.size());
        for (KeptRecord record : records) {
            out.plain(record.sequence())
                    .plain(record.kind())
                    .plain(record.flags())
                    .perhaps(record.subject())
                    .time(record.timeMillis())
                    .plain(
                            record.body().length == 0
                                    ? "\\N"
                                    : "\\\\x" + HexFormat.of().formatHex(record.body()))
                    .end();
        }
        return out.bytes();
    }

    static byte[] devices(List<DeviceView> devices) {
        CopyLines out = new CopyLines(devices.size());
        for (DeviceView device : devices) {
            out.words(device.id())
                    .perhaps(device.type().orElse(""), device.place().orElse(""))
                    .plain(device.registered())
                    .time(device.createdMillis());
            CopyLines row = device.lastSeenMillis() == 0
                    ? out.perhaps("")
                    : out.time(device.lastSeenMillis());
            row.end();
        }
        return out.bytes();
    }

    private CopyLines words(String... words) {
        for (String word : words) {
            escape(word);
            lines.append('\t');
        }
        return this;
    }

    /** Nothing for an empty word. */
    private CopyLines perhaps(String... words) {
        for (String word : words) {
            if (word.isEmpty()) {
                plain("\\N");
            } else {
                words(word);
            }
        }
        return this;
    }

    /** Of what has nothing to escape. */
    private CopyLines plain(Object cell) {
        lines.append(cell).append('\t');
        return this;
    }

    private CopyLines time(long millis) {
        return plain(TIME.format(Instant.ofEpochMilli(millis)));
    }

    private CopyLines value(Value value) {
        return switch (value) {
            case Value.Numeric number -> plain(number.value()).plain("\\N");
            case Value.Whole whole -> plain((double) whole.value()).plain(whole);
            case Value.Position place -> plain("\\N").plain(place);
            case Value.Text text -> plain("\\N").words(text.value());
            case Value.Bool bool -> plain(bool.value() ? "1\ttrue" : "0\tfalse");
        };
    }

    /** A row ends, and with it its last cell. */
    private void end() {
        lines.setCharAt(lines.length() - 1, '\n');
    }

    private byte[] bytes() {
        return lines.toString().getBytes(UTF_8);
    }

    /** The server has no NUL in words, so the sign for "unreadable" stands there. */
    private void escape(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\\' -> lines.append("\\\\");
                case '\t' -> lines.append("\\t");
                case '\n' -> lines.append("\\n");
                case '\r' -> lines.append("\\r");
                case '\0' -> lines.append('\uFFFD');
                default -> lines.append(c);
            }
        }
    }
}
