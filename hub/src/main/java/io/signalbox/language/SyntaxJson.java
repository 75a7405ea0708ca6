package io.signalbox.language;

import io.signalbox.message.Value;
import io.signalbox.payload.JsonValue;
import io.signalbox.payload.JsonValue.JsonArray;
import io.signalbox.payload.JsonValue.JsonFlag;
import io.signalbox.payload.JsonValue.JsonNumber;
import io.signalbox.payload.JsonValue.JsonObject;
import io.signalbox.payload.JsonValue.JsonText;

import org.jspecify.annotations.Nullable;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The tree of {@link Syntax} as JSON: each record is an object, its components are the members, and
 * {@code is} says which of several things it is. Places, and what is not said, are left out.
 *
 * <p>The components are looked up, not listed, so that what is new in the language is in its JSON
 * without anybody having to think of it.
 */
final class SyntaxJson {
    /** The member that says what an object is. */
    static final String IS = "is";

    private SyntaxJson() {}

    /** A declaration, with its name and title. */
    static JsonObject of(Syntax.Declaration declaration) {
        return record((Record) declaration);
    }

    private static @Nullable JsonValue value(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case Position at -> null;
            case Written written -> null;
            case Syntax.Name name -> text(name.text());
            case Optional<?> optional -> optional.map(SyntaxJson::value).orElse(null);
            case Set<?> set -> array(set.stream().sorted().toList());
            case Collection<?> list -> array(list);
            case String text -> text(text);
            case Boolean flag -> flag ? new JsonFlag(true) : null;
            case Double number -> new JsonNumber(number);
            case Number number ->
                number.longValue() == 0 || number.longValue() == Long.MAX_VALUE
                        ? null
                        : new JsonNumber(number.doubleValue());
            case Condition.Comparison comparison -> new JsonText(comparison.sign());
            case Enum<?> word -> new JsonText(word.name().toLowerCase(Locale.ROOT));
            case Syntax.Expression.Amount amount -> amount(amount);
            case Record record -> {
                JsonObject object = record(record);
                yield object.members().isEmpty() ? null : object;
            }
            default ->
                throw new IllegalStateException(
                        "no JSON for a " + value.getClass().getName());
        };
    }

    private static @Nullable JsonValue text(String text) {
        return text.isEmpty() ? null : new JsonText(text);
    }

    private static @Nullable JsonValue array(Collection<?> items) {
        List<JsonValue> values = new ArrayList<>();
        for (Object item : items) {
            JsonValue value = value(item);
            values.add(value == null ? new JsonText("") : value);
        }
        return values.isEmpty() ? null : new JsonArray(values);
    }

    /** Whole numbers that a double cannot hold are kept as their digits. */
    private static JsonValue amount(Syntax.Expression.Amount amount) {
        Map<String, JsonValue> members = new LinkedHashMap<>();
        members.put(IS, new JsonText("amount"));
        boolean exact = Math.abs(amount.number()) < Value.MAX_EXACT;
        members.put(
                "value",
                exact
                        ? new JsonNumber(amount.number())
                        : new JsonText(amount.value().toPlainString()));
        if (!amount.unit().isEmpty()) {
            members.put("unit", new JsonText(amount.unit()));
        }
        return new JsonObject(members);
    }

    private static JsonObject record(Record record) {
        Map<String, JsonValue> members = new LinkedHashMap<>();
        if (record.getClass().getInterfaces().length > 0) {
            members.put(IS, new JsonText(kind(record.getClass())));
        }
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            Object part = part(record, component);
            if (part instanceof Syntax.Head head) {
                members.put("name", new JsonText(head.name().text()));
                if (!head.title().isEmpty() && !head.title().equals(head.name().text())) {
                    members.put("title", new JsonText(head.title()));
                }
                continue;
            }
            JsonValue value = component.getName().equals("words") ? null : value(part);
            if (value != null) {
                members.put(name(component.getName()), value);
            }
        }
        return new JsonObject(members);
    }

    /** The names of the members that an object which is {@code is} may have; none if nothing is so. */
    static Set<String> members(String is) {
        Set<String> names = new LinkedHashSet<>();
        Deque<Class<?>> left = new ArrayDeque<>(List.of(Syntax.class));
        while (!left.isEmpty()) {
            Class<?> next = left.remove();
            left.addAll(List.of(next.getDeclaredClasses()));
            if (next.isRecord() && next.getInterfaces().length > 0 && kind(next).equals(is)) {
                for (RecordComponent component : next.getRecordComponents()) {
                    names.addAll(names(component));
                }
            }
        }
        return names;
    }

    private static List<String> names(RecordComponent component) {
        Class<?> type = component.getType();
        if (type == Syntax.Head.class) {
            return List.of("name", "title", "text");
        }
        boolean place = type == Position.class || type == Written.class;
        return place ? List.of() : List.of(name(component.getName()));
    }

    private static String kind(Class<?> record) {
        String simple = record.getSimpleName();
        String own = simple.substring(0, 1).toLowerCase(Locale.ROOT) + simple.substring(1);
        return name(own.replace("Declaration", ""));
    }

    /** {@code everyMillis} is every_millis. */
    static String name(String camel) {
        return camel.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    }

    static @Nullable Object part(Record record, RecordComponent component) {
        try {
            return component.getAccessor().invoke(record);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("the parts of the tree can be read", e);
        }
    }
}
