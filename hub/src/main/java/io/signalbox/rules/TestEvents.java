package io.signalbox.rules;

import io.signalbox.alarm.AlarmChange;
import io.signalbox.alarm.Tell;
import io.signalbox.broker.PublishRecord;
import io.signalbox.bytes.ByteReader;
import io.signalbox.command.ClaimChange;
import io.signalbox.command.CommandChange;
import io.signalbox.command.CommandState;
import io.signalbox.effect.Cause;
import io.signalbox.journal.Entry;
import io.signalbox.language.Scenario.Expectation;
import io.signalbox.language.Scenario.Told;
import io.signalbox.language.Severity;
import io.signalbox.message.Message;
import io.signalbox.message.Value;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What rules did, read from a journal: commands that were sent, once each, alarms that were raised
 * and what was said to people and programs, at the instant of the decision.
 */
final class TestEvents {
    /** Something a test can expect. */
    sealed interface Happened {
        long atMillis();

        String device();

        String by();

        record Commanded(long atMillis, String device, String point, Value value, String by)
                implements Happened {
            @Override
            public String toString() {
                return "set " + device + "." + point + " = " + value + " at " + seconds(atMillis)
                        + " by " + by;
            }
        }

        /** A person is told, a message published or an event emitted. */
        record Said(long atMillis, Told what, String name, String device, String text, String by)
                implements Happened {
            @Override
            public String toString() {
                return what.word() + " \"" + name + "\" at " + seconds(atMillis) + " by " + by
                        + " (" + text + ")";
            }
        }

        record Alarmed(long atMillis, String device, Severity severity, String text, String by)
                implements Happened {
            @Override
            public String toString() {
                return "alarm " + severity.name().toLowerCase(Locale.ROOT) + " on " + device
                        + " at " + seconds(atMillis) + " by " + by + " (\"" + text + "\")";
            }
        }
    }

    private static final int SHOWN = 5;

    /** A command sent later than this after its decision was sent because its turn had come. */
    private static final long SAME_MOMENT = 1_000;

    private final List<Happened> events = new ArrayList<>();
    private final Map<String, String> claimants = new HashMap<>();
    private final Map<String, Long> decidedMillis = new HashMap<>();
    private final long startMillis;
    private @Nullable Trace lastTrace;
    private long lastCause;

    private TestEvents(long startMillis) {
        this.startMillis = startMillis;
    }

    static TestEvents of(List<? extends Entry> journal, long startMillis) {
        TestEvents events = new TestEvents(startMillis);
        journal.forEach(events::add);
        return events;
    }

    /** All of them, in the order of the journal. */
    List<Happened> all() {
        return events;
    }

    private void add(Entry entry) {
        switch (entry.type()) {
            case CLAIM -> {
                if (ClaimChange.read(body(entry)) instanceof ClaimChange.Made made) {
                    claimants.put(made.claim().id(), made.claim().origin().by());
                }
            }
            case COMMAND -> sent(CommandChange.read(entry), entry.timeMillis());
            case TRACE -> {
                Trace trace = Trace.read(entry);
                lastTrace = trace;
                lastCause = Cause.read(entry.body()).sequence();
                for (Trace.Done done : trace.actions()) {
                    decidedMillis.put(done.commandId(), trace.atMillis());
                }
            }
            case ALARM -> {
                if (AlarmChange.read(entry) instanceof AlarmChange.Raised alarm) {
                    events.add(new Happened.Alarmed(
                            alarm.atMillis() - startMillis,
                            alarm.key().device(),
                            alarm.severity(),
                            alarm.text(),
                            alarm.key().rule()));
                }
            }
            case TELL -> said(Tell.read(entry));
            case PUBLISH -> published(entry);
            case TICK,
                    FILTER,
                    SESSION,
                    SUBSCRIPTION,
                    CURSOR,
                    DECLARATION,
                    DEVICE,
                    EXCHANGE,
                    GIVEN,
                    LEASE,
                    NOTICE,
                    IMPORT,
                    KEY -> {}
        }
    }

    private void said(Tell tell) {
        events.add(new Happened.Said(
                tell.atMillis() - startMillis,
                Told.NOTIFY,
                tell.who(),
                tell.device(),
                tell.text(),
                tell.rule()));
    }

