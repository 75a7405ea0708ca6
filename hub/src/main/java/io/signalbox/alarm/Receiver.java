package io.signalbox.alarm;

import java.util.ArrayList;
import java.util.List;

/**
 * Somebody whom rules can tell something, by name.
 *
 * @param mail the channels by which mail goes to them
 * @param webhook the channels that are their webhooks
 */
public record Receiver(List<String> mail, List<String> webhook) {
    public Receiver {
        mail = List.copyOf(mail);
        webhook = List.copyOf(webhook);
    }

    /** All their channels. */
    public List<String> channels() {
        List<String> all = new ArrayList<>(mail);
        all.addAll(webhook);
        return all;
    }

    /** The channels of one way, or all of them if it is empty. */
    public List<String> channels(String via) {
        return switch (via) {
            case "" -> channels();
            case "mail" -> mail;
            case "webhook" -> webhook;
            default -> List.of();
        };
    }
}
