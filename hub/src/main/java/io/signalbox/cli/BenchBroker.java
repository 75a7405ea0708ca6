package io.signalbox.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.signalbox.load.Broker;
import io.signalbox.mqtt.codec.ProtocolVersion;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Objects;

/** The options of {@code signalbox bench} that say which broker it loads, and as whom. */
final class BenchBroker {
    private static final int MQTT_PORT = 1883;

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec spec;

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "The broker; mqtt://127.0.0.1:1883 if not given.")
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
            names = "--pid",
            paramLabel = "PID",
            description = "The broker's process on this machine: shows its memory and CPU.")
    private long processId;

    /** As it was given. */
    String url() {
        return url;
    }

    /** Its host resolved; a mistake in an option is a ParameterException. */
    Broker broker() {
        if (password != null && userName == null) {
            throw mistake("--password needs --username");
        }
        return new Broker(
                address(),
                version(),
                userName,
                password == null ? null : password.getBytes(UTF_8),
                processId);
    }

    private ProtocolVersion version() {
        return switch (version) {
            case "5", "5.0" -> ProtocolVersion.V5;
            case "3.1.1" -> ProtocolVersion.V3_1_1;
            default -> throw mistake("--mqtt is 3.1.1 or 5, not '" + Table.plain(version) + "'");
        };
    }

    private InetSocketAddress address() {
        try {
            URI parsed = new URI(url);
            if (!"mqtt".equals(parsed.getScheme()) || parsed.getHost() == null) {
                throw noUrl();
            }
            int port = parsed.getPort() < 0 ? MQTT_PORT : parsed.getPort();
            if (port < 1 || port > 65_535) {
                throw mistake("the port of --url is from 1 to 65535, not " + port);
            }
            return new InetSocketAddress(InetAddress.getByName(parsed.getHost()), port);
        } catch (URISyntaxException e) {
            throw noUrl();
        } catch (UnknownHostException e) {
            throw new CommandFailure(Exit.UNAVAILABLE, "there is no host as in " + url);
        }
    }

    private ParameterException noUrl() {
        return mistake("--url is mqtt://HOST:PORT, not '" + Table.plain(url) + "'");
    }

    private ParameterException mistake(String sentence) {
        return new ParameterException(Objects.requireNonNull(spec).commandLine(), sentence);
    }
}
