package io.signalbox.importer;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes rules of the automations in a file of Home Assistant. */
public final class HomeAssistantImport {
    private static final String REMARK = """
            # Made of automations of Home Assistant. The home is one device, and each entity is a point of it:
            # publish their states to d/home/up/states as JSON with the names of the points. A claim ends after a
            # minute, so that the next rule, or a person, is free. Give numbers their units, and read each rule.

            """;

    private final Draft draft;

    private HomeAssistantImport(String file) {
        this.draft = new Draft(file, REMARK);
    }

    /** Reads a file of automations; throws {@link ImportFailure} if it is none. */
    public static Imported read(String file, String text) {
        HomeAssistantImport run = new HomeAssistantImport(file);
        Yaml root = Yaml.read(file, text)
                .orElseThrow(() -> new ImportFailure(file, 1, "the file is empty"));
        List<Yaml> automations = root.get("automation").map(Yaml::items).orElse(root.items());
        boolean some = automations.stream().anyMatch(a -> !part(a, "trigger").isEmpty());
        if (!some) {
            throw new ImportFailure(
                    file,
                    root.line(),
                    "a list of automations with triggers and actions was expected");
        }
        automations.forEach(run::automation);
        return run.draft.finish();
    }

    /** {@code triggers} of today and {@code trigger} of before. */
    private static List<Yaml> part(Yaml automation, String one) {
        List<Yaml> many = automation.items(one + "s");
        return many.isEmpty() ? automation.items(one) : many;
    }

    private void automation(Yaml automation) {
        String alias = automation.text("alias").isEmpty()
                ? automation.text("id")
                : automation.text("alias");
        String what = "automation " + (alias.isEmpty() ? "without a name" : "'" + alias + "'");
        if (automation.get("use_blueprint").isPresent()) {
            draft.lose(automation.line(), what, "it is made of a blueprint");
            return;
        }
        if (HomeConditions.isOff(automation, "initial_state")) {
            draft.lose(automation.line(), what, "it is switched off at the start");
            return;
        }
        HomeEntities entities = new HomeEntities(draft);
        HomeConditions words = new HomeConditions(entities);
        List<String> triggers = new ArrayList<>();
        for (Yaml trigger : part(automation, "trigger")) {
            try {
                if (!HomeConditions.isOff(trigger)) {
                    triggers.add(words.trigger(trigger));
                }
            } catch (Foreign e) {
                draft.lose(trigger.line(), "a trigger of " + what, String.valueOf(e.getMessage()));
            }
        }
        List<String> conditions = new ArrayList<>();
        for (Yaml condition : part(automation, "condition")) {
            try {
                if (!HomeConditions.isOff(condition)) {
                    conditions.add(words.condition(condition));
                }
            } catch (Foreign e) {
                draft.lose(
                        condition.line(),
                        what,
                        e.getMessage() + ": without this condition it would act too often");
                return;
            }
        }
        Optional<List<String>> possible = actions(automation, what, entities);
        if (possible.isEmpty()) {
            return;
        }
        List<String> actions = possible.get();
        if (triggers.isEmpty() || actions.isEmpty()) {
            draft.lose(
                    automation.line(),
                    what,
                    "none of its " + (triggers.isEmpty() ? "triggers" : "actions") + " is left");
            return;
        }
        write(
                automation.line(),
                alias.isEmpty() ? "automation" : alias,
                what,
                entities,
                triggers,
                conditions,
                actions);
    }

    /**
     * The actions up to the first that waits or stops: what comes behind it would come too early, or
     * never came. Nothing if what follows one of them depends on something.
     */
    private Optional<List<String>> actions(Yaml automation, String what, HomeEntities entities) {
        List<String> done = new ArrayList<>();
        HomeActions words = new HomeActions(entities, draft);
        String behind = "";
        for (Yaml action : part(automation, "action")) {
            if (HomeConditions.isOff(action)) {
                continue;
            }
            if (behind.isEmpty() && HomeActions.decides(action)) {
                draft.lose(
                        action.line(),
                        what,
                        "a condition among its actions: without it what follows would act too"
                                + " often; write it among the conditions");
                return Optional.empty();
            }
            if (behind.isEmpty() && HomeActions.stops(action)) {
                behind = "a stop";
                continue;
            }
            if (behind.isEmpty() && HomeActions.waits(action)) {
                behind = "a delay";
            }
            if (!behind.isEmpty()) {
                draft.lose(action.line(), "an action of " + what, "it comes behind " + behind);
                continue;
            }
            try {
                done.addAll(words.action(action));
            } catch (Foreign e) {
                draft.lose(action.line(), "an action of " + what, String.valueOf(e.getMessage()));
            }
        }
        return Optional.of(done);
    }

    private void write(
            int line,
            String alias,
            String what,
            HomeEntities entities,
            List<String> triggers,
            List<String> conditions,
            List<String> actions) {
        String name = draft.ruleName(alias);
        StringBuilder text = new StringBuilder("rule " + name + " " + Draft.quoted(alias));
        text.append(" for each ").append(HomeEntities.TYPE).append(" h\n  when ");
        String trigger = String.join(" or ", triggers);
        boolean several = triggers.size() > 1 && !conditions.isEmpty();
        text.append(several ? "(" + trigger + ")" : trigger);
        conditions.forEach(condition -> text.append("\n    and ").append(condition));
        text.append("\n  then ").append(String.join("\n       ", actions)).append('\n');
        if (triggers.size() == 1 && conditions.isEmpty()) {
            text.append(test(alias, name, trigger, actions.getFirst()));
        }
        draft.rule(line, what, HomeEntities.TYPE, entities.points(), text.toString());
    }

    /** A test for an automation with one trigger by a state; others need a person's. */
    private String test(String alias, String name, String trigger, String action) {
        String[] words = trigger.split(" ", -1);
        if (words.length != 3 || !words[1].equals("becomes") || !action.startsWith("set ")) {
            return "";
        }
        String point = "home." + words[0].substring(2);
        String other = switch (words[2]) {
            case "on" -> "off";
            case "off" -> "on";
            case "above_horizon" -> "below_horizon";
            case "below_horizon" -> "above_horizon";
            case "open" -> "closed";
            case "closed" -> "open";
            case "locked" -> "unlocked";
            case "unlocked" -> "locked";
            case "opening" -> "closed";
            case "closing" -> "open";
            case "\"elsewhere\"" -> "\"home\"";
            default -> "\"elsewhere\"";
        };
        String set =
                action.substring(0, action.indexOf("  expires")).replace("set h.", "set home.");
        return "\ntest " + draft.testTitle(alias, name) + "\n  home : Home\n  at 0 s " + point
                + " = "
                + other
                + "\n  at 10 s " + point + " = " + words[2] + "\n  expect no " + set
                + " before 10 s\n  expect " + set + " at 10 s by " + name + '\n';
    }
}
