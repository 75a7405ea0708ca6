package io.signalbox.importer;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Actions of an automation in the words of the language. */
final class HomeActions {
    /** What a service does, as the value that its entities get. */
    private static final Map<String, String> VALUES = Map.of(
            "turn_on", "on",
            "turn_off", "off",
            "open_cover", "open",
            "close_cover", "closed",
            "open_valve", "open",
            "close_valve", "closed",
            "lock", "locked",
            "unlock", "unlocked");

    private final HomeEntities entities;
    private final Draft draft;

    HomeActions(HomeEntities entities, Draft draft) {
        this.entities = entities;
        this.draft = draft;
    }

    /** What the action does; it may be several things. */
    List<String> action(Yaml action) {
        String service =
                action.text("action").isEmpty() ? action.text("service") : action.text("action");
        if (service.isEmpty()) {
            String kind = action.fields().keySet().stream()
                    .filter(key -> !key.equals("alias"))
                    .findFirst()
                    .orElse("");
            throw new Foreign("an action by '" + kind + "'");
        }
        int dot = service.indexOf('.');
        String domain = service.substring(0, Math.max(0, dot));
        String verb = service.substring(dot + 1);
        if (domain.equals("notify")) {
            return List.of(
                    "notify " + Draft.quoted(verb.replace('_', ' ')) + " " + message(action));
        }
        if (service.equals("persistent_notification.create")) {
            return List.of("alarm info " + message(action));
        }
        if (domain.equals("scene") || domain.equals("script")) {
            throw new Foreign(
                    "what '" + service + "' does stands elsewhere: write its values here");
        }
        if (VALUES.containsKey(verb)) {
            return set(action, VALUES.get(verb));
        }
        return switch (service) {
            case "climate.set_temperature" -> number(action, "temperature", "_temperature");
            case "number.set_value", "input_number.set_value" -> number(action, "value", "");
            default -> throw new Foreign("the service '" + service + "'");
        };
    }

    private List<String> set(Yaml action, String value) {
        List<String> all = new ArrayList<>();
        for (String entity : targets(action)) {
            all.add("set " + entities.state(entity) + " = " + entities.value(entity, value)
                    + "  expires in 1 min");
        }
        rest(action, Set.of("entity_id"));
        return all;
    }

    private List<String> number(Yaml action, String field, String suffix) {
        String value = action.get("data").map(data -> data.text(field)).orElse("");
        if (!value.matches("-?\\d+(\\.\\d+)?")) {
            throw new Foreign("'" + field + ": " + value + "' is no number");
        }
        List<String> all = new ArrayList<>();
        for (String entity : targets(action)) {
            all.add("set " + entities.setPoint(entity, suffix) + " = " + value
                    + "  expires in 1 min");
        }
        rest(action, Set.of("entity_id", field));
        return all;
    }

    private static List<String> targets(Yaml action) {
        for (String place : List.of("target", "data")) {
            Yaml there = action.get(place).orElse(action);
            if (there.get("entity_id").isPresent()) {
                return HomeConditions.ids(there);
            }
        }
        if (action.get("entity_id").isPresent()) {
            return HomeConditions.ids(action);
        }
        throw new Foreign("it names no entities, but areas, devices or labels");
    }

    private void rest(Yaml action, Set<String> known) {
        action.get("data")
                .ifPresent(data -> data.fields().forEach((key, value) -> {
                    if (!known.contains(key)) {
                        draft.lose(
                                value.line(),
                                "'" + key + "' of an action",
                                "one point is set to one value");
                    }
                }));
    }

    private String message(Yaml action) {
        Yaml data = action.get("data").orElse(action);
        String title = data.text("title");
        String text = (title.isEmpty() ? "" : title + ": ") + data.text("message");
        String without = text.replaceAll("\\{\\{.*?\\}\\}|\\{%.*?%\\}", "…");
        if (!without.equals(text)) {
            draft.lose(
                    data.line(),
                    "a template in a text",
                    "a text names the device and values of its points");
        }
        return Draft.quoted(Draft.plain(without.isBlank() ? "(no text)" : without));
    }
}
