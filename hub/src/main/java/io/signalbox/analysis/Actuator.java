package io.signalbox.analysis;

import io.signalbox.language.Action;
import io.signalbox.language.DeviceType;
import io.signalbox.language.Point;
import io.signalbox.language.Program;
import io.signalbox.language.Rule;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A point of a type that rules set, and the rules that do: those of the devices themselves, or those
 * over one kind of place.
 *
 * @param place the kind of place; empty for rules of the devices themselves
 */
record Actuator(String type, String place, Point point, List<Use> uses) {
    /**
     * What one rule does with it.
     *
     * @param then what it claims when it becomes active, or later while it is
     * @param onClear what it claims when it ends
     */
    record Use(Rule rule, List<Action.Claim> then, List<Action.Claim> onClear) {
        /** What it claims when it becomes active, and not after a while. */
        List<Action.Claim> atOnce() {
            return then.stream().filter(rule.then()::contains).toList();
        }

        private Point point() {
            return first().point();
        }

        /** The devices in the place of the rule that it sets; nothing if it sets its own. */
        Optional<DeviceType> everywhere() {
            return first().everywhere();
        }

        private Action.Claim first() {
            return (then.isEmpty() ? onClear : then).getFirst();
        }
    }

    private record Key(String type, String place, int point) {
        static Key of(Rule rule, Action.Claim claim) {
            String own = rule.type().name();
            String place = rule.type().place().isPresent() ? own : "";
            String type = claim.everywhere().map(DeviceType::name).orElse(own);
            return new Key(type, place, claim.point().index());
        }
    }

    /** Those of a program, in the order in which its rules first set them. */
    static List<Actuator> of(Program program) {
        Map<Key, Actuator> found = new LinkedHashMap<>();
        for (Rule rule : program.rules()) {
            Map<Key, Use> own = new LinkedHashMap<>();
            for (Action.Claim claim : claims(rule.then())) {
                use(own, rule, claim).then.add(claim);
            }
            for (Action.Claim claim : claims(rule.onClear())) {
                use(own, rule, claim).onClear.add(claim);
            }
            own.forEach((key, use) -> found.computeIfAbsent(
                            key, k -> new Actuator(k.type, k.place, use.point(), new ArrayList<>()))
                    .uses
                    .add(use));
        }
        return List.copyOf(found.values());
    }

    private static Use use(Map<Key, Use> own, Rule rule, Action.Claim claim) {
        return own.computeIfAbsent(
                Key.of(rule, claim), k -> new Use(rule, new ArrayList<>(), new ArrayList<>()));
    }

    static List<Action.Claim> claims(List<Action> actions) {
        List<Action.Claim> claims = new ArrayList<>();
        for (Action action : actions) {
            switch (action) {
                case Action.Claim claim -> claims.add(claim);
                case Action.Alarm alarm -> {}
                case Action.Notify notify -> {}
                case Action.Publish publish -> {}
                case Action.Emit emit -> {}
                case Action.After after -> claims.addAll(claims(List.of(after.action())));
            }
        }
        return claims;
    }

    /** Its name for people: "Pump.command". */
    String name() {
        return type + "." + point.name();
    }

    /** A claim of a rule for people: "Pump.command = stop". */
    static String set(Rule rule, Action.Claim claim) {
        return claim.everywhere().orElse(rule.type()).name() + "."
                + claim.point().name() + " = " + shown(claim);
    }

    /** How a value of it is shown. */
    String show(Action.Claim claim) {
        return shown(claim);
    }

    private static String shown(Action.Claim claim) {
        return claim.value().map(claim.point().kind()::show).orElse("a calculated value");
    }
}
