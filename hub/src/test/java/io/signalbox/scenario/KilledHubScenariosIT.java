package io.signalbox.scenario;

import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The scenarios in which the hub is killed, with the built hub and SIGKILL, each in the latest of
 * its versions. Those that last longer than a few seconds are for virtual time alone.
 */
class KilledHubScenariosIT {
    private static final long MOST_MILLIS = 5_000;

    @TempDir
    Path folder;

    @TestFactory
    List<DynamicNode> areHeldWithAHubThatIsKilled() throws IOException {
        List<DynamicNode> all = new ArrayList<>();
        for (Scenario scenario : ScenarioReader.readAll()) {
            boolean named = scenario.name().contains(System.getProperty("scenario", ""));
            if (named && scenario.kills() && scenario.millis() <= MOST_MILLIS) {
                all.add(DynamicTest.dynamicTest(scenario.name(), () -> hold(scenario)));
            }
        }
        return all;
    }

    private void hold(Scenario scenario) throws IOException {
        Path data = Files.createTempDirectory(folder, scenario.name());
        try (World world = new ProcessWorld(data)) {
            Conversation.hold(scenario, world, scenario.versions().getLast());
        }
    }
}
