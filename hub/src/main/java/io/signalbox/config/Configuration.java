package io.signalbox.config;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The effective configuration: flag before environment before file before default, each value with
 * its origin.
 *
 * @param settings every key in the order of the documentation
 * @param warnings one sentence each, such as for a variable that sets nothing
 */
public record Configuration(HubConfig hub, List<Setting> settings, List<String> warnings) {
    /** The origin of a value that nobody set. */
    private static final String DEFAULT = "default";

    /** Variables of the launcher and the commands that are no keys. */
    private static final Set<String> OTHER_VARIABLES =
            Set.of("SIGNALBOX_JAVA_HOME", "SIGNALBOX_JAVA_OPTS");

    /**
     * Reads and checks everything.
     *
     * @param file the TOML file, or null for none
     * @param environment all variables; those that do not begin with SIGNALBOX_ are not looked at
     * @param flags values by name of the key, as {@code server.data} for {@code --data}
     * @throws ConfigError with all that is wrong, wherever it was written
     */
    public static Configuration load(
            @Nullable Path file, Map<String, String> environment, Map<String, String> flags)
            throws ConfigError {
        return new Loading(environment, flags).load(file);
    }

    public Configuration {
        settings = List.copyOf(settings);
        warnings = List.copyOf(warnings);
    }

    /** Reads a value from a file of its own. */
    private interface FileParser<T> {
        T parse(Path file) throws BadValue;
    }

    /** One run through all the sources. */
    private static final class Loading {
        private final Map<String, String> environment;
        private final Map<String, String> flags;
        private final List<Finding> findings = new ArrayList<>();
        private final Map<String, Setting> settings = new LinkedHashMap<>();

        Loading(Map<String, String> environment, Map<String, String> flags) {
            this.environment = environment;
            this.flags = flags;
        }

        Configuration load(@Nullable Path file) throws ConfigError {
            for (Key<?> key : HubConfig.KEYS) {
                settings.put(key.name(), new Setting(key.name(), key.byDefault(), DEFAULT));
            }
            if (file != null) {
                new ConfigFile(file, HubConfig.KEYS)
                        .read(findings)
                        .forEach((name, v) -> set(name, v.text(), v.place()));
            }
            for (Key<?> key : HubConfig.KEYS) {
                String variable = environment.get(key.variable());
                if (variable != null) {
                    check(key, variable, key.variable());
                }
            }
            for (Key<?> key : HubConfig.KEYS) {
                String flag = flags.get(key.name());
                if (flag != null) {
                    check(key, flag, "--" + key.shortName());
                }
            }
            if (findings.isEmpty()) {
                checkTls();
                checkProxy();
                checkDisk();
                checkNotify();
            }
            if (!findings.isEmpty()) {
                throw new ConfigError(findings);
            }
            return new Configuration(hub(), List.copyOf(settings.values()), warnings());
        }

        private void set(String name, String text, String origin) {
            settings.put(name, new Setting(name, text, origin));
        }

        private void check(Key<?> key, String text, String origin) {
            try {
                key.parser().parse(text);
                set(key.name(), text, origin);
            } catch (BadValue e) {
                findings.add(new Finding(origin, key.name() + ": " + e.getMessage()));
            }
        }

        private List<String> warnings() {
            List<String> known = new ArrayList<>(OTHER_VARIABLES);
            HubConfig.KEYS.forEach(k -> known.add(k.variable()));
            List<String> warnings = new ArrayList<>();
            for (String name : new TreeSet<>(environment.keySet())) {
                if (name.startsWith("SIGNALBOX_") && !known.contains(name)) {
                    String hint = Spelling.nearest(name, known)
                            .map(n -> " Did you mean " + n + "?")
                            .orElse("");
                    warnings.add("environment variable " + name + " sets nothing." + hint);
                }
            }
            return warnings;
        }

