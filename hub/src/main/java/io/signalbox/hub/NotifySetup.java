package io.signalbox.hub;

import io.signalbox.alarm.Notices;
import io.signalbox.alarm.Receiver;
import io.signalbox.analysis.Analysis;
import io.signalbox.config.HubConfig;
import io.signalbox.language.Action;
import io.signalbox.language.Checked;
import io.signalbox.language.Finding;
import io.signalbox.language.Program;
import io.signalbox.language.Severity;
import io.signalbox.language.Source;
import io.signalbox.notify.Notifier;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Who is told of alarms, in the words of those who tell them. */
final class NotifySetup {
    private NotifySetup() {}

    static Notices.Terms terms(HubConfig config) {
        return new Notices.Terms(
                Notifier.channels(config.notification()),
                switch (config.notification().severity()) {
                    case CRITICAL -> Severity.CRITICAL;
                    case MAJOR -> Severity.MAJOR;
                    case MINOR -> Severity.MINOR;
                    case WARNING -> Severity.WARNING;
                    case INFO -> Severity.INFO;
                },
                Notifier.receivers(config.notification()));
    }

    /**
     * Reads declarations as {@link Analysis#check} does, for somebody who wants this hub to take
     * them: a name that nobody has here is an error. What the hub took once it keeps, whatever its
     * configuration says later; then such messages are dead letters.
     */
    static Function<List<Source>, Checked> check(HubConfig config) {
        Map<String, Receiver> known = Notifier.receivers(config.notification());
        return sources -> {
            Checked checked = Analysis.check(sources);
            List<Finding> unknown = checked.program().stream()
                    .flatMap(Program::notices)
                    .flatMap(notify -> unknown(notify, known).stream())
                    .toList();
            return unknown.isEmpty()
                    ? checked
                    : new Checked(
                            Optional.empty(),
                            Stream.concat(unknown.stream(), checked.findings().stream())
                                    .toList());
        };
    }

    private static Optional<Finding> unknown(Action.Notify notify, Map<String, Receiver> known) {
        Receiver receiver = known.get(notify.who());
        if (receiver != null && !receiver.channels(notify.via()).isEmpty()) {
            return Optional.empty();
        }
        String way = notify.via().isEmpty() ? "mail address or webhook" : notify.via();
        return Optional.of(new Finding(
                notify.written().at(),
                Finding.Kind.ERROR,
                "",
                receiver == null
                        ? "this hub's configuration knows nobody called '" + notify.who() + "' ("
                                + String.join(", ", known.keySet()) + ")"
                        : "in this hub's configuration '" + notify.who() + "' has no " + way,
                receiver == null
                        ? "add the name to notify.people"
                        : "add one to notify."
                                + (notify.who().equals(Action.Notify.EVERYBODY)
                                        ? "mail_to or notify.webhooks"
                                        : "people")));
    }
}
