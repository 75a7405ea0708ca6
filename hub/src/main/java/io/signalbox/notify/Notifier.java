package io.signalbox.notify;

import io.signalbox.alarm.Notices;
import io.signalbox.time.Clock;

import java.util.ArrayList;
import java.util.List;

/** Tells people of alarms: a thread per channel. */
public final class Notifier implements AutoCloseable {
    private final List<Thread> couriers = new ArrayList<>();

    private Notifier() {}

    /** Starts to send what waits. */
    public static Notifier start(NotifyConfig config, Notices notices, Ledger ledger, Clock clock) {
        List<Channel> channels = new ArrayList<>();
        Egress egress = new Egress(config.allowed());
        config.webhooks()
                .forEach(url -> channels.add(
                        new WebhookChannel(url, config.hub(), config.secret(), egress, clock)));
        NotifyConfig.Mail mail = config.mail();
        if (mail != null) {
            channels.add(new MailChannel(mail, config.hub()));
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