        private HubConfig hub() {
            return new HubConfig(
                    new HubConfig.Server(value(HubConfig.DATA), value(HubConfig.NAME)),
                    new HubConfig.Listen(
                            value(HubConfig.MQTT),
                            value(HubConfig.MQTTS).orElse(null),
                            value(HubConfig.WS).orElse(null),
                            value(HubConfig.WSS).orElse(null),
                            value(HubConfig.HTTP),
                            new HubConfig.Proxy(
                                    value(HubConfig.PROXIED), value(HubConfig.PROXY_FROM))),
                    new HubConfig.Durability(value(HubConfig.ACK)),
                    new HubConfig.Limits(
                            Math.toIntExact(value(HubConfig.PAYLOAD)),
                            value(HubConfig.CONNECTIONS),
                            !setting(HubConfig.CONNECTIONS).origin().equals(DEFAULT),
                            value(HubConfig.CONNECTIONS_PER_ADDRESS),
                            value(HubConfig.RECONNECTS),
                            value(HubConfig.DEVICE_MESSAGES),
                            value(HubConfig.RULE_ACTIVATIONS),
                            value(HubConfig.RULE_MEMORY)),
                    new HubConfig.Quotas(
                            value(HubConfig.SESSIONS),
                            value(HubConfig.SESSION_MESSAGES),
                            value(HubConfig.SESSION_BYTES),
                            value(HubConfig.SESSION_AGE),
                            value(HubConfig.RETAINED_BYTES)),
                    new HubConfig.Disk(
                            value(HubConfig.DISK_ALARM),
                            value(HubConfig.DISK_TIGHT),
                            value(HubConfig.DISK_FULL),
                            value(HubConfig.DISK_RESERVE)),
                    new HubConfig.Mqtt(
                            value(HubConfig.TOPIC_ALIASES),
                            value(HubConfig.KEEP_ALIVE),
                            value(HubConfig.SERVER_REFERENCE),
                            value(HubConfig.ORIGINS)),
                    tls(),
                    new HubConfig.Journal(value(HubConfig.KEEP)),
                    new HubConfig.History(
                            value(HistoryKeys.MEMORY),
                            value(HistoryKeys.RETENTION),
                            value(HistoryKeys.PARTS),
                            value(HistoryKeys.PARTS_RETENTION),
                            value(HistoryKeys.URL),
                            value(HistoryKeys.KEEP)),
                    notification());
        }

        /** What of TLS makes no sense without another key. */
        private void checkTls() {
            needs(HubConfig.MQTTS, !isDefault(HubConfig.MQTTS), HubConfig.CERTIFICATE);
            needs(HubConfig.WSS, !isDefault(HubConfig.WSS), HubConfig.CERTIFICATE);
            needs(HubConfig.CERTIFICATE, isSet(HubConfig.CERTIFICATE), HubConfig.CERTIFICATE_KEY);
            needs(
                    HubConfig.CERTIFICATE_KEY,
                    isSet(HubConfig.CERTIFICATE_KEY),
                    HubConfig.CERTIFICATE);
            needs(HubConfig.REVOCATIONS, isSet(HubConfig.REVOCATIONS), HubConfig.CLIENT_AUTHORITY);
            boolean asks = value(HubConfig.CLIENTS) != HubConfig.Clients.NONE;
            needs(HubConfig.CLIENTS, asks, HubConfig.CLIENT_AUTHORITY);
            if (isSet(HubConfig.CLIENT_AUTHORITY) && !asks) {
                add(
                        HubConfig.CLIENT_AUTHORITY,
                        "expected tls.clients = \"request\" or \"require\" with it, found \"none\"");
            }
            if (!findings.isEmpty()) {
                return;
            }
            for (Key<String> key : List.of(
                    HubConfig.CERTIFICATE,
                    HubConfig.CERTIFICATE_KEY,
                    HubConfig.CLIENT_AUTHORITY,
                    HubConfig.REVOCATIONS)) {
                checkFile(key);
            }
        }

        private void checkFile(Key<String> key) {
            Path file = path(key);
            if (file != null && !Files.isReadable(file)) {
                add(
                        key,
                        "expected a PEM file that the hub may read, found "
                                + (Files.exists(file) ? "one that it may not at " : "none at ")
                                + file.toAbsolutePath());
            }
        }

        /** A listener behind a balancer needs one that is trusted, and has to be there. */
        private void checkProxy() {
            boolean any = !value(HubConfig.PROXIED).isEmpty();
            boolean trusts = !value(HubConfig.PROXY_FROM).isEmpty();
            if (any && !trusts) {
                add(HubConfig.PROXIED, "expected listen.proxy_from with it, found none");
            } else if (trusts && !any) {
                add(HubConfig.PROXY_FROM, "expected listen.proxy with it, found none");
            }
            for (Key<?> listener : List.of(HubConfig.MQTTS, HubConfig.WS, HubConfig.WSS)) {
                if (value(HubConfig.PROXIED).contains(listener.shortName())
                        && isDefault(listener)) {
                    add(
                            HubConfig.PROXIED,
                            "expected " + listener.name() + " to be an address, found \"off\"");
                }
            }
        }

        private void checkDisk() {
            risesTo(HubConfig.DISK_ALARM, HubConfig.DISK_TIGHT);
            risesTo(HubConfig.DISK_TIGHT, HubConfig.DISK_FULL);
        }

