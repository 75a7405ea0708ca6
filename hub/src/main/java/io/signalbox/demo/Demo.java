package io.signalbox.demo;

import io.signalbox.client.Client;
import io.signalbox.client.ClientOptions;
import io.signalbox.message.Qos;
import io.signalbox.time.Clock;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/**
 * {@code signalbox demo}: starts a hub in a process of its own, puts a plant of real MQTT clients
 * beside it, and tells what happens. The plant speaks to the hub over MQTT alone.
 */
public final class Demo {
    private static final String RULES = "/examples/plant/plant.rules";
    private static final int NARRATOR_SESSION_SECONDS = 30;
    private static final int EX_USAGE = 2;
    private static final int EX_UNAVAILABLE = 69;
    private static final int EX_IO = 74;

    /** The sub-commands of {@code signalbox}, for setting up and asking as a user would. */
    public interface Commands {
        /** Runs a sub-command with its output thrown away unless it fails; the exit code. */
        int run(String... arguments);

        /** Runs a sub-command and gives its output, or nothing if it fails. */
        String answer(String... arguments);
    }

    private final Clock clock;
    private final PrintStream out;
    private final boolean colour;
    private final Commands commands;
    private final Path data;

    /** A demo that keeps its data in {@code data}. */
    public Demo(Clock clock, PrintStream out, boolean colour, Commands commands, Path data) {
        this.clock = clock;
        this.out = out;
        this.colour = colour;
        this.commands = commands;
        this.data = data;
    }

    /**
     * Runs until interrupted, or for as long as {@code --for SECONDS} says.
     *
     * @return the exit code of the process
     */
    public int run(List<String> arguments) {
        long seconds = Long.MAX_VALUE;
        if (arguments.size() == 2
                && arguments.getFirst().equals("--for")
                && arguments.getLast().matches("[0-9]{1,6}")) {
            seconds = Long.parseLong(arguments.getLast());
        } else if (!arguments.isEmpty()) {
            System.err.println("signalbox: demo takes --for SECONDS and --data DIR; found "
                    + String.join(" ", arguments));
            return EX_USAGE;
        }
        try {
            if (!ownsData()) {
                System.err.println("signalbox: " + data + " holds the data of a hub that is not the"
                        + " demo's; start it with --data and the name of a new folder");
                return EX_USAGE;
            }
            return run(seconds);
        } catch (IOException e) {
            System.err.println("signalbox: the demo cannot go on: " + e.getMessage());
            return EX_IO;
        } catch (InterruptedException e) {
            return 0;
        }
    }

    /** The demo keeps away from the data of a real hub. */
    private boolean ownsData() throws IOException {
        Path marker = data.resolve("demo");
        if (Files.exists(marker)) {
            return true;
        }
        if (Files.exists(data) && isNotEmpty(data)) {
            return false;
        }
        Files.createDirectories(data);
        Files.writeString(marker, "This folder belongs to signalbox demo.\n");
        return true;
    }

    private static boolean isNotEmpty(Path folder) throws IOException {
        try (var entries = Files.list(folder)) {
            return entries.findAny().isPresent();
        }
    }

    private int run(long seconds) throws IOException, InterruptedException {
        try (HubChild hub = HubChild.start(data)) {
            String ready = hub.awaitReady();
            if (ready.isEmpty()) {
                System.err.println("signalbox: the hub did not start: " + hub.lastWords());
                return EX_UNAVAILABLE;
            }
            Plant plant = new Plant(new SplittableRandom(7));
            Narrator narrator = new Narrator(clock, out, colour);
            try (Fleet fleet = Fleet.connect(hub.mqttHost(), hub.mqttPort(), plant, narrator)) {
                plant.step();
                fleet.report(); // Before the interlocks look: unknown is dangerous to them.
                setUp(plant);
                introduce(hub, plant);
                play(hub, plant, fleet, narrator, seconds);
            }
            return 0;
        }
    }

    private void setUp(Plant plant) throws IOException {
        Path rules = data.resolve("plant.rules");
        try (InputStream in = Demo.class.getResourceAsStream(RULES)) {
            if (in == null) {
                throw new IOException("the program lacks its resource " + RULES);
            }
            Files.write(rules, in.readAllBytes());
        }
        expectSuccess("apply", "-f", rules.toString());
        for (Machine machine : plant.machines()) {
            expectSuccess(
                    "device",
                    "create",
                    machine.id(),
                    "--type",
                    machine.type(),
                    "--in",
                    machine.place());
        }
    }

    private void expectSuccess(String... arguments) throws IOException {
        if (commands.run(arguments) != 0) {
            throw new IOException("'signalbox " + String.join(" ", arguments) + "' failed");
        }
    }

    private void introduce(HubChild hub, Plant plant) {
        String at = hub.isDefaultFolder() ? "" : " --data " + data;
        out.printf(
                """

                  Signalbox  a hub, and a plant of %d machines that speak MQTT to it
                  console  http://%s/
                  devices  mqtt://%s
                  data     %s

                  Look closer, from a second terminal in this folder:
                    ./signalbox status%s
                    ./signalbox sub -t 'd/+/up/#' -v%s
                    ./signalbox device get p2%s
                    ./signalbox why pump_dry p2%s
                    ./signalbox data query --device b1 --point temp --from -5m%s
                    kill -9 %d    # the hub: it is started again and goes on

                  What happens, as it happens; Ctrl-C ends it:

                """,
                plant.machines().size(),
                hub.http(),
                hub.mqtt(),
                data,
                at,
                at,
                at,
                at,
                at,
                hub.pid());
    }

    private void play(HubChild hub, Plant plant, Fleet fleet, Narrator narrator, long seconds)
            throws IOException, InterruptedException {
        ClientOptions options = ClientOptions.of(hub.mqttHost(), hub.mqttPort(), "demo-narrator")
                .withStoredSession(NARRATOR_SESSION_SECONDS)
                .withReconnect();
        Confirmations confirmations = new Confirmations(commands);
        try (Client ear = Client.connect(options)) {
            ear.subscribe("d/+/alarm/+", Qos.AT_LEAST_ONCE, narrator::alarm);
            ear.subscribe("d/+/down/+", Qos.AT_LEAST_ONCE, narrator::command);
            long due = clock.nanos();
            for (long second = 0; second < seconds; second++) {
                if (!hub.isAlive() && !startAgain(hub, narrator)) {
                    break;
                }
                plant.step().forEach(narrator::plant);
                fleet.report();
                confirmations.look(narrator);
                due += TimeUnit.SECONDS.toNanos(1);
                long left = due - clock.nanos();
                if (left > 0) {
                    TimeUnit.NANOSECONDS.sleep(left);
                }
            }
        }
    }

    private static boolean startAgain(HubChild hub, Narrator narrator) throws IOException {
        narrator.hub("has been ended; what it acknowledged is on disk");
        boolean again = hub.startAgain();
        if (again) {
            narrator.hub("runs again as process " + hub.pid() + ", and goes on where it was");
        }
        return again;
    }
}
