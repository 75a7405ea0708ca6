package io.signalbox.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

class ConfigurationTest {
    @TempDir
    Path folder;

    @Test
    void aLimitOfConnectionsThatIsSetIsKnownToBe() throws Exception {
        String variable = "SIGNALBOX_LIMITS__CONNECTIONS";
        Configuration set = Configuration.load(null, Map.of(variable, "100000"), Map.of());
        assertThat(set.hub().limits().connectionsSet()).isTrue();
        Configuration left = Configuration.load(null, Map.of(), Map.of());
        assertThat(left.hub().limits().connectionsSet()).isFalse();
    }

    @Test
    void everythingHasADefault() throws Exception {
        Configuration config = Configuration.load(null, Map.of(), Map.of());

        HubConfig hub = config.hub();
        assertThat(hub.server().data()).isEqualTo(Path.of("./signalbox-data"));
        assertThat(hub.listen().mqtt()).isEqualTo(new Address("127.0.0.1", 1883));
        assertThat(hub.listen().http()).isEqualTo(new Address("127.0.0.1", 8080));
        assertThat(hub.durability().ack()).isEqualTo(HubConfig.Ack.FSYNC);
        assertThat(hub.limits())
                .isEqualTo(new HubConfig.Limits(
                        262_144, 100_000, false, 100_000, 100, 2000, 600, 1 << 20));
        assertThat(hub.quotas())
                .isEqualTo(new HubConfig.Quotas(
                        2_000_000, 10_000_000, 16L << 30, Duration.ZERO, 256L << 20));
        assertThat(hub.disk()).isEqualTo(new HubConfig.Disk(90, 95, 98, 64L << 20));
        assertThat(hub.mqtt()).isEqualTo(new HubConfig.Mqtt(16, 65_535, "", Set.of()));
        assertThat(hub.journal().keep()).isEqualTo(1L << 30);
        assertThat(hub.history())
                .isEqualTo(new HubConfig.History(
                        64L << 20,
                        Duration.ofDays(90),
                        Duration.ZERO,
                        Duration.ofDays(3650),
                        "",
                        Map.of()));
        assertThat(config.settings()).extracting(Setting::origin).containsOnly("default");
        assertThat(config.warnings()).isEmpty();
    }

