package io.signalbox.outside;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.signalbox.client.Client;
import io.signalbox.client.ClientOptions;
import io.signalbox.message.Qos;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** What Prometheus' own {@code promtool} says of the hub's metrics and of the alerts on them. */
@Timeout(120)
class PrometheusIT {
    private static final Path EXAMPLES = Path.of("../examples/prometheus");

    @TempDir
    Path folder;

    @Test
    void promtoolFindsNoFaultInTheMetrics() throws Exception {
        Programs.require("promtool", "prometheus");
        try (HubProcess hub = HubProcess.start(folder.resolve("data"))) {
            ClientOptions options = ClientOptions.of("127.0.0.1", hub.mqttPort(), "d1");
            try (Client client = Client.connect(options)) {
                client.publish("d/p1/up/flow", "4.2".getBytes(UTF_8), Qos.AT_LEAST_ONCE, false);
            }
            HttpResponse<String> metrics = metrics(hub, "text/plain");
            assertThat(metrics.headers().firstValue("content-type"))
                    .contains("text/plain; version=0.0.4; charset=utf-8");
            Path file = Files.writeString(folder.resolve("metrics"), metrics.body());
            HubProcess.Result check =
                    Programs.run(new ProcessBuilder("promtool", "check", "metrics")
                            .redirectInput(file.toFile()));
            assertThat(check.out() + check.err()).isEmpty();
            assertThat(check.exitCode()).isZero();
            assertThat(metrics.body()).contains("\nsignalbox_mqtt_publishes_received_total 1\n");
            assertThat(metrics.body()).contains(namesInAlerts());
        }
    }

    @Test
    void theAlertsActAsTheirTestsSay() {
        Programs.require("promtool", "prometheus");
        HubProcess.Result rules = Programs.run(
                "promtool", "check", "rules", EXAMPLES.resolve("alerts.yml").toString());
        assertThat(rules.exitCode()).as(rules.out() + rules.err()).isZero();
        HubProcess.Result test = Programs.run(
                "promtool", "test", "rules", EXAMPLES.resolve("alerts-test.yml").toString());
        assertThat(test.exitCode()).as(test.out() + test.err()).isZero();
    }

    /** The metrics that the alerts are about, each as it is declared. */
    private static List<String> namesInAlerts() throws IOException {
        return Pattern.compile("signalbox_[a-z_]+")
                .matcher(Files.readString(EXAMPLES.resolve("alerts.yml")))
                .results()
                .map(name -> "# TYPE " + name.group().replaceFirst("_bucket$", "") + " ")
                .toList();
    }

    private static HttpResponse<String> metrics(HubProcess hub, String accept) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + hub.httpPort() + "/metrics");
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(uri).header("Accept", accept).build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }
}
