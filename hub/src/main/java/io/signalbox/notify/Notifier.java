package io.signalbox.notify;

import io.signalbox.alarm.Notices;
import io.signalbox.config.Notification;
import io.signalbox.time.Clock;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Tells people of alarms: a thread per channel. */
public final class Notifier implements AutoCloseable {
    private final List<Thread> couriers = new ArrayList<>();

    private Notifier() {}

    /** The names of the channels, as the journal knows them. */
    public static Set<String> channels(Notification config) {
        Set<String> names = new LinkedHashSet<>();
        config.webhooks().forEach(url -> names.add(WebhookChannel.nameOf(url)));
        if (config.mail() != null) {
            names.add(MailChannel.NAME);
        }
        return names;
    }

    /**
     * Starts to send what waits.
     *
     * @param hub what this hub calls itself
     */
    public static Notifier start(
            String hub, Notification config, Notices notices, Ledger ledger, Clock clock) {
        List<Channel> channels = new ArrayList<>();
        Egress egress = new Egress(config.allowed());
        config.webhooks()
                .forEach(url ->
                        channels.add(new WebhookChannel(url, hub, config.secret(), egress, clock)));
        Notification.Mail mail = config.mail();
        if (mail != null) {
            channels.add(new MailChannel(mail, hub));
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
