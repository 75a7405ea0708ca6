package io.signalbox.config;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Everything about a hub that can be set; each part is read by the component of its name. */
public record HubConfig(
        Server server,
        Listen listen,
        Durability durability,
        Limits limits,
        Quotas quotas,
        Disk disk,
        Mqtt mqtt,
        @Nullable Tls tls,
        Journal journal,
        History history,
        Notification notification) {

    /**
     * Where the hub keeps what it remembers.
     *
     * @param data a folder; relative to where the hub starts
     * @param name what the hub calls itself towards others
     */
    public record Server(Path data, String name) {}

    /**
     * Where clients connect.
     *
     * @param proxy which of them stand behind balancers that send a PROXY header
     */
    public record Listen(
            Address mqtt,
            @Nullable Address mqtts,
            @Nullable Address ws,
            @Nullable Address wss,
            Address http,
            Proxy proxy) {}

    /**
     * Which listeners stand behind balancers.
     *
     * @param listeners those of them, by the names of their keys, such as {@code mqtts}
     * @param from the balancers, whose PROXY header is believed
     */
    public record Proxy(Set<String> listeners, List<Network> from) {
        public Proxy {
            listeners = Set.copyOf(listeners);
            from = List.copyOf(from);
        }
    }

    /**
     * How the hub shows itself over TLS; there is none without a certificate.
     *
     * @param clientAuthority the roots of client certificates, if they are asked for
     * @param revocations lists of what these roots have taken back
     * @param jdk true for the JDK's TLS even where the native one is at hand
     */
    public record Tls(
            Path certificate,
            Path key,
            @Nullable Path clientAuthority,
            @Nullable Path revocations,
            Clients clients,
            boolean jdk) {}

    /** Whether clients show certificates. */
    public enum Clients {
        NONE,
        REQUEST,
        REQUIRE
    }

    /** Whose TLS it is. */
    enum Provider {
        /** The native one where there is one. */
        AUTO,
        JDK
    }

    /** What must have happened to a message before it is acknowledged. */
    public record Durability(Ack ack) {}

    /** How far an acknowledged message has gone. */
    public enum Ack {
        /** It is on the disk: it survives a power cut. */
        FSYNC,
        /** The operating system has it: it survives the end of the hub, not a power cut. */
        OS,
        /** The hub has it in memory. */
        NONE
    }

    /**
     * What a client may ask for.
     *
     * @param payload longest payload of a message in bytes
     * @param connections most clients at a time
     * @param connectionsSet whether somebody asked for so many; else it is a bound for any machine
     * @param connectionsPerAddress most of them from one address
     * @param reconnects CONNECTs of one client in a row, one more each second
     * @param deviceMessages of one device each second, before only a sample is looked at; 0 for any
     * @param ruleActivations of one rule for one device within a minute, before it is paused; 0 for
     *     any
     * @param ruleMemory most bytes that the rules of a type keep for each of its devices
     */
    public record Limits(
            int payload,
            int connections,
            boolean connectionsSet,
            int connectionsPerAddress,
            int reconnects,
            int deviceMessages,
            int ruleActivations,
            long ruleMemory) {}

    /**
     * What may wait in the hub.
     *
     * @param sessions that are stored
     * @param sessionMessages for one session
     * @param sessionBytes for one session, as they stand in the journal
     * @param sessionAge for a session whose client is away; zero for as long as the session lives
     * @param retainedBytes of retained messages in all
     */
    public record Quotas(
            int sessions,
            long sessionMessages,
            long sessionBytes,
            Duration sessionAge,
            long retainedBytes) {}

    /**
     * At how many percent used the disk of the data folder matters; 100 for not before it is full.
     *
     * @param alarm the hub says so
     * @param tight the journal keeps only what it must
     * @param full what makes the journal grow is refused
     * @param reserve bytes that are kept for a full disk
     */
    public record Disk(int alarm, int tight, int full, long reserve) {}

    /**
     * What MQTT clients are told.
     *
     * @param topicAliases topics that a client may give numbers
     * @param keepAlive longest keep-alive in seconds; 65535 for any, and none
     * @param serverReference where clients go when this hub stops; empty for nowhere
     * @param origins of web pages that may open a WebSocket
     */
    public record Mqtt(
            int topicAliases, int keepAlive, String serverReference, Set<String> origins) {
        public Mqtt {
            origins = Set.copyOf(origins);
        }
    }

    /**
     * How far back the journal reaches.
     *
     * @param keep bytes of journal on disk beyond what the hub itself still needs
     */
    public record Journal(long keep) {}

    /**
     * The time series.
     *
     * @param memory bytes that its engine may use
     * @param retention how long a reading is kept after it came in
     * @param parts length of the parts of time that are kept of deleted readings; zero for none
     * @param partsRetention how long these are kept
     * @param url of a PostgreSQL database; empty for a file in the data folder
     * @param keep how long readings of a type ({@code Meter}), or of a point of it ({@code
     *     Meter.power}), are kept instead
     */
    public record History(
            long memory,
            Duration retention,
            Duration parts,
            Duration partsRetention,
            String url,
            Map<String, Duration> keep) {
        public History {
            keep = Map.copyOf(keep);
        }
    }

    private static final long KIB = 1L << 10;
    private static final long MIB = 1L << 20;
    private static final long TIB = 1L << 40;

    private static final String OFF = "off";

    static final Key<Path> DATA = Key.text("server.data", "./signalbox-data", HubConfig::folder);
    static final Key<String> NAME = Key.text("server.name", "signalbox", HubConfig::name);
    static final Key<Address> MQTT = Key.text("listen.mqtt", "127.0.0.1:1883", Address::parse);
    static final Key<Optional<Address>> MQTTS = Key.text("listen.mqtts", OFF, HubConfig::listener);
    static final Key<Optional<Address>> WS = Key.text("listen.ws", OFF, HubConfig::listener);
    static final Key<Optional<Address>> WSS = Key.text("listen.wss", OFF, HubConfig::listener);
    static final Key<Address> HTTP = Key.text("listen.http", "127.0.0.1:8080", Address::parse);
    static final Key<Set<String>> PROXIED = Key.text("listen.proxy", "", HubConfig::proxied);
    static final Key<List<Network>> PROXY_FROM =
            Key.text("listen.proxy_from", "", Network::parseAll);
    static final Key<Ack> ACK = Key.choice("durability.ack", Ack.FSYNC, Ack.values());
    static final Key<Long> PAYLOAD = Key.bytes("limits.payload", "256KiB", KIB, 16 * MIB);
    static final Key<Integer> CONNECTIONS =
            Key.integer("limits.connections", 100_000, 1, 1_000_000);
    static final Key<Integer> CONNECTIONS_PER_ADDRESS =
            Key.integer("limits.connections_per_address", 100_000, 1, 1_000_000);
    static final Key<Integer> RECONNECTS = Key.integer("limits.reconnects", 100, 10, 1_000_000);
    static final Key<Integer> DEVICE_MESSAGES =
            Key.integer("limits.device_messages", 2000, 0, 1_000_000);
    static final Key<Integer> RULE_ACTIVATIONS =
            Key.integer("limits.rule_activations", 600, 0, 1_000_000);
    static final Key<Long> RULE_MEMORY = Key.bytes("limits.rule_memory", "1MiB", KIB, 64 * MIB);
    static final Key<Integer> SESSIONS = Key.integer("limits.sessions", 2_000_000, 1, 100_000_000);
    static final Key<Integer> SESSION_MESSAGES =
            Key.integer("limits.session_messages", 10_000_000, 1, 1_000_000_000);
    static final Key<Long> SESSION_BYTES =
            Key.bytes("limits.session_bytes", "16GiB", KIB, 64 * TIB);
    static final Key<Duration> SESSION_AGE =
            Key.text("limits.session_age", OFF, HubConfig::sessionAge);
    static final Key<Long> RETAINED_BYTES = Key.bytes("limits.retained_bytes", "256MiB", KIB, TIB);
    static final Key<Integer> DISK_ALARM = Key.integer("disk.alarm", 90, 1, 100);
    static final Key<Integer> DISK_TIGHT = Key.integer("disk.tight", 95, 1, 100);
    static final Key<Integer> DISK_FULL = Key.integer("disk.full", 98, 1, 100);
    static final Key<Long> DISK_RESERVE = Key.bytes("disk.reserve", "64MiB", 0, TIB);
    static final Key<Integer> TOPIC_ALIASES = Key.integer("mqtt.topic_aliases", 16, 0, 1024);
    static final Key<Integer> KEEP_ALIVE = Key.integer("mqtt.keep_alive", 65_535, 5, 65_535);
    static final Key<String> SERVER_REFERENCE =
            Key.text("mqtt.server_reference", "", HubConfig::servers);
    static final Key<Set<String>> ORIGINS = Key.text("mqtt.origins", "", HubConfig::origins);
    static final Key<String> CERTIFICATE = Key.text("tls.certificate", "", HubConfig::file);
    static final Key<String> CERTIFICATE_KEY = Key.text("tls.key", "", HubConfig::file);
    static final Key<String> CLIENT_AUTHORITY =
            Key.text("tls.client_authority", "", HubConfig::file);
    static final Key<String> REVOCATIONS = Key.text("tls.revocations", "", HubConfig::file);
    static final Key<Clients> CLIENTS = Key.choice("tls.clients", Clients.NONE, Clients.values());
    static final Key<Provider> PROVIDER =
            Key.choice("tls.provider", Provider.AUTO, Provider.values());
    static final Key<Long> KEEP = Key.bytes("journal.keep", "1GiB", MIB, 64 * TIB);
    static final List<Key<?>> KEYS = keys(
            DATA,
            NAME,
            MQTT,
            MQTTS,
            WS,
            WSS,
            HTTP,
            PROXIED,
            PROXY_FROM,
            ACK,
            PAYLOAD,
            CONNECTIONS,
            CONNECTIONS_PER_ADDRESS,
            RECONNECTS,
            DEVICE_MESSAGES,
            RULE_ACTIVATIONS,
            RULE_MEMORY,
            SESSIONS,
            SESSION_MESSAGES,
            SESSION_BYTES,
            SESSION_AGE,
            RETAINED_BYTES,
            DISK_ALARM,
            DISK_TIGHT,
            DISK_FULL,
            DISK_RESERVE,
            TOPIC_ALIASES,
            KEEP_ALIVE,
            SERVER_REFERENCE,
            ORIGINS,
            CERTIFICATE,
            CERTIFICATE_KEY,
            CLIENT_AUTHORITY,
            REVOCATIONS,
            CLIENTS,
            PROVIDER,
            KEEP);

    private static List<Key<?>> keys(Key<?>... own) {
        List<Key<?>> all = new ArrayList<>(List.of(own));
        all.addAll(HistoryKeys.ALL);
        all.addAll(NotifyKeys.ALL);
        return List.copyOf(all);
    }

    private static String name(String text) throws BadValue {
        if (!text.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,62}")) {
            throw new BadValue("a name of 1 to 63 letters, digits or . _ -", text);
        }
        return text;
    }

    /** Names or addresses with or without a port, separated by spaces [MQTT5 4.11]. */
    private static String servers(String text) throws BadValue {
        String server = "[A-Za-z0-9.:\\[\\]_-]+";
        if (text.length() > 1000 || !text.matches("|" + server + "( " + server + ")*")) {
            throw new BadValue("servers such as \"other.example:1883\", or \"\" for none", text);
        }
        return text;
    }

    private static Set<String> origins(String text) throws BadValue {
        Set<String> origins =
                text.isEmpty() ? Set.of() : new LinkedHashSet<>(List.of(text.split(" ", -1)));
        for (String origin : origins) {
            if (!origin.equals("*") && !origin.matches("https?://[^/\\s]+")) {
                throw new BadValue(
                        "origins such as \"https://plant.example https://b.example:8443\"", text);
            }
        }
        return origins;
    }

    private static Set<String> proxied(String text) throws BadValue {
        List<String> known = List.of("mqtt", "mqtts", "ws", "wss");
        List<String> named = text.isEmpty() ? List.of() : List.of(text.split(" ", -1));
        if (!known.containsAll(named) || named.size() > known.size()) {
            throw new BadValue("listeners such as \"mqtts wss\", of " + known, text);
        }
        return new LinkedHashSet<>(named);
    }

    private static Optional<Address> listener(String text) throws BadValue {
        return text.equals(OFF) ? Optional.empty() : Optional.of(Address.parse(text));
    }

    private static Duration sessionAge(String text) throws BadValue {
        return text.equals(OFF)
                ? Duration.ZERO
                : Quantity.duration(text, Duration.ofMinutes(1), Duration.ofDays(36_500));
    }

    private static String file(String text) throws BadValue {
        if (text.indexOf('\0') >= 0) {
            throw new BadValue("a file such as \"/etc/signalbox/hub.pem\"", text);
        }
        return text;
    }

    private static Path folder(String text) throws BadValue {
        if (text.isBlank() || text.indexOf('\0') >= 0) {
            throw new BadValue("a folder such as \"/var/lib/signalbox\"", text);
        }
        return Path.of(text);
    }
}