    @Test
    void readsEveryKeyFromTheFile() throws Exception {
        HubConfig hub = load("""
                [server]
                data = "/var/lib/signalbox"
                name = "hall3"
                [listen]
                mqtt = "[::1]:0"
                ws = "127.0.0.1:9001"
                http = "localhost:65535"
                proxy = "mqtt ws"
                proxy_from = "127.0.0.1 10.0.0.0/8 fd00::/8"
                [durability]
                ack = "os"
                [limits]
                payload = 1024
                connections = 7
                connections_per_address = 3
                reconnects = 10
                device_messages = 0
                rule_activations = 50
                rule_memory = "4KiB"
                sessions = 9
                session_messages = 1000
                session_bytes = "1GiB"
                session_age = "30d"
                retained_bytes = "1MiB"
                [disk]
                alarm = 50
                tight = 60
                full = 100
                reserve = "0B"
                [mqtt]
                topic_aliases = 0
                keep_alive = 300
                server_reference = "other.example:1883 [::1]:1884"
                origins = "https://a.example http://b:8080"
                [journal]
                keep = "2 GiB"
                [history]
                memory = "32MiB"
                retention = "48h"
                keep = "Meter=3650d Meter.power=30d"
                [notify]
                webhooks = "https://a.example/hook?key=1 http://10.1.2.3:8080"
                allow = "10.1.0.0/16"
                smtp = "smtp://127.0.0.1:25"
                mail_from = "hub@plant.example"
                mail_to = "a@plant.example b@plant.example"
                severity = "major"
                """).hub();

        assertThat(hub)
                .isEqualTo(new HubConfig(
                        new HubConfig.Server(Path.of("/var/lib/signalbox"), "hall3"),
                        new HubConfig.Listen(
                                new Address("::1", 0),
                                null,
                                new Address("127.0.0.1", 9001),
                                null,
                                new Address("localhost", 65535),
                                new HubConfig.Proxy(
                                        Set.of("mqtt", "ws"),
                                        List.of(
                                                network("127.0.0.1", 32),
                                                network("10.0.0.0", 8),
                                                network("fd00::", 8)))),
                        new HubConfig.Durability(HubConfig.Ack.OS),
                        new HubConfig.Limits(1024, 7, true, 3, 10, 0, 50, 4096),
                        new HubConfig.Quotas(9, 1000, 1L << 30, Duration.ofDays(30), 1L << 20),
                        new HubConfig.Disk(50, 60, 100, 0),
                        new HubConfig.Mqtt(
                                0,
                                300,
                                "other.example:1883 [::1]:1884",
                                Set.of("https://a.example", "http://b:8080")),
                        null,
                        new HubConfig.Journal(2L << 30),
                        new HubConfig.History(
                                32L << 20,
                                Duration.ofDays(2),
                                Duration.ZERO,
                                Duration.ofDays(3650),
                                "",
                                Map.of(
                                        "Meter",
                                        Duration.ofDays(3650),
                                        "Meter.power",
                                        Duration.ofDays(30))),
                        new Notification(
                                List.of(
                                        URI.create("https://a.example/hook?key=1"),
                                        URI.create("http://10.1.2.3:8080")),
                                Notification.UNSIGNED,
                                List.of(network("10.1.0.0", 16)),
                                new Notification.Mail(
                                        URI.create("smtp://127.0.0.1:25"),
                                        null,
                                        null,
                                        "hub@plant.example",
                                        Set.of("a@plant.example", "b@plant.example")),
                                Notification.Severity.MAJOR,
                                List.of())));
    }

    @Test
    void theMarksOfTheDiskRise() throws Exception {
        assertThat(findings("[disk]\ntight = 89\nfull = 70"))
                .containsExactly(
                        ":2:1: error: disk.tight: expected at least disk.alarm, which is 90,"
                                + " found 89",
                        ":3:1: error: disk.full: expected at least disk.tight, which is 89,"
                                + " found 70");
    }

    @Test
    void tlsNeedsAllOfItsParts() throws Exception {
        assertThat(findings("listen.mqtts = \"127.0.0.1:8883\""))
                .containsExactly(":1:1: error: listen.mqtts: expected tls.certificate with it,"
                        + " found none");
        assertThat(findings("[tls]\ncertificate = \"a\"\nclients = \"require\""))
                .containsExactly(
                        ":2:1: error: tls.certificate: expected tls.key with it, found none",
                        ":3:1: error: tls.clients: expected tls.client_authority with it, found none");
        assertThat(findings("tls.revocations = \"a\""))
                .containsExactly(
                        ":1:1: error: tls.revocations: expected tls.client_authority with it,"
                                + " found none");
        Path pem = Files.createFile(folder.resolve("hub.pem"));
        HubConfig.Tls tls = load("""
                [listen]
                mqtts = "127.0.0.1:8883"
                [tls]
                certificate = "FILE"
                key = "FILE"
                client_authority = "FILE"
                revocations = "FILE"
                clients = "request"
                provider = "jdk"
                """.replace("FILE", pem.toString())).hub().tls();
        assertThat(tls)
                .isEqualTo(new HubConfig.Tls(pem, pem, pem, pem, HubConfig.Clients.REQUEST, true));
    }

    @Test
    void filesOfTlsThatAreNotThereAreFoundWithTheirPlace() throws Exception {
        Path pem = Files.createFile(folder.resolve("hub.pem"));
        Path gone = folder.resolve("gone.pem");
        assertThat(findings("[tls]\ncertificate = \"" + gone + "\"\nkey = \"" + pem + "\"\n"
                        + "client_authority = \"" + folder.resolve("none") + "\"\n"
                        + "clients = \"require\"\n"))
                .containsExactly(
                        ":2:1: error: tls.certificate: expected a PEM file that the hub may read,"
                                + " found none at " + gone,
                        ":4:1: error: tls.client_authority: expected a PEM file that the hub may"
                                + " read, found none at " + folder.resolve("none"));
    }

