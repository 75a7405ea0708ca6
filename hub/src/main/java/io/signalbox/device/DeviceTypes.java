package io.signalbox.device;

import io.signalbox.language.DeviceType;
import io.signalbox.language.Program;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.Map;

/** The declared types by name. */
final class DeviceTypes {
    private final Map<String, DeviceType> byName = new HashMap<>();

    DeviceTypes(Program program) {
        program.types().forEach(type -> byName.put(type.name(), type));
    }

    @Nullable
    DeviceType get(String name) {
        return byName.get(name);
    }
}
