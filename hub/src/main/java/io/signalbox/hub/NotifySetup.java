package io.signalbox.hub;

import io.signalbox.alarm.Notices;
import io.signalbox.config.HubConfig;
import io.signalbox.language.Severity;
import io.signalbox.notify.Notifier;

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
                });
    }
}