    /** A rule speaks to programs: what it publishes follows its trace, with the same cause. */
    private void published(Entry entry) {
        Trace trace = lastTrace;
        if ((entry.flags() & Entry.CAUSED) == 0
                || trace == null
                || Cause.read(entry.body()).sequence() != lastCause) {
            return;
        }
        Message message = PublishRecord.read(entry);
        String events = "d/" + trace.device() + "/event/";
        boolean event = message.topic().startsWith(events);
        if (event || !message.topic().startsWith("d/")) {
            this.events.add(new Happened.Said(
                    trace.atMillis() - startMillis,
                    event ? Told.EVENT : Told.PUBLISH,
                    event ? message.topic().substring(events.length()) : message.topic(),
                    trace.device(),
                    new String(message.payload(), StandardCharsets.UTF_8),
                    trace.rule()));
        }
    }

    private void sent(CommandChange change, long recordMillis) {
        if (change.state() == CommandState.SENT && change.attempt() == 1) {
            long decided = decidedMillis.getOrDefault(change.id(), recordMillis);
            long at = recordMillis - decided > SAME_MOMENT ? recordMillis : decided;
            events.add(new Happened.Commanded(
                    at - startMillis,
                    change.device(),
                    change.point(),
                    change.value(),
                    claimants.getOrDefault(change.claimId(), "")));
        }
    }

    private static ByteReader body(Entry entry) {
        ByteReader body = entry.body();
        if ((entry.flags() & Entry.CAUSED) != 0) {
            Cause.read(body);
        }
        return body;
    }

    /** What this expectation speaks of, up to {@code late} after its window. */
    List<Happened> matching(Expectation expectation, long late) {
        return events.stream()
                .filter(event -> matches(expectation, event, late))
                .toList();
    }

    private static boolean matches(Expectation expectation, Happened event, long late) {
        long at = event.atMillis();
        long from = expectation.window().fromMillis();
        long to = expectation.window().toMillis();
        if (at < from || (at > to && at - late > to)) {
            return false;
        }
        return switch (expectation) {
            case Expectation.Nothing nothing -> true;
            case Expectation.Command c ->
                event instanceof Happened.Commanded command
                        && command.device.equals(c.device())
                        && command.point.equals(c.point().name())
                        && c.point().isSame(c.value(), command.value)
                        && (c.by().isEmpty() || c.by().equals(command.by));
            case Expectation.Alarm a ->
                event instanceof Happened.Alarmed alarm
                        && alarm.device.equals(a.device())
                        && a.severity().map(alarm.severity::equals).orElse(true)
                        && (a.by().isEmpty() || a.by().equals(alarm.by));
            case Expectation.Said s ->
                event instanceof Happened.Said said
                        && said.what == s.what()
                        && said.name.equals(s.name())
                        && (s.device().isEmpty() || s.device().equals(said.device))
                        && s.text().map(said.text::equals).orElse(true)
                        && (s.by().isEmpty() || s.by().equals(said.by));
        };
    }

    /** What came instead: the same sort of thing on the same device, else anything. */
    String about(Expectation expectation) {
        List<Happened> alike = events.stream()
                .filter(event -> switch (expectation) {
                    case Expectation.Nothing nothing -> true;
                    case Expectation.Command c ->
                        event instanceof Happened.Commanded && event.device().equals(c.device());
                    case Expectation.Alarm a ->
                        event instanceof Happened.Alarmed && event.device().equals(a.device());
                    case Expectation.Said s ->
                        event instanceof Happened.Said said && said.what == s.what();
                })
                .toList();
        return list(alike.isEmpty() ? events : alike);
    }

    static String list(List<Happened> events) {
        if (events.isEmpty()) {
            return "no command, no alarm and nothing said";
        }
        StringBuilder out = new StringBuilder();
        for (Happened event : events.subList(0, Math.min(SHOWN, events.size()))) {
            out.append(out.isEmpty() ? "" : ", ").append(event);
        }
        int more = events.size() - SHOWN;
        return more > 0 ? out + " and " + more + " more" : out.toString();
    }

    static String seconds(long millis) {
        return millis % 1_000 == 0 ? millis / 1_000 + " s" : millis / 1_000.0 + " s";
    }
}
