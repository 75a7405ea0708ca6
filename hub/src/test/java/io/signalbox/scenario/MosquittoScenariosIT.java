package io.signalbox.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.mqtt.codec.ProtocolVersion;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The scenarios against Debian's Mosquitto: a second opinion on what the specification says. Those
 * in which it differs, or which are about what only this hub does, say so in a line {@code not
 * mosquitto: reason}.
 */
class MosquittoScenariosIT {
    /** Time that may really pass in one scenario. */
    private static final long MOST_MILLIS = 3_000;

    /** How many wait at the same time. */
    private static final int AT_ONCE = 8;

    @TempDir
    static Path folder;

    @BeforeAll
    static void isInstalled() {
        boolean installed = Files.isExecutable(Path.of(MosquittoWorld.program()));
        if (!installed && System.getenv("CI") == null) {
            System.out.println("skipped: mosquitto is not installed (Debian package mosquitto)");
            Assumptions.abort("mosquitto is not installed");
        }
        assertThat(installed).as("mosquitto must be installed in CI").isTrue();
    }

    @TestFactory
    List<DynamicNode> areHeldWithMosquitto() throws IOException {
        List<DynamicNode> all = new ArrayList<>();
        ExecutorService waiting = Executors.newFixedThreadPool(AT_ONCE);
        for (Scenario scenario : ScenarioReader.readAll()) {
            String reason = exclusion(scenario);
            if (!scenario.name().contains(System.getProperty("scenario", ""))) {
                continue;
            }
            if (reason != null) {
                System.out.println("not with Mosquitto: " + scenario.name() + ": " + reason);
                continue;
            }
            for (ProtocolVersion version : scenario.versions()) {
                Future<Void> held = waiting.submit(hold(scenario, version));
                all.add(DynamicTest.dynamicTest(scenario.name() + " " + version, () -> end(held)));
            }
        }
        waiting.shutdown();
        return all;
    }

    private static @Nullable String exclusion(Scenario scenario) {
        if (scenario.kills()) {
            return "the broker is killed, and Mosquitto keeps nothing that it has not saved";
        }
        if (!scenario.settings().isEmpty()) {
            return "settings of this hub";
        }
        if (scenario.millis() > MOST_MILLIS) {
            return "real time would have to pass: " + scenario.millis() / 1000 + " s";
        }
        return scenario.excluded().get("mosquitto");
    }

    private static Callable<Void> hold(Scenario scenario, ProtocolVersion version) {
        return () -> {
            Path own = Files.createTempDirectory(folder, scenario.name());
            try (World world = new MosquittoWorld(own)) {
                Conversation.hold(scenario, world, version);
            }
            return null;
        };
    }

    private static void end(Future<Void> held) throws Throwable {
        try {
            held.get();
        } catch (ExecutionException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }
}
