package io.signalbox.notify;

import io.signalbox.alarm.Notices;
import io.signalbox.alarm.Receiver;
import io.signalbox.config.Notification;
import io.signalbox.language.Action;
import io.signalbox.time.Clock;

import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Function;

/** Tells people of alarms: a thread per channel. */
public final class Notifier implements AutoCloseable {
    private final List<Thread> couriers = new ArrayList<>();

    private Notifier() {}

    /** The names of the channels, as the journal knows them. */
    public static Set<String> channels(Notification config) {
        Set<String> names = new LinkedHashSet<>();
        config.webhooks().forEach(url -> names.add(WebhookChannel.nameOf(url)));
        Notification.Mail mail = config.mail();
        if (mail != null && !mail.to().isEmpty()) {
            names.add(MailChannel.NAME);
        }
        return names;
    }

    /** Whom rules can tell something, by name, with the names of their channels. */
    public static SequencedMap<String, Receiver> receivers(Notification config) {
        SequencedMap<String, Receiver> receivers = new LinkedHashMap<>();
        List<String> hooks =
                config.webhooks().stream().map(WebhookChannel::nameOf).toList();
        Notification.Mail mail = config.mail();
        boolean mailed = mail != null && !mail.to().isEmpty();
        receivers.put(
                Action.Notify.EVERYBODY,
                new Receiver(mailed ? List.of(MailChannel.NAME) : List.of(), hooks));
        for (Notification.Person person : config.people()) {
            receivers.put(
                    person.name(),
                    new Receiver(
                            person.mail().isEmpty() ? List.of() : List.of(mailTo(person)),
                            person.webhooks().stream()
                                    .map(u -> hookOf(person, u))
                                    .toList()));
        }
        return receivers;
    }

    private static String mailTo(Notification.Person person) {
        return MailChannel.NAME + " to " + person.name();
    }

    private static String hookOf(Notification.Person person, URI url) {
        return WebhookChannel.nameOf(url) + " to " + person.name();
    }

    /**
     * Starts to send what waits.
     *
     * @param hub what this hub calls itself
     */
    public static Notifier start(
            String hub, Notification config, Notices notices, Ledger ledger, Clock clock) {
        Egress egress = new Egress(config.allowed());
        Function<String, Function<URI, Channel>> hook =
                name -> url -> new WebhookChannel(name, url, hub, config.secret(), egress, clock);
        List<Channel> channels = new ArrayList<>();
        config.webhooks()
                .forEach(url ->
                        channels.add(hook.apply(WebhookChannel.nameOf(url)).apply(url)));
        Notification.Mail mail = config.mail();
        if (mail != null && !mail.to().isEmpty()) {
            channels.add(new MailChannel(MailChannel.NAME, mail, mail.to(), hub));
        }
        for (Notification.Person person : config.people()) {
            for (URI url : person.webhooks()) {
                channels.add(hook.apply(hookOf(person, url)).apply(url));
            }
            if (mail != null && !person.mail().isEmpty()) {
                channels.add(new MailChannel(mailTo(person), mail, person.mail(), hub));
            }
        }
        Notifier notifier = new Notifier();
        for (Channel channel : channels) {
            Courier courier = new Courier(channel, notices, ledger, clock, Thread::sleep);
            notifier.couriers.add(
                    Thread.ofVirtual().name("notices by " + channel.name()).start(courier));
        }
        return notifier;
    }

    /** Sends no more; what is under way may arrive. */
    @Override
    public void close() {
        couriers.forEach(Thread::interrupt);
    }
}
