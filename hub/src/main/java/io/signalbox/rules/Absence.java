package io.signalbox.rules;

import io.signalbox.device.Device;
import io.signalbox.device.DeviceRegistry;
import io.signalbox.language.Interlock;
import io.signalbox.language.Language;
import io.signalbox.language.Program;
import io.signalbox.language.Rule;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What is not there of a rule and of the device or place that it is asked about, in a sentence. */
final class Absence {
    /** Most names of rules in an answer to a name that is none. */
    private static final int NAMES = 20;

    private Absence() {}

    static Optional<String> of(
            Engine engine, DeviceRegistry registry, String rule, String subject) {
        Instances of = engine.book().instances(rule);
        if (of == null) {
            return Optional.of("expected the name of a rule, found '" + rule + "'; "
                    + known(rule, names(registry.program())));
        }
        if (engine.row(of, subject) != Members.NOWHERE) {
            return Optional.empty();
        }
        String type = of.rule().type().name();
        Optional<Device> device = registry.find(subject);
        if (of.rule().type().place().isPresent()) {
            return Optional.of("rule '" + rule + "' is for each " + type
                    + " in which devices stand, and '" + subject + "' is none"
                    + device.flatMap(Device::place)
                            .flatMap(path -> around(engine, of, path))
                            .map(place -> ": it stands in '" + place + "', which is one")
                            .orElse(""));
        }
        return Optional.of(device.map(found -> "rule '" + rule + "' is for devices of type " + type
                        + ", and " + subject + " is of type " + found.typeName().orElse("none"))
                .orElse("expected a device, found '" + subject
                        + "', which is none; 'signalbox device list' names devices"));
    }

    private static String known(String rule, List<String> names) {
        String near = Language.didYouMean(rule, names);
        if (!near.isEmpty()) {
            return near;
        }
        int more = names.size() - NAMES;
        return "rules: " + (names.isEmpty() ? "none yet" : String.join(", ", first(names)))
                + (more > 0 ? " and " + more + " more" : "");
    }

    private static List<String> first(List<String> names) {
        return names.subList(0, Math.min(NAMES, names.size()));
    }

    private static List<String> names(Program program) {
        return Stream.concat(
                        program.interlocks().stream().map(Interlock::name),
                        program.rules().stream().map(Rule::name))
                .toList();
    }

    /** The place that this rule is for, of those on the way to {@code path}. */
    private static Optional<String> around(Engine engine, Instances of, String path) {
        for (int end = path.length(); end > 0; end = path.lastIndexOf('/', end - 1)) {
            String place = path.substring(0, end);
            if (engine.row(of, place) != Members.NOWHERE) {
                return Optional.of(place);
            }
        }
        return Optional.empty();
    }
}
