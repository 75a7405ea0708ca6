package io.signalbox.config;

import org.jspecify.annotations.Nullable;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseError;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * One TOML file against the list of known keys. Everything that is wrong is a {@link Finding} with
 * line and column, and all of them are found at once; a file that is no TOML shows only why not,
 * because what follows a broken line is guesswork.
 */
final class ConfigFile {
    /** Longest file in bytes: a thousand times what all keys with comments need. */
    static final int MAX_BYTES = 1 << 20;

    private static final int MAX_FINDINGS = 50;

    /** A value of a known key as text, and where it stands. */
    record Written(String text, String place) {}

    private record Located(TomlPosition position, String message) {}

    private final Path file;
    private TomlText text = new TomlText("");
    private final Map<String, Key<?>> keys;
    private final Map<String, Written> values = new LinkedHashMap<>();
    private final List<Located> wrong = new ArrayList<>();

    ConfigFile(Path file, List<Key<?>> keys) {
        this.file = file;
        this.keys = keys.stream()
                .collect(Collectors.toMap(Key::name, k -> k, (a, b) -> a, LinkedHashMap::new));
    }

    /** Reads the file; its values by key. Whatever is wrong is added to {@code findings}. */
    Map<String, Written> read(List<Finding> findings) {
        String content = text();
        if (content != null) {
            parse(content);
        }
        wrong.sort(Comparator.comparingInt((Located l) -> l.position().line())
                .thenComparingInt(l -> l.position().column()));
        wrong.stream()
                .limit(MAX_FINDINGS)
                .forEach(l -> findings.add(new Finding(place(l.position()), l.message())));
        return values;
    }

    private void parse(String content) {
        text = new TomlText(content);
        if (text.longRunAt() > 0) {
            refuse(text.longRunAt(), 1, "expected text, found only empty lines and comments");
            return;
        }
        TomlParseResult toml = Toml.parse(text.text());
        for (TomlParseError error : toml.errors()) {
            String message = String.valueOf(error.getMessage());
            wrong.add(new Located(inFile(error.position()), text.inFile(message)));
        }
        if (wrong.isEmpty()) {
            toml.keySet().forEach(section -> section(toml, section));
        }
    }

    private TomlPosition inFile(TomlPosition position) {
        return TomlPosition.positionAt(text.lineInFile(position.line()), position.column());
    }

    private @Nullable String text() {
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(MAX_BYTES + 1);
        } catch (NoSuchFileException e) {
            return refuse(1, 1, "there is no such file; name another one with --config");
        } catch (IOException e) {
            String folder = Files.isDirectory(file) ? "it is a folder" : e.toString();
            return refuse(1, 1, "expected a file that can be read: " + folder);
        }
        if (bytes.length > MAX_BYTES) {
            return refuse(1, 1, "expected at most 1 MiB, found more: is this the right file?");
        }
        boolean marked = bytes.length >= 3
                && bytes[0] == (byte) 0xEF
                && bytes[1] == (byte) 0xBB
                && bytes[2] == (byte) 0xBF;
        return decode(ByteBuffer.wrap(bytes, marked ? 3 : 0, bytes.length - (marked ? 3 : 0)));
    }

    private @Nullable String decode(ByteBuffer bytes) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
        } catch (CharacterCodingException e) {
            int line = 1;
            int start = bytes.arrayOffset();
            for (int i = start; i < bytes.arrayOffset() + bytes.position(); i++) {
                if (bytes.array()[i] == '\n') {
                    line++;
                    start = i + 1;
                }
            }
            int column = bytes.arrayOffset() + bytes.position() - start + 1;
            return refuse(
                    line,
                    column,
                    "expected text in UTF-8, found other bytes:" + " save the file as UTF-8");
        }
    }

    private @Nullable String refuse(int line, int column, String message) {
        wrong.add(new Located(TomlPosition.positionAt(line, column), message));
        return null;
    }

    private void section(TomlTable toml, String section) {
        TomlPosition at = position(toml, List.of(section));
        List<String> known = keys.values().stream().map(Key::section).distinct().toList();
        if (!known.contains(section)) {
            String hint = Spelling.nearest(section, known)
                    .or(() -> keyNamed(section))
                    .map(n -> " Did you mean \"" + n + "\"?")
                    .orElse(" Expected one of " + String.join(", ", known) + ".");
            wrong.add(new Located(at, printable(section) + ": unknown section." + hint));
        } else if (toml.get(List.of(section)) instanceof TomlTable table) {
            table.keySet().forEach(key -> key(table, section, key));
        } else {
            wrong.add(new Located(
                    at,
                    section + ": expected a section, [" + section + "], found "
                            + kind(toml.get(List.of(section)))));
        }
    }

    /** A key of this short name, for those who forgot its section. */
    private Optional<String> keyNamed(String name) {
        return keys.values().stream()
                .filter(k -> k.shortName().equals(name))
                .map(Key::name)
                .findFirst();
    }

    private void key(TomlTable table, String section, String shortName) {
        TomlPosition at = position(table, List.of(shortName));
        Key<?> key = keys.get(section + "." + shortName);
        if (key == null) {
            wrong.add(new Located(at, unknown(section, shortName)));
            return;
        }
        Object value = table.get(List.of(shortName));
        boolean fits =
                (value instanceof String && key.quoted()) || (value instanceof Long && key.whole());
        if (!fits) {
            String expected = key.quoted()
                    ? "a string such as \"" + key.byDefault() + "\""
                    : "a whole number such as " + key.byDefault();
            wrong.add(new Located(
                    at, key.name() + ": expected " + expected + ", found " + kind(value)));
            return;
        }
        try {
            key.parser().parse(String.valueOf(value));
            values.put(key.name(), new Written(String.valueOf(value), place(at)));
        } catch (BadValue e) {
            wrong.add(new Located(at, key.name() + ": " + e.getMessage()));
        }
    }

    private String unknown(String section, String shortName) {
        List<String> siblings = keys.values().stream()
                .filter(k -> k.section().equals(section))
                .map(Key::shortName)
                .toList();
        String hint = Spelling.nearest(shortName, siblings)
                .or(() -> keyNamed(shortName))
                .map(n -> " Did you mean \"" + n + "\"?")
                .orElse(" Expected one of " + String.join(", ", siblings) + ".");
        return section + "." + printable(shortName) + ": unknown key." + hint;
    }

    private static String printable(String name) {
        String shown = BadValue.shown(name);
        return shown.substring(1, shown.length() - 1);
    }

    private static String kind(@Nullable Object value) {
        return switch (value) {
            case String text -> "the string " + BadValue.shown(text);
            case Long number -> "the number " + number;
            case Double number -> "the number " + number;
            case Boolean yes -> yes.toString();
            case TomlArray list -> "a list";
            case TomlTable table -> "a section";
            case null, default -> "a date or time";
        };
    }

    private TomlPosition position(TomlTable table, List<String> path) {
        TomlPosition position = table.inputPositionOf(path);
        return position == null ? TomlPosition.positionAt(1, 1) : inFile(position);
    }

    private String place(TomlPosition position) {
        return file + ":" + position.line() + ":" + position.column();
    }
}
