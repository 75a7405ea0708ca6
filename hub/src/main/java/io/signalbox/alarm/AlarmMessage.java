package io.signalbox.alarm;

import io.signalbox.language.Severity;
import io.signalbox.message.Message;
import io.signalbox.message.MessageProperties;
import io.signalbox.message.Qos;
import io.signalbox.payload.JsonWriter;

import java.util.Comparator;
import java.util.List;

/**
 * What everybody who subscribes is told of a rule's alarms on a device: retained on
 * {@code d/<device>/alarm/<rule>}, so that a late subscriber sees how it stands. A rule may have
 * several alarms; the message shows the worst of those whose condition holds, or the last one.
 */
public final class AlarmMessage {
    private static final MessageProperties JSON = MessageProperties.text("application/json");

    private static final Comparator<Alarm> SHOWN = Comparator.comparing(Alarm::active)
            .thenComparing(Alarm::severity, Comparator.<Severity>reverseOrder())
            .thenComparingLong(Alarm::sequence);

    private AlarmMessage() {}

    /** The message after {@code changed}, one of {@code all}, became as it is at that time. */
    public static Message of(Alarm changed, Alarms all, long atMillis) {
        List<Alarm> siblings = all.siblings(changed.key());
        Alarm shown = siblings.stream().max(SHOWN).orElse(changed);
        JsonWriter json = new JsonWriter()
                .beginObject()
                .field("state", shown.state().word())
                .field("active", shown.active())
                .field("severity", shown.severity().word())
                .field("text", shown.text())
                .field("since", AlarmJson.time(shown.raisedMillis()))
                .field("occurrences", shown.occurrences());
        if (siblings.size() > 1) {
            json.field("alarms", siblings.stream().filter(Alarm::active).count());
        }
        if (!shown.active()) {
            json.field("cleared", AlarmJson.time(shown.clearedMillis()));
        }
        Alarm.Acknowledgement known = shown.acknowledgement();
        if (known != null) {
            json.field("acknowledged_by", known.by());
        }
        Alarm.Shelf shelf = shown.shelf();
        if (shelf != null) {
            json.field("shelved_until", AlarmJson.time(shelf.untilMillis()));
        }
        return new Message(
                "d/" + level(changed.device()) + "/alarm/" + changed.rule(),
                json.end().toBytes(),
                Qos.AT_LEAST_ONCE,
                true,
                JSON,
                "signalbox",
                atMillis);
    }

    /** A place may have signs that mean something in filters: they become {@code _}. */
    private static String level(String subject) {
        return subject.replace('+', '_').replace('#', '_').replace('\0', '_');
    }
}
