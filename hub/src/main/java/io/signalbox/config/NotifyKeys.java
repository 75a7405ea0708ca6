package io.signalbox.config;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The keys that say who is told of alarms, and whom rules can tell something. */
final class NotifyKeys {
    static final Key<List<URI>> WEBHOOKS = Key.text("notify.webhooks", "", NotifyKeys::webhooks);
    static final Key<String> SECRET_FILE = Key.text("notify.secret_file", "", NotifyKeys::file);
    static final Key<List<Network>> ALLOW = Key.text("notify.allow", "", Network::parseAll);
    static final Key<String> SMTP = Key.text("notify.smtp", "", NotifyKeys::smtp);
    static final Key<String> SMTP_USER = Key.text("notify.smtp_user", "", NotifyKeys::file);
    static final Key<String> SMTP_PASSWORD_FILE =
            Key.text("notify.smtp_password_file", "", NotifyKeys::file);
    static final Key<String> MAIL_FROM = Key.text("notify.mail_from", "", NotifyKeys::address);
    static final Key<Set<String>> MAIL_TO = Key.text("notify.mail_to", "", NotifyKeys::addresses);
    static final Key<List<Notification.Person>> PEOPLE =
            Key.text("notify.people", "", NotifyKeys::people);
    static final Key<Notification.Severity> SEVERITY = Key.choice(
            "notify.severity", Notification.Severity.WARNING, Notification.Severity.values());

    static final List<Key<?>> ALL = List.of(
            WEBHOOKS,
            SECRET_FILE,
            ALLOW,
            SMTP,
            SMTP_USER,
            SMTP_PASSWORD_FILE,
            MAIL_FROM,
            MAIL_TO,
            SEVERITY,
            PEOPLE);

    /** Webhooks or receivers of mail. */
    private static final int MOST = 20;

    private static final String SECRET_PREFIX = "whsec_";
    private static final int LEAST_SECRET_BYTES = 24;
    private static final int MOST_SECRET_BYTES = 64;

    private NotifyKeys() {}

    private static List<URI> webhooks(String text) throws BadValue {
        List<URI> urls = new ArrayList<>();
        for (String part : text.isEmpty() ? new String[0] : text.split(" ", MOST + 1)) {
            URI url = url(part, "https?", "addresses such as \"https://pager.example/hook\"");
            urls.add(url);
        }
        if (urls.size() > MOST) {
            throw new BadValue("at most " + MOST + " addresses", text);
        }
        return urls;
    }

    private static String smtp(String text) throws BadValue {
        if (!text.isEmpty()) {
            String expected =
                    "a server such as \"smtp://127.0.0.1:25\", \"smtps://mail.example:465\""
                            + " or \"smtp+tls://mail.example:587\"";
            URI url = url(text, "smtp|smtps|smtp\\+tls", expected);
            if (url.getPort() < 1 || !url.getRawPath().isEmpty() || url.getRawQuery() != null) {
                throw new BadValue(expected, text);
            }
        }
        return text;
    }

    private static URI url(String text, String schemes, String expected) throws BadValue {
        try {
            URI url = new URI(text);
            if (url.getScheme() != null
                    && url.getScheme().matches(schemes)
                    && url.getHost() != null
                    && url.getRawUserInfo() == null
                    && url.getRawFragment() == null
                    && url.getPort() <= 65_535) {
                return url;
            }
        } catch (URISyntaxException e) {
            // falls to the refusal of what is no such address
        }
        throw new BadValue(expected, text);
    }

    private static Set<String> addresses(String text) throws BadValue {
        Set<String> addresses = new LinkedHashSet<>();
        for (String part : text.isEmpty() ? new String[0] : text.split(" ", MOST + 1)) {
            addresses.add(address(part));
        }
        if (addresses.size() > MOST) {
            throw new BadValue("at most " + MOST + " mail addresses", text);
        }
        return addresses;
    }

    /** {@code shift lead: kim@plant.example https://pager.example/hook; fitter: lee@plant.example}. */
    private static List<Notification.Person> people(String text) throws BadValue {
        List<Notification.Person> people = new ArrayList<>();
        Set<String> names = new LinkedHashSet<>();
        for (String part : text.isEmpty() ? new String[0] : text.split(";", MOST + 1)) {
            int colon = part.indexOf(':');
            String name = colon < 0 ? "" : part.substring(0, colon).strip();
            String ways = colon < 0 ? "" : part.substring(colon + 1).strip();
            if (!name.matches("[^@/\"\\p{Cntrl}]{1,64}") || ways.isEmpty()) {
                throw new BadValue(
                        "names with addresses such as \"shift lead: kim@plant.example; fitter:"
                                + " lee@plant.example https://pager.example/hook\"",
                        text);
            }
            if (name.equals("everybody") || !names.add(name)) {
                throw new BadValue(
                        "each name once, and everybody is taken for those told of alarms", name);
            }
            people.add(person(name, ways));
        }
        if (people.size() > MOST) {
            throw new BadValue("at most " + MOST + " people", text);
        }
        return people;
    }

    private static Notification.Person person(String name, String ways) throws BadValue {
        Set<String> mail = new LinkedHashSet<>();
        List<URI> hooks = new ArrayList<>();
        for (String way : ways.split("\\s+", MOST + 1)) {
            if (way.contains("://")) {
                hooks.add(url(way, "https?", "an address such as \"https://pager.example/hook\""));
            } else {
                mail.add(address(way));
            }
        }
        return new Notification.Person(name, mail, hooks);
    }

    private static String address(String text) throws BadValue {
        if (!text.isEmpty()
                && !text.matches("[^\\s@<>,;:\"\\\\]{1,64}@[A-Za-z0-9.\\[\\]:-]{1,255}")) {
            throw new BadValue("a mail address such as \"shift@plant.example\"", text);
        }
        return text;
    }

    private static String file(String text) throws BadValue {
        if (text.indexOf('\0') >= 0 || text.indexOf('\n') >= 0) {
            throw new BadValue("one line of text", text);
        }
        return text;
    }

    /** Reads the key of the signatures. */
    static byte[] secret(Path file) throws BadValue {
        String text = line(file);
        String expected = SECRET_PREFIX + " and " + LEAST_SECRET_BYTES + " to "
                + MOST_SECRET_BYTES + " bytes in Base64, as of"
                + " 'echo whsec_$(openssl rand -base64 32)'; in " + file;
        try {
            byte[] key = text.startsWith(SECRET_PREFIX)
                    ? Base64.getDecoder().decode(text.substring(SECRET_PREFIX.length()))
                    : new byte[0];
            if (key.length >= LEAST_SECRET_BYTES && key.length <= MOST_SECRET_BYTES) {
                return key;
            }
        } catch (IllegalArgumentException e) {
            // falls to the refusal, which does not repeat a secret
        }
        throw new BadValue(expected, text.length() + " other characters");
    }

    /** Reads a file of one line. */
    static String line(Path file) throws BadValue {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new BadValue(
                    "a file that the hub may read", file.toAbsolutePath().toString());
        }
    }
}
