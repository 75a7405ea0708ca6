package io.signalbox.scenario;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.regex.Pattern;

/** Reads the words of a packet: {@code PUBLISH a/b "on" qos=1 id=7 retain}. */
final class PacketWords {
    private static final Pattern VARIABLE = Pattern.compile("\\$[a-z]\\w*");
    private static final Pattern RANGE = Pattern.compile("\\d+\\.\\.\\d+");
    private static final List<String> FILTER_OPTIONS =
            List.of("qos=0", "qos=1", "qos=2", "no-local", "rap", "rh=0", "rh=1", "rh=2");

    private final Word.Errors errors;
    private final boolean expected;

    /** @param expected whether it is a packet to come, whose fields may be {@code *} or {@code -} */
    PacketWords(Word.Errors errors, boolean expected) {
        this.errors = errors;
        this.expected = expected;
    }

    Said read(Word before, List<Word> words) {
        Word type = words.isEmpty() ? before : words.getFirst();
        Form form = Form.of(type.value());
        if (form == null) {
            throw errors.at(
                    type.column(),
                    "expected one of " + Form.types() + (expected ? "" : " or hex") + ", found '"
                            + type + "'");
        }
        Said said = Said.of(form);
        int place = 0;
        for (int i = 1; i < words.size(); i++) {
            Word word = words.get(i);
            Form.Kind kind = word.key().isEmpty() ? null : form.kind(word.key());
            if (kind != null) {
                named(said, word, kind);
            } else if (form.kind(word.value()) == Form.Kind.FLAG && !word.quoted()) {
                said.with(word.value(), "1");
            } else if (form.kind("filters") != null) {
                filters(said, words.subList(i, words.size()));
                break;
            } else if (word.key().isEmpty() && place < form.positional().size()) {
                String field = form.positional().get(place);
                said.with(field, value(kindOf(form, field), word));
                place += Form.REPEATED.contains(field) ? 0 : 1;
            } else {
                throw unknown(form, word);
            }
        }
        return filled(said);
    }

    private static Form.Kind kindOf(Form form, String field) {
        Form.Kind kind = form.kind(field);
        if (kind == null) {
            throw new IllegalStateException(field);
        }
        return kind;
    }

    private RuntimeException unknown(Form form, Word word) {
        return errors.at(
                word.column(),
                "expected a field of " + form.type() + ", one of "
                        + form.fields().keySet() + "; found '" + word + "'");
    }

    private void named(Said said, Word word, Form.Kind kind) {
        if (said.has(word.key()) && !Form.REPEATED.contains(word.key())) {
            throw errors.at(word.column(), "expected " + word.key() + " once, found it again");
        }
        said.with(word.key(), value(kind, word));
    }

    /** A value in the one form that {@link Said} has for its kind. */
    String value(Form.Kind kind, Word word) {
        String text = word.value();
        boolean special = text.equals(Said.ANY) || text.equals(Said.ABSENT);
        if (expected && !word.quoted() && special) {
            return text;
        }
        boolean named = word.key().equals("id") || word.key().equals("assigned");
        if (named && !word.quoted() && VARIABLE.matcher(text).matches()) {
            return text;
        }
        return switch (kind) {
            case NUMBER -> expected && RANGE.matcher(text).matches() ? text : number(word);
            case REASON -> Said.reason(Integer.parseInt(number(word)));
            case TEXT -> text;
            case BYTES ->
                !word.quoted() && text.startsWith("hex:")
                        ? text.substring(4)
                        : Said.hex(text.getBytes(UTF_8));
            case FLAG, FILTERS ->
                throw errors.at(word.column(), "expected no value here, found '" + word + "'");
        };
    }

    private String number(Word word) {
        try {
            return Long.decode(word.value()).toString();
        } catch (NumberFormatException e) {
            throw errors.at(word.column(), "expected a number, found '" + word + "'");
        }
    }

    /** {@code a/# qos=1 no-local, b/+ qos=2}: each filter with its options is one value. */
    private void filters(Said said, List<Word> words) {
        StringBuilder one = new StringBuilder();
        for (Word word : words) {
            if (word.is(",")) {
                said.with("filters", one.toString());
                one.setLength(0);
            } else if (one.isEmpty()) {
                one.append(word.value()).append('\n');
            } else if (said.form().type().equals("SUBSCRIBE")
                    && FILTER_OPTIONS.contains(word.toString())) {
                one.append(word).append(' ');
            } else {
                throw errors.at(
                        word.column(),
                        "expected a comma or one of " + FILTER_OPTIONS + ", found '" + word + "'");
            }
        }
        said.with("filters", one.toString());
    }

    /** {@code fill=1000} is a payload of so many letters. */
    private static Said filled(Said said) {
        if (said.has("fill")) {
            int length = (int) said.number("fill", 0);
            said.fields().remove("fill");
            said.with("payload", Said.hex("x".repeat(length).getBytes(UTF_8)));
        }
        return said;
    }
}
