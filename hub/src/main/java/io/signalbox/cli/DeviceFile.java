package io.signalbox.cli;

import io.signalbox.payload.JsonValue;
import io.signalbox.payload.JsonValue.JsonObject;
import io.signalbox.payload.MalformedJson;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** The devices of a hub in a file, an object a line, and how a hub is made to have them. */
final class DeviceFile {
    /** What it is called in a folder. */
    static final String NAME = "devices.jsonl";

    static final String ENDING = ".jsonl";

    private static final int PAGE = 1000;

    private final RunningHub hub;

    DeviceFile(RunningHub hub) {
        this.hub = hub;
    }

    /** Every registered device of the hub, by id. */
    SortedMap<String, DeviceWords> registered() {
        SortedMap<String, DeviceWords> all = new TreeMap<>();
        String after = "";
        while (true) {
            JsonObject page = hub.get("devices"
                    + RunningHub.query(
                            "after",
                            after.isEmpty() ? null : after,
                            "limit",
                            Integer.toString(PAGE)));
            for (JsonValue item : page.items("devices")) {
                JsonObject device = item.asObject();
                if (device.flag("registered")) {
                    all.put(device.text("id"), DeviceWords.of(device));
                }
            }
            if (page.isAbsent("next")) {
                return all;
            }
            after = page.text("next");
        }
    }

    /** Reads a file; what is wrong is told with its line. */
    static List<DeviceWords> read(Path folder, Path name) {
        List<DeviceWords> devices = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        int number = 0;
        try (BufferedReader lines = Files.newBufferedReader(folder.resolve(name))) {
            String line;
            while ((line = lines.readLine()) != null) {
                number++;
                if (line.isBlank()) {
                    continue;
                }
                DeviceWords words = DeviceWords.ofLine(JsonValue.parse(line).asObject());
                if (!ids.add(words.id())) {
                    throw new MalformedJson(
                            "expected each device once, found '" + words.id() + "' again");
                }
                devices.add(words);
            }
            return devices;
        } catch (MalformedJson e) {
            throw new CommandFailure(
                    Exit.FINDINGS,
                    Table.plain(name + ":" + number + ":1: error: " + e.getMessage()));
        } catch (IOException e) {
            throw new CommandFailure(Exit.IO, "cannot read " + name + ": " + e.getMessage());
        }
    }

    /** What became of the devices of a file. */
    record Done(int made, int changed, int same) {
        @Override
        public String toString() {
            return "devices: " + made + " new, " + changed + " changed, " + same + " as they were";
        }
    }

    /**
     * Registers those that are not there and changes those with other words; the others of the hub
     * stay.
     *
     * @param dry only says what would be done
     */
    Done apply(List<DeviceWords> wanted, boolean dry) {
        SortedMap<String, DeviceWords> known = registered();
        LongWork work = new LongWork(hub.terminal(), "devices");
        int made = 0;
        int changed = 0;
        int same = 0;
        try {
            for (DeviceWords words : wanted) {
                DeviceWords before = known.get(words.id());
                if (words.equals(before)) {
                    same++;
                } else if (before == null) {
                    if (!dry) {
                        hub.post("devices", words.registration());
                    }
                    made++;
                } else {
                    if (!dry) {
                        hub.patch(
                                "devices/" + RunningHub.encoded(words.id()),
                                words.changeOf(before));
                    }
                    changed++;
                }
                work.show(made + changed + same, wanted.size());
            }
        } finally {
            work.clear();
        }
        return new Done(made, changed, same);
    }
}
