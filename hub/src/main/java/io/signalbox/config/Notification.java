package io.signalbox.config;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Who is told of alarms.
 *
 * @param secret the key of the webhooks' signatures; empty to sign nothing
 * @param allowed addresses that webhooks may reach beside those of the internet
 * @param mail how mail goes, or null for none
 * @param severity how bad an alarm must be
 */
public record Notification(
        List<URI> webhooks,
        byte[] secret,
        List<Network> allowed,
        @Nullable Mail mail,
        Severity severity) {
    static final byte[] UNSIGNED = {};

    public Notification {
        webhooks = List.copyOf(webhooks);
        allowed = List.copyOf(allowed);
    }

    /** How bad an alarm is, the worst first. */
    public enum Severity {
        CRITICAL,
        MAJOR,
        MINOR,
        WARNING,
        INFO
    }

    /**
     * How mail goes.
     *
     * @param user for the server, or null for none
     */
    public record Mail(
            URI server,
            @Nullable String user,
            @Nullable String password,
            String from,
            Set<String> to) {
        public Mail {
            to = new LinkedHashSet<>(to);
        }
    }
}
