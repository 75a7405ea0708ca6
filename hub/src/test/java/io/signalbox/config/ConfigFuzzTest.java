package io.signalbox.config;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.signalbox.fuzz.Fuzz;
import io.signalbox.fuzz.Mutator;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** Configuration files of any bytes: read, or refused with findings that name the file. */
class ConfigFuzzTest {
    private static final String GOOD = """
            # A plant
            [server]
            data = "/var/lib/plant"

            [listen]
            mqtt = "127.0.0.1:1883"
            http = '127.0.0.1:8080'

            [limits]
            payload = "64KiB"
            connections = 1_000

            [mqtt]
            keep_alive = 60
            server_reference = ""

            [history]
            retention = "30d"
            """;
    private static final String OTHER = """
            x = [1, 2.5e3, +inf, { a = 1 }, "\\u00fc", 1979-05-27T07:32:00Z]
            [[a.b]]
            c.d = \"\"\"
            lines\"\"\"
            """;

    @Test
    void damagedFilesAreReadOrRefused(@TempDir Path folder) {
        Path file = folder.resolve("signalbox.toml");
        List<byte[]> others = List.of(GOOD.getBytes(UTF_8), OTHER.getBytes(UTF_8));
        AtomicInteger read = new AtomicInteger();
        Fuzz.run(
                "toml",
                150,
                chance -> new Mutator(chance).mutate(GOOD.getBytes(UTF_8), others),
                input -> read.addAndGet(load(file, input)));
        assertThat(read).hasPositiveValue();
    }

    private static int load(Path file, byte[] input) throws IOException {
        Files.write(file, input);
        try {
            Configuration.load(file, Map.of(), Map.of());
            return 1;
        } catch (ConfigError e) {
            assertThat(e.findings()).isNotEmpty();
            for (Finding finding : e.findings()) {
                assertThat(finding.place()).isNotEmpty();
                assertThat(finding.message()).isNotEmpty();
            }
            return 0;
        }
    }
}