    @Test
    void balancersAreAddressesAndBelongToListeners() {
        assertThat(findings("listen.proxy = \"mqtt\""))
                .containsExactly(":1:1: error: listen.proxy: expected listen.proxy_from with it,"
                        + " found none");
        assertThat(findings("listen.proxy_from = \"::1\""))
                .containsExactly(":1:1: error: listen.proxy_from: expected listen.proxy with it,"
                        + " found none");
        assertThat(findings("[listen]\nproxy = \"wss\"\nproxy_from = \"::1\""))
                .containsExactly(":2:1: error: listen.proxy: expected listen.wss to be an address,"
                        + " found \"off\"");
        assertThat(findings("listen.proxy = \"http\""))
                .singleElement()
                .asString()
                .contains("expected listeners such as \"mqtts wss\"");
        for (String wrong : List.of(
                "localhost",
                "10.0.0.1/8",
                "10.0.0.0/33",
                "1",
                "::/129",
                "a::b::c",
                "1.2.3.4/x",
                "1.2.3.4  1.2.3.5",
                "256.1.1.1",
                "/8")) {
            assertThat(findings("listen.proxy_from = \"" + wrong + "\""))
                    .singleElement()
                    .asString()
                    .startsWith(":1:1: error: listen.proxy_from: expected addresses such as"
                            + " \"127.0.0.1 10.1.0.0/16 fd00::/8\", found ");
        }
    }

    @Test
    void aNetworkHoldsTheAddressesThatBeginAsItDoes() {
        Network some = network("10.1.128.0", 17);
        assertThat(some.contains(InetAddress.ofLiteral("10.1.128.0"))).isTrue();
        assertThat(some.contains(InetAddress.ofLiteral("10.1.255.255"))).isTrue();
        assertThat(some.contains(InetAddress.ofLiteral("10.1.127.255"))).isFalse();
        assertThat(some.contains(InetAddress.ofLiteral("::ffff:10.1.128.1"))).isTrue();
        assertThat(some.contains(InetAddress.ofLiteral("::1"))).isFalse();
        assertThat(network("0.0.0.0", 0).contains(InetAddress.ofLiteral("9.9.9.9")))
                .isTrue();
    }

    private static Network network(String address, int bits) {
        return new Network(InetAddress.ofLiteral(address), bits);
    }

    @Test
    void flagBeatsEnvironmentBeatsFileBeatsDefault() throws Exception {
        Path file = write("listen.http = \"127.0.0.1:1\"\nlisten.mqtt = \"127.0.0.1:2\"\n"
                + "server.data = \"from-file\"\n");
        Configuration config = Configuration.load(
                file,
                Map.of(
                        "SIGNALBOX_LISTEN__MQTT", "127.0.0.1:3",
                        "SIGNALBOX_SERVER__DATA", "from-env"),
                Map.of("server.data", "from-flag"));

        assertThat(config.settings())
                .contains(
                        new Setting("server.data", "from-flag", "--data"),
                        new Setting("listen.mqtt", "127.0.0.1:3", "SIGNALBOX_LISTEN__MQTT"),
                        new Setting("listen.http", "127.0.0.1:1", file + ":1:1"),
                        new Setting("durability.ack", "fsync", "default"));
        assertThat(config.hub().server().data()).isEqualTo(Path.of("from-flag"));
        assertThat(config.hub().listen().mqtt().port()).isEqualTo(3);
    }

