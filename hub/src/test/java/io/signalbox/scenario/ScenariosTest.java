package io.signalbox.scenario;

import io.signalbox.mqtt.MqttConfig;
import io.signalbox.mqtt.TestHub;
import io.signalbox.mqtt.codec.ProtocolVersion;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Every file of {@code scenarios/mqtt}, on virtual time and, where no time passes and nothing is
 * killed, over real sockets.
 */
@Timeout(60)
class ScenariosTest {
    @TempDir
    Path folder;

    @FunctionalInterface
    private interface Start {
        World world(Path folder, MqttConfig config) throws IOException;
    }

    @TestFactory
    List<DynamicNode> areHeldOnVirtualTime() throws IOException {
        List<DynamicNode> all = new ArrayList<>();
        for (Scenario scenario : ScenarioReader.readAll()) {
            add(all, scenario, VirtualWorld::new);
        }
        return all;
    }

    @TestFactory
    List<DynamicNode> areHeldOverSockets() throws IOException {
        List<DynamicNode> all = new ArrayList<>();
        for (Scenario scenario : ScenarioReader.readAll()) {
            boolean waits = scenario.millis() > 0;
            if (!waits && !scenario.kills() && !scenario.excluded().containsKey("socket")) {
                add(all, scenario, SocketWorld::new);
            }
        }
        return all;
    }

    private void add(List<DynamicNode> all, Scenario scenario, Start start) {
        String only = System.getProperty("scenario", "");
        if (!scenario.name().contains(only)) {
            return;
        }
        for (ProtocolVersion version : scenario.versions()) {
            String name = scenario.name() + " " + version;
            all.add(DynamicTest.dynamicTest(name, () -> {
                Path own = Files.createTempDirectory(folder, scenario.name());
                try (World world = start.world(own, config(scenario.settings()))) {
                    Conversation.hold(scenario, world, version);
                }
            }));
        }
    }

    /** The terms of a scenario's hub; what it does not set is as in the other tests. */
    private static MqttConfig config(Map<String, String> settings) {
        MqttConfig usual = TestHub.config();
        MqttConfig.Terms terms = usual.terms();
        @Nullable String reference = settings.get("server-reference");
        return usual.with(new MqttConfig.Terms(
                number(settings, "alias-maximum", terms.topicAliasMaximum()),
                number(settings, "keep-alive", terms.maximumKeepAliveSeconds()),
                reference));
    }

    private static int number(Map<String, String> settings, String name, int otherwise) {
        String set = settings.get(name);
        return set == null ? otherwise : Integer.parseInt(set);
    }
}
