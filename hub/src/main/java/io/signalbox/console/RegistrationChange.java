package io.signalbox.console;

import io.signalbox.device.DeviceChange;
import io.signalbox.device.DeviceView;
import io.signalbox.payload.JsonValue;
import io.signalbox.payload.JsonValue.JsonNull;
import io.signalbox.payload.JsonValue.JsonObject;
import io.signalbox.payload.MalformedJson;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A change of a registration: what is not named stays, {@code null} takes away, {@code tag} and
 * {@code untag} add and remove words.
 */
final class RegistrationChange {
    private static final List<String> MEMBERS =
            List.of("type", "place", "attributes", "tag", "untag");

    private RegistrationChange() {}

    static DeviceChange.Registered of(DeviceView known, JsonValue body) {
        try {
            JsonObject words = body.asObject();
            Registration.expect(words, MEMBERS);
            SortedMap<String, String> attributes = new TreeMap<>(known.attributes());
            if (!words.isAbsent("attributes")) {
                words.object("attributes").members().forEach((name, value) -> {
                    if (value instanceof JsonNull) {
                        attributes.remove(name);
                    } else {
                        attributes.put(name, Registration.text(name, value));
                    }
                });
            }
            TreeSet<String> tags = new TreeSet<>(known.tags());
            tags.addAll(Registration.texts(words, "tag"));
            Registration.texts(words, "untag").forEach(tags::remove);
            return new DeviceChange.Registered(
                    known.id(),
                    changed(words, "type", known.type()),
                    changed(words, "place", known.place()),
                    attributes,
                    List.copyOf(tags));
        } catch (MalformedJson | IllegalArgumentException e) {
            throw Registration.invalid(e);
        }
    }

    private static @Nullable String changed(
            JsonObject words, String member, Optional<String> known) {
        return words.members().containsKey(member)
                ? Registration.named(words, member)
                : known.orElse(null);
    }
}
