package io.signalbox.device;

import io.signalbox.bytes.ByteReader;
import io.signalbox.bytes.ByteWriter;
import io.signalbox.bytes.MalformedBytes;

import org.jspecify.annotations.Nullable;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The body of a {@code DEVICE} record. */
public sealed interface DeviceChange {
    String id();

    /** True for what can be a device's id: 1 to 64 letters, digits or {@code . _ : -}. */
    static boolean isId(String id) {
        int length = id.length();
        for (int i = 0; i < length; i++) {
            char c = id.charAt(i);
            boolean plain =
                    (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (!plain && "._:-".indexOf(c) < 0) {
                return false;
            }
        }
        return length > 0 && length <= 64;
    }

    /**
     * A device is registered, or registered again with other words.
     *
     * @param type name of its type, or null for none
     * @param place where it stands, such as {@code hall3}, or null
     * @param attributes what else is known of it, by name
     */
    record Registered(
            String id,
            @Nullable String type,
            @Nullable String place,
            SortedMap<String, String> attributes)
            implements DeviceChange {
        public Registered {
            attributes = Collections.unmodifiableSortedMap(new TreeMap<>(attributes));
            if (!isId(id)) {
                throw new IllegalArgumentException(
                        "a device id has 1 to 64 letters, digits or . _ : -; found '" + id + "'");
            }
        }
    }

    /** A device is gone, with its last values. Its history stays. */
    record Removed(String id) implements DeviceChange {}

    default void write(ByteWriter out) {
        switch (this) {
            case Registered registered -> {
                out.u8(1).string(registered.id);
                writeText(out, registered.type);
                writeText(out, registered.place);
                writeMap(out, registered.attributes);
            }
            case Removed removed -> out.u8(2).string(removed.id);
        }
    }

    static DeviceChange read(ByteReader in) {
        int kind = in.u8();
        return switch (kind) {
            case 1 -> new Registered(in.string(), readText(in), readText(in), readMap(in));
            case 2 -> new Removed(in.string());
            default -> throw new MalformedBytes("expected a device change 1 or 2, found " + kind);
        };
    }

    private static void writeText(ByteWriter out, @Nullable String text) {
        out.u8(text == null ? 0 : 1);
        if (text != null) {
            out.string(text);
        }
    }

    private static @Nullable String readText(ByteReader in) {
        return in.u8() == 0 ? null : in.string();
    }

    private static void writeMap(ByteWriter out, Map<String, String> map) {
        out.varint(map.size());
        map.forEach((key, value) -> out.string(key).string(value));
    }

    private static SortedMap<String, String> readMap(ByteReader in) {
        SortedMap<String, String> map = new TreeMap<>();
        for (int left = in.count(); left > 0; left--) {
            map.put(in.string(), in.string());
        }
        return map;
    }
}
