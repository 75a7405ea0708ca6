package io.signalbox.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.signalbox.load.Broker;
import io.signalbox.load.TlsSettings;
import io.signalbox.mqtt.codec.ProtocolVersion;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Objects;

/** The options of {@code signalbox bench} that say which broker it loads, and as whom. */
final class BenchBroker {
    private static final int MQTT_PORT = 1883;
    private static final int MQTTS_PORT = 8883;

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec spec;

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "The broker, mqtt:// or mqtts://; mqtt://127.0.0.1:1883 if not given.")
    private String url = "mqtt://127.0.0.1:1883";

    @Option(names = "--mqtt", paramLabel = "VERSION", description = "3.1.1 or 5; 5.")
    private String version = "5";

    @Option(
            names = {"-u", "--username"},
            paramLabel = "NAME",
            description = "User name.")
    private @Nullable String userName;

    @Option(
            names = {"-P", "--password"},
            paramLabel = "WORD",
            description = "Password.")
    private @Nullable String password;

    @Option(
            names = "--ca",
            paramLabel = "FILE",
            description = "Who vouches for a broker of mqtts; whom the JDK trusts if not given.")
    private @Nullable Path authorities;

    @Option(
            names = "--cert",
            paramLabel = "FILE",
            description = "The clients' certificate and chain, all the same; PEM.")
    private @Nullable Path certificate;

    @Option(names = "--key", paramLabel = "FILE", description = "Of --cert; PEM, PKCS #8.")
    private @Nullable Path key;

    @Option(names = "--insecure", description = "Take any certificate of a broker of mqtts.")
    private boolean insecure;

    @Option(
            names = "--pid",
            paramLabel = "PID",
            description = "The broker's process on this machine: shows its memory and CPU.")
    private long processId;

    /** As it was given. */
    String url() {
        return url;
    }

    /** Its host resolved; a mistake in an option is a ParameterException. */
    Broker broker(Path folder) throws IOException {
        refuse(password != null && userName == null, "--password needs --username");
        refuse(
                processId != 0 && ProcessHandle.of(processId).isEmpty(),
                "--pid: there is no process " + processId + " on this machine");
        URI broker = parsed();
        InetSocketAddress address = address(broker);
        return new Broker(
                address,
                version(),
                userName,
                password == null ? null : password.getBytes(UTF_8),
                "mqtts".equals(broker.getScheme()) ? tls(broker, address.getPort(), folder) : null,
                processId);
    }

    private TlsSettings tls(URI broker, int port, Path folder) throws IOException {
        refuse((certificate == null) != (key == null), "--cert and --key need each other");
        refuse(insecure && authorities != null, "--insecure leaves no use for --ca");
        return TlsSettings.of(
                broker.getHost(),
                port,
                authorities == null ? null : folder.resolve(authorities),
                certificate == null ? null : folder.resolve(certificate),
                key == null ? null : folder.resolve(key),
                insecure);
    }

    private ProtocolVersion version() {
        return switch (version) {
            case "5", "5.0" -> ProtocolVersion.V5;
            case "3.1.1" -> ProtocolVersion.V3_1_1;
            default -> throw mistake("--mqtt is 3.1.1 or 5, not '" + Table.plain(version) + "'");
        };
    }

    private URI parsed() {
        try {
            URI parsed = new URI(url);
            boolean secure = "mqtts".equals(parsed.getScheme());
            if (parsed.getHost() == null || !(secure || "mqtt".equals(parsed.getScheme()))) {
                throw noUrl();
            }
            boolean unused = insecure || authorities != null || certificate != null || key != null;
            refuse(!secure && unused, "--ca, --cert, --key and --insecure are for mqtts:// alone");
            return parsed;
        } catch (URISyntaxException e) {
            throw noUrl();
        }
    }

    private InetSocketAddress address(URI broker) {
        int usual = "mqtts".equals(broker.getScheme()) ? MQTTS_PORT : MQTT_PORT;
        int port = broker.getPort() < 0 ? usual : broker.getPort();
        refuse(port < 1 || port > 65_535, "the port of --url is from 1 to 65535, not " + port);
        try {
            return new InetSocketAddress(InetAddress.getByName(broker.getHost()), port);
        } catch (UnknownHostException e) {
            throw new CommandFailure(Exit.UNAVAILABLE, "there is no host as in " + url);
        }
    }

    private ParameterException noUrl() {
        return mistake(
                "--url is mqtt://HOST:PORT or mqtts://HOST:PORT, not '" + Table.plain(url) + "'");
    }

    private void refuse(boolean wrong, String sentence) {
        if (wrong) {
            throw mistake(sentence);
        }
    }

    private ParameterException mistake(String sentence) {
        return new ParameterException(Objects.requireNonNull(spec).commandLine(), sentence);
    }
}