    @Test
    void everyKeyHasItsVariable() throws Exception {
        for (Key<?> key : HubConfig.KEYS) {
            Configuration config =
                    Configuration.load(null, Map.of(key.variable(), key.byDefault()), Map.of());
            assertThat(config.settings())
                    .contains(new Setting(key.name(), key.byDefault(), key.variable()));
        }
        assertThat(HubConfig.PAYLOAD.variable()).isEqualTo("SIGNALBOX_LIMITS__PAYLOAD");
    }

    @Test
    void warnsOfVariablesThatSetNothing() throws Exception {
        Configuration config = Configuration.load(
                null,
                Map.of(
                        "SIGNALBOX_LISTEN__MQTSS", "x",
                        "SIGNALBOX_JAVA_HOME", "/jdk",
                        "SIGNALBOX_JAVA_OPTS", "-Xmx1g",
                        "PATH", "/bin"),
                Map.of());

        assertThat(config.warnings())
                .containsExactly("environment variable SIGNALBOX_LISTEN__MQTSS sets nothing."
                        + " Did you mean SIGNALBOX_LISTEN__MQTTS?");
    }

    @Test
    void namesAWrongVariableAndAWrongFlag() {
        ConfigError error = catchThrowableOfType(
                ConfigError.class,
                () -> Configuration.load(
                        null,
                        Map.of("SIGNALBOX_LIMITS__CONNECTIONS", "many"),
                        Map.of("server.data", " ")));

        assertThat(error.findings())
                .extracting(Finding::toString)
                .containsExactly(
                        "SIGNALBOX_LIMITS__CONNECTIONS: error: limits.connections: expected a whole"
                                + " number from 1 to 1000000, found \"many\"",
                        "--data: error: server.data: expected a folder such as"
                                + " \"/var/lib/signalbox\", found \" \"");
    }

    @Test
    void findsAllThatIsWrongAtOnceWithItsPlace() {
        assertThat(findings("""
                [listen]
                mqtss = "127.0.0.1:1883"
                http = 8080

                [limits]
                  payload = "1GiB"
                  connections = "7"
                [sever]
                data = "x"
                [durability]
                ack = "sync"
                data = "y"
                """))
                .containsExactly(
                        ":2:1: error: listen.mqtss: unknown key. Did you mean \"mqtts\"?",
                        ":3:1: error: listen.http: expected a string such as \"127.0.0.1:8080\","
                                + " found the number 8080",
                        ":6:3: error: limits.payload: expected bytes from \"1KiB\" to \"16MiB\""
                                + " (units B, KiB, MiB, GiB, TiB), found \"1GiB\"",
                        ":7:3: error: limits.connections: expected a whole number such as 100000,"
                                + " found the string \"7\"",
                        ":8:1: error: sever: unknown section. Did you mean \"server\"?",
                        ":11:1: error: durability.ack: expected one of \"fsync\", \"os\", \"none\","
                                + " found \"sync\"",
                        ":12:1: error: durability.data: unknown key. Did you mean \"server.data\"?");
    }

    @Test
    void namesTheKindOfAValueThatDoesNotFit() {
        assertThat(findings("""
                listen = 3
                [server]
                data = true
                [limits]
                payload = 1.5
                connections = [1]
                [history]
                retention = 2026-01-01
                memory.x = 1
                """))
                .containsExactly(
                        ":1:1: error: listen: expected a section, [listen], found the number 3",
                        ":3:1: error: server.data: expected a string such as \"./signalbox-data\","
                                + " found true",
                        ":5:1: error: limits.payload: expected a string such as \"256KiB\","
                                + " found the number 1.5",
                        ":6:1: error: limits.connections: expected a whole number such as 100000,"
                                + " found a list",
                        ":8:1: error: history.retention: expected a string such as \"90d\","
                                + " found a date or time",
                        ":9:1: error: history.memory: expected a string such as \"64MiB\","
                                + " found a section");
    }

