package io.signalbox.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** {@code signalbox demo}: hands its arguments on. */
@Command(
        name = "demo",
        description = "Runs a hub and a simulated plant of real MQTT clients.",
        footer = {
            "",
            "Its data is in ./signalbox-demo if no folder is named. --for SECONDS ends it by itself.",
            "",
            "Examples:",
            "  signalbox demo                          watch rules answer faults",
            "  signalbox demo --data /tmp/plant        keep its data there",
            "  signalbox status                        from another terminal, what it is at"
        })
final class DemoCommand implements Callable<Integer> {
    private final SignalboxCommand root;
    private final DemoStarter demo;

    @Unmatched
    private final List<String> arguments = new ArrayList<>();

    DemoCommand(SignalboxCommand root, DemoStarter demo) {
        this.root = root;
        this.demo = demo;
    }

    @Override
    public Integer call() {
        return demo.run(root.data(), arguments);
    }
}
