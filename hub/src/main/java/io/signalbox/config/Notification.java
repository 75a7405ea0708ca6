package io.signalbox.config;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Who is told of alarms, and whom rules can tell something.
 *
 * @param secret the key of the webhooks' signatures; empty to sign nothing
 * @param allowed addresses that webhooks may reach beside those of the internet
 * @param mail how mail goes, or null for none
 * @param severity how bad an alarm must be
 * @param people whom rules can tell something by name
 */
public record Notification(
        List<URI> webhooks,
        byte[] secret,
        List<Network> allowed,
        @Nullable Mail mail,
        Severity severity,
        List<Person> people) {
    static final byte[] UNSIGNED = {};

    public Notification {
        webhooks = List.copyOf(webhooks);
        allowed = List.copyOf(allowed);
        people = List.copyOf(people);
    }

    /** Somebody with a name: a person, or all who have a duty. */
    public record Person(String name, Set<String> mail, List<URI> webhooks) {
        public Person {
            mail = new LinkedHashSet<>(mail);
            webhooks = List.copyOf(webhooks);
        }
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
     * @param to who is told of alarms; may be empty if only people with a name get mail
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