        /** Mail needs a server, a sender and receivers; a secret has to be one. */
        private void checkNotify() {
            boolean mail = !value(NotifyKeys.MAIL_TO).isEmpty();
            boolean people = peopleGetMail();
            needs(NotifyKeys.MAIL_TO, mail, NotifyKeys.SMTP);
            needs(NotifyKeys.MAIL_TO, mail, NotifyKeys.MAIL_FROM);
            needs(NotifyKeys.PEOPLE, people, NotifyKeys.SMTP);
            needs(NotifyKeys.PEOPLE, people, NotifyKeys.MAIL_FROM);
            if (!mail && !people && isSet(NotifyKeys.SMTP)) {
                add(NotifyKeys.SMTP, "expected notify.mail_to with it, found none");
            }
            needs(NotifyKeys.SMTP_USER, isSet(NotifyKeys.SMTP_USER), NotifyKeys.SMTP_PASSWORD_FILE);
            needs(
                    NotifyKeys.SMTP_PASSWORD_FILE,
                    isSet(NotifyKeys.SMTP_PASSWORD_FILE),
                    NotifyKeys.SMTP_USER);
            read(NotifyKeys.SECRET_FILE, NotifyKeys::secret);
            read(NotifyKeys.SMTP_PASSWORD_FILE, NotifyKeys::line);
        }

        /** What the file holds whose name is set; null without one, and with a finding. */
        private <T> @Nullable T read(Key<String> key, FileParser<T> parser) {
            Path file = path(key);
            try {
                return file == null ? null : parser.parse(file);
            } catch (BadValue e) {
                add(key, String.valueOf(e.getMessage()));
                return null;
            }
        }

        private boolean peopleGetMail() {
            return value(NotifyKeys.PEOPLE).stream().anyMatch(p -> !p.mail().isEmpty());
        }

        private Notification notification() {
            Set<String> to = value(NotifyKeys.MAIL_TO);
            Notification.Mail mail = to.isEmpty() && !peopleGetMail()
                    ? null
                    : new Notification.Mail(
                            URI.create(value(NotifyKeys.SMTP)),
                            isSet(NotifyKeys.SMTP_USER) ? value(NotifyKeys.SMTP_USER) : null,
                            read(NotifyKeys.SMTP_PASSWORD_FILE, NotifyKeys::line),
                            value(NotifyKeys.MAIL_FROM),
                            to);
            byte[] secret = read(NotifyKeys.SECRET_FILE, NotifyKeys::secret);
            return new Notification(
                    value(NotifyKeys.WEBHOOKS),
                    secret == null ? Notification.UNSIGNED : secret,
                    value(NotifyKeys.ALLOW),
                    mail,
                    value(NotifyKeys.SEVERITY),
                    value(NotifyKeys.PEOPLE));
        }

        private void risesTo(Key<Integer> lower, Key<Integer> higher) {
            if (value(lower) > value(higher)) {
                add(
                        higher,
                        "expected at least " + lower.name() + ", which is " + value(lower)
                                + ", found " + value(higher));
            }
        }

        private void needs(Key<?> key, boolean inUse, Key<String> needed) {
            if (inUse && !isSet(needed)) {
                add(key, "expected " + needed.name() + " with it, found none");
            }
        }

        private void add(Key<?> key, String message) {
            findings.add(new Finding(setting(key).origin(), key.name() + ": " + message));
        }

        private boolean isSet(Key<String> key) {
            return !value(key).isEmpty();
        }

        private boolean isDefault(Key<?> key) {
            return setting(key).value().equals(key.byDefault());
        }

        private HubConfig.@Nullable Tls tls() {
            if (!isSet(HubConfig.CERTIFICATE)) {
                return null;
            }
            return new HubConfig.Tls(
                    Path.of(value(HubConfig.CERTIFICATE)),
                    Path.of(value(HubConfig.CERTIFICATE_KEY)),
                    path(HubConfig.CLIENT_AUTHORITY),
                    path(HubConfig.REVOCATIONS),
                    value(HubConfig.CLIENTS),
                    value(HubConfig.PROVIDER) == HubConfig.Provider.JDK);
        }

        private @Nullable Path path(Key<String> key) {
            return isSet(key) ? Path.of(value(key)) : null;
        }

        private <T> T value(Key<T> key) {
            try {
                return key.parser().parse(setting(key).value());
            } catch (BadValue e) {
                throw new IllegalStateException(key.name() + ": " + e.getMessage(), e);
            }
        }

        private Setting setting(Key<?> key) {
            Setting setting = settings.get(key.name());
            if (setting == null) {
                throw new IllegalStateException(key.name() + " is missing in HubConfig.KEYS");
            }
            return setting;
        }
    }
}
