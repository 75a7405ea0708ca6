package io.signalbox.device;

import io.signalbox.bytes.ByteReader;
import io.signalbox.bytes.ByteWriter;
import io.signalbox.bytes.MalformedBytes;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The body of a {@code DEVICE} record; kind 3 is a registration with tags, 1 one without. */
public sealed interface DeviceChange {
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
     * @param tags words that it is marked with, sorted and each once
     */
    record Registered(
            String id,
            @Nullable String type,
            @Nullable String place,
            SortedMap<String, String> attributes,
            List<String> tags)
            implements DeviceChange {
        /** Tags and attributes that a device may have, of each. */
        public static final int MAX_WORDS = 32;

        /** Longest value of an attribute, in characters. */
        public static final int MAX_VALUE = 256;

        public Registered {
            attributes = attributes.isEmpty()
                    ? Collections.emptySortedMap()
                    : Collections.unmodifiableSortedMap(new TreeMap<>(attributes));
            tags = tags.stream().distinct().sorted().toList();
            if (!isId(id)) {
                throw new IllegalArgumentException(
                        "a device id has 1 to 64 letters, digits or . _ : -; found '" + id + "'");
            }
            if (attributes.size() > MAX_WORDS || tags.size() > MAX_WORDS) {
                throw new IllegalArgumentException("expected at most " + MAX_WORDS
                        + " attributes and as many tags, found " + attributes.size() + " and "
                        + tags.size());
            }
            attributes.keySet().forEach(name -> check("attribute", name));
            tags.forEach(tag -> check("tag", tag));
            attributes.forEach((name, value) -> {
                if (value.isEmpty() || value.length() > MAX_VALUE) {
                    throw new IllegalArgumentException("expected 1 to " + MAX_VALUE
                            + " characters in the attribute '" + name + "', found "
                            + value.length());
                }
            });
        }

        /** A registration without tags. */
        public Registered(
                String id,
                @Nullable String type,
                @Nullable String place,
                SortedMap<String, String> attributes) {
            this(id, type, place, attributes, List.of());
        }

        private static void check(String what, String word) {
            if (!isId(word)) {
                String shown = word.length() > 64 ? word.substring(0, 64) + '…' : word;
                throw new IllegalArgumentException(
                        "the name of " + (what.equals("tag") ? "a " : "an ") + what
                                + " has 1 to 64 letters, digits or . _ : -; found '" + shown + "'");
            }
        }
    }

    /** From here on devices may send so much. */
    record Shielded(FloodShield shield) implements DeviceChange {}

    /**
     * From here on a rule may become active so often for one device.
     *
     * @param activations within a minute; 0 for any number
     */
    record Paced(int activations) implements DeviceChange {}

    /** A device is gone, with its last values. Its history stays. */
    record Removed(String id) implements DeviceChange {}

    default void write(ByteWriter out) {
        switch (this) {
            case Registered registered -> {
                out.u8(registered.tags.isEmpty() ? 1 : 3).string(registered.id);
                writeText(out, registered.type);
                writeText(out, registered.place);
                writeMap(out, registered.attributes);
                if (!registered.tags.isEmpty()) {
                    out.varint(registered.tags.size());
                    registered.tags.forEach(out::string);
                }
            }
            case Removed removed -> out.u8(2).string(removed.id);
            case Shielded shielded -> out.u8(4).varint(shielded.shield.messagesPerSecond());
            case Paced paced -> out.u8(5).varint(paced.activations);
        }
    }

    static DeviceChange read(ByteReader in) {
        int kind = in.u8();
        return switch (kind) {
            case 1 -> new Registered(in.string(), readText(in), readText(in), readMap(in));
            case 2 -> new Removed(in.string());
            case 3 ->
                new Registered(in.string(), readText(in), readText(in), readMap(in), readList(in));
            case 4 -> new Shielded(new FloodShield(in.count()));
            case 5 -> new Paced(in.count());
            default -> throw new MalformedBytes("expected a device change 1 to 5, found " + kind);
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

    private static List<String> readList(ByteReader in) {
        List<String> list = new ArrayList<>();
        for (int left = in.count(); left > 0; left--) {
            list.add(in.string());
        }
        return list;
    }
}