    @Test
    void refusesAddressesOtherThanLoopback() {
        assertThat(findings("listen.mqtt = \"0.0.0.0:1883\""))
                .containsExactly(":1:1: error: listen.mqtt: expected a loopback address such as"
                        + " \"127.0.0.1:1883\", found \"0.0.0.0:1883\": clients need not identify"
                        + " themselves yet, so the hub serves this machine alone");
        for (String address : List.of("example.org:1", "127.0.0.256:1", "[::]:1", "127.1:1")) {
            assertThat(findings("listen.mqtt = \"" + address + "\""))
                    .singleElement()
                    .asString()
                    .contains("expected a loopback address", address);
        }
        for (String address : List.of("", "1883", ":1883", "::1:1883")) {
            assertThat(findings("listen.mqtt = \"" + address + "\""))
                    .singleElement()
                    .asString()
                    .contains("expected host:port");
        }
        for (String port : List.of("", "65536", "-1", "x", "99999999999")) {
            assertThat(findings("listen.mqtt = \"127.0.0.1:" + port + "\""))
                    .singleElement()
                    .asString()
                    .contains("expected a port from 0 (any free one) to 65535");
        }
    }

    @Test
    void theDatabaseOfTheHistoryIsPostgresql() {
        for (String url : List.of("postgres://x/y", "jdbc:mysql://x/y", "jdbc:postgresql: x")) {
            assertThat(findings("history.url = \"" + url + "\""))
                    .singleElement()
                    .asString()
                    .contains("history.url: expected a database such as");
        }
    }

    @Test
    void refusesQuantitiesOutOfRangeOrWithoutSense() {
        for (String keep :
                List.of("1KiB", "65TiB", "1e9", "-1MiB", "1 GB", "", "999999999999999999TiB")) {
            assertThat(findings("journal.keep = \"" + keep + "\""))
                    .containsExactly(":1:1: error: journal.keep: expected bytes from \"1MiB\" to"
                            + " \"64TiB\" (units B, KiB, MiB, GiB, TiB), found \"" + keep + "\"");
        }
        for (String retention : List.of("23h", "36501d", "90", "forever")) {
            assertThat(findings("history.retention = \"" + retention + "\""))
                    .containsExactly(":1:1: error: history.retention: expected a duration from"
                            + " \"1d\" to \"36500d\" (units ms, s, min, h, d), found \""
                            + retention + "\"");
        }
    }

    @Test
    void takesAnEmptyFile() throws Exception {
        assertThat(load("").hub())
                .isEqualTo(Configuration.load(null, Map.of(), Map.of()).hub());
    }

    @Test
    void takesByteOrderMarkCarriageReturnsAndTabs() throws Exception {
        HubConfig hub = load("\uFEFF[listen]\r\n\tmqtt\t=\t\"127.0.0.1:9\"\r\n").hub();
        assertThat(hub.listen().mqtt().port()).isEqualTo(9);
    }

    @Test
    void showsWhereATruncatedFileEnds() {
        assertThat(findings("[listen]\nmqtt = \"127"))
                .containsExactly(
                        ":2:12: error: Unexpected end of input, expected \" or a" + " character");
        assertThat(findings("[listen")).singleElement().asString().startsWith(":1:8: error: ");
    }

    @Test
    void refusesADuplicateKeyAndADuplicateSection() {
        assertThat(findings("[listen]\nmqtt = \"127.0.0.1:1\"\nmqtt = \"127.0.0.1:2\"\n"))
                .containsExactly(":3:1: error: mqtt previously defined at line 2, column 1");
        assertThat(findings("[limits]\n[listen]\n[limits]\n"))
                .containsExactly(":3:1: error: limits previously defined at line 1, column 1");
    }

    @Test
    void refusesALineOfTenMegabytes() {
        assertThat(findings("server.data = \"" + "x".repeat(10_000_000) + "\""))
                .containsExactly(":1:1: error: expected at most 1 MiB, found more:"
                        + " is this the right file?");
    }

