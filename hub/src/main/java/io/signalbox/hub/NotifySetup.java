package io.signalbox.hub;

import io.signalbox.alarm.Notices;
import io.signalbox.config.HubConfig;
import io.signalbox.config.Notification;
import io.signalbox.language.Severity;
import io.signalbox.notify.NotifyConfig;

import java.util.List;

/** Who is told of alarms, in the words of those who tell them. */
final class NotifySetup {
    private NotifySetup() {}

    static NotifyConfig config(HubConfig config) {
        Notification notify = config.notification();
        Notification.Mail mail = notify.mail();
        return new NotifyConfig(
                config.server().name(),
                notify.webhooks(),
                notify.secret(),
                notify.allowed(),
                mail == null
                        ? null
                        : new NotifyConfig.Mail(
                                mail.server(),
                                mail.user(),
                                mail.password(),
                                mail.from(),
                                List.copyOf(mail.to())));
    }

    static Notices.Terms terms(HubConfig config) {
        return new Notices.Terms(
                config(config).channels(),
                switch (config.notification().severity()) {
                    case CRITICAL -> Severity.CRITICAL;
                    case MAJOR -> Severity.MAJOR;
                    case MINOR -> Severity.MINOR;
                    case WARNING -> Severity.WARNING;
                    case INFO -> Severity.INFO;
                });
    }
}
