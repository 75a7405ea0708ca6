package io.signalbox.scenario;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A packet in the words of a scenario: what a line says, or what came. Values are in one form, so
 * that they can be compared as text: numbers in decimal, reasons as {@code 0x8F}, bytes in hex.
 */
record Said(Form form, Map<String, List<String>> fields) {
    static final String ANY = "*";
    static final String ABSENT = "-";

    static Said of(Form form) {
        return new Said(form, new LinkedHashMap<>());
    }

    static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    static String reason(int number) {
        return "0x%02X".formatted(number);
    }

    Said with(String field, String value) {
        fields.computeIfAbsent(field, _ -> new ArrayList<>()).add(value);
        return this;
    }

    Said with(String field, long value) {
        return with(field, Long.toString(value));
    }

    boolean has(String field) {
        return fields.containsKey(field);
    }

    List<String> all(String field) {
        return fields.getOrDefault(field, List.of());
    }

    /** The value of a field that is there once. */
    String one(String field) {
        return all(field).getFirst();
    }

    String text(String field, String otherwise) {
        return has(field) ? one(field) : otherwise;
    }

    long number(String field, long otherwise) {
        return has(field) ? Long.parseLong(one(field)) : otherwise;
    }

    byte[] bytes(String field) {
        return HexFormat.of().parseHex(text(field, ""));
    }

    @Override
    public String toString() {
        StringBuilder line = new StringBuilder(form.type());
        fields.forEach((field, values) -> {
            for (String value : values) {
                line.append(' ').append(shown(field, value));
            }
        });
        return line.toString();
    }

    private String shown(String field, String value) {
        Form.Kind kind = form.kind(field);
        if (kind == Form.Kind.FLAG) {
            return value.equals(ABSENT) ? field + "=-" : field;
        }
        boolean plain = value.equals(ANY) || value.equals(ABSENT) || value.startsWith("$");
        String said = value;
        if (kind == Form.Kind.BYTES && !plain) {
            said = shownBytes(HexFormat.of().parseHex(value));
        } else if (value.isEmpty() || value.contains(" ")) {
            said = "\"" + value + "\"";
        }
        return form.positional().contains(field) ? said : field + "=" + said;
    }

    private static String shownBytes(byte[] bytes) {
        String text = new String(bytes, UTF_8);
        boolean readable = text.chars().allMatch(c -> c >= ' ' && c != 0xFFFD);
        String shown = readable ? "\"" + text + "\"" : "hex:" + hex(bytes);
        return shown.length() <= 80 ? shown : shown.substring(0, 80) + "... of " + bytes.length;
    }
}