    @Test
    void showsLongOrHostileNamesCutShort() {
        assertThat(findings("\"a\\u0007" + "x".repeat(500_000) + "\" = 1\n"))
                .singleElement()
                .asString()
                .startsWith(":1:1: error: a?xxx")
                .hasSizeLessThan(200);
    }

    @Test
    void refusesBytesThatAreNoUtf8() throws IOException {
        Path file = folder.resolve("signalbox.toml");
        Files.write(file, new byte[] {'#', '\n', '#', ' ', (byte) 0xFC, '\n'});
        assertThat(findings(file))
                .containsExactly(":2:3: error: expected text in UTF-8, found"
                        + " other bytes: save the file as UTF-8");
        Files.write(file, new byte[] {(byte) 0xFF, (byte) 0xFE, '[', 0});
        assertThat(findings(file)).singleElement().asString().startsWith(":1:1: error: ");
    }

    @Test
    void refusesAFolderAMissingFileAndOneItCannotRead() throws IOException {
        assertThat(findings(folder))
                .containsExactly(":1:1: error: expected a file that can be read: it is a folder");
        assertThat(findings(folder.resolve("nowhere.toml")))
                .containsExactly(
                        ":1:1: error: there is no such file; name another one with --config");
        Path loop = Files.createSymbolicLink(folder.resolve("loop"), folder.resolve("loop"));
        assertThat(findings(loop))
                .singleElement()
                .asString()
                .startsWith(":1:1: error: expected a file that can be read: ")
                .contains("Too many levels of symbolic links");
    }

    @Test
    void countsLinesThroughLongStretchesOfComments() {
        String comments = "# about\n\n".repeat(2500);
        assertThat(findings(comments + "[listen]\n" + comments + "htpt = 1\n" + comments + "[x\n"))
                .singleElement()
                .asString()
                .startsWith(":15003:3: error: ");
        assertThat(findings(comments + "[listen]\n" + comments + "htpt = 1\n" + comments))
                .containsExactly(
                        ":10002:1: error: listen.htpt: unknown key. Did you mean \"http\"?");
        assertThat(findings("#\n\n[limits]\n#\n[limits]\n"))
                .containsExactly(":5:1: error: limits previously defined at line 3, column 1");
        assertThat(findings("#\n[server]\ndata = \"\"\"\n\n\"\"\"\nx = 1\n"))
                .containsExactly(
                        ":3:1: error: server.data: expected a folder such as"
                                + " \"/var/lib/signalbox\", found \"?\"",
                        ":6:1: error: server.x: unknown key. Expected one of data, name.");
        assertThat(findings("[server]\ndata = \"\"\"" + "\n".repeat(5000) + "\"\"\"\n"))
                .containsExactly(
                        ":203:1: error: expected text, found only empty lines and comments");
    }

    @Test
    void survivesGarbageOfAnyKind() {
        for (String text : List.of(
                "\u0000\u0001",
                "=",
                "[[listen]]\nmqtt=1",
                "[a.b.c]\nx=1",
                "a = " + "[".repeat(100_000),
                "\n".repeat(5000) + "=\n".repeat(5000))) {
            assertThat(findings(text)).isNotEmpty().hasSizeLessThanOrEqualTo(50);
        }
    }

    private Path write(String text) throws IOException {
        return Files.writeString(folder.resolve("signalbox.toml"), text);
    }

    private Configuration load(String text) throws IOException, ConfigError {
        return Configuration.load(write(text), Map.of(), Map.of());
    }

    private List<String> findings(String text) {
        try {
            return findings(write(text));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** The findings without the name of the file that each must begin with. */
    private static List<String> findings(Path file) {
        ConfigError error = catchThrowableOfType(
                ConfigError.class, () -> Configuration.load(file, Map.of(), Map.of()));
        assertThat(error).as("no finding").isNotNull();
        assertThat(error.findings()).allSatisfy(f -> assertThat(f.place()).startsWith(file + ":"));
        return error.findings().stream()
                .map(f -> f.toString().substring(file.toString().length()))
                .toList();
    }
}
