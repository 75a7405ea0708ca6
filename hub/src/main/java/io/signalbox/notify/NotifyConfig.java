package io.signalbox.notify;

import io.signalbox.config.Network;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Who is told of alarms.
 *
 * @param hub what this hub calls itself
 * @param secret the key of the webhooks' signatures; empty to sign nothing
 * @param allowed addresses that webhooks may reach beside those of the internet
 * @param mail how mail goes, or null for none
 */
public record NotifyConfig(
        String hub,
        List<URI> webhooks,
        byte[] secret,
        List<Network> allowed,
        @Nullable Mail mail) {
    /**
     * How mail goes.
     *
     * @param server such as {@code smtp://127.0.0.1:25}, {@code smtps://…} for TLS from the first
     *     byte, or {@code smtp+tls://…} for a connection that has to turn to TLS
     * @param user for the server, or null for none
     */
    public record Mail(
            URI server,
            @Nullable String user,
            @Nullable String password,
            String from,
            List<String> to) {
        public Mail {
            to = List.copyOf(to);
        }
    }

    public NotifyConfig {
        webhooks = List.copyOf(webhooks);
        allowed = List.copyOf(allowed);
    }

    /** The names of the channels, as the journal knows them. */
    public Set<String> channels() {
        Set<String> names = new LinkedHashSet<>();
        new ArrayList<>(webhooks).forEach(url -> names.add(WebhookChannel.nameOf(url)));
        if (mail != null) {
            names.add(MailChannel.NAME);
        }
        return names;
    }
}
