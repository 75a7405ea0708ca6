package io.signalbox.rules;

import java.util.Random;

/**
 * Writes conditions by chance, of every kind that the language has, in its own words: for rules on
 * devices or over rooms.
 */
final class RandomClauses {
    /** What they are about, and how it is set. */
    static final String TYPES = """
            place Room in Hall
            zone "Europe/Berlin"
            type Thing in Room {
              x   : number   every 2 s
              y   : number   every 2 s
              s   : a | b | c
              t   : boolean  every 5 s
              at  : position
              out : a | b    writable
              event seen
            }
            type Pir in Room {
              motion : on | off  every 5 s
              lux    : number
            }
            type Room {
              night : boolean
            }
            area spot circle 1, 1 radius 100 km
            schedule soon { mon..sun 00:01..00:03 }
            signal gap for each Thing v = v.x - v.y
            """;

    private final Random random;
    private final boolean rooms;

    RandomClauses(Random random, boolean rooms) {
        this.random = random;
        this.rooms = rooms;
    }

    String condition(int depth) {
        if (depth == 0 || random.nextBoolean()) {
            return rooms ? ofRoom() : ofThing();
        }
        String one = "(" + condition(depth - 1) + ")";
        String other = "(" + condition(depth - 1) + ")";
        return switch (random.nextInt(7)) {
            case 0, 1 -> "(" + one + " and " + other + ")";
            case 2 -> "(" + one + " or " + other + ")";
            case 3 -> "not " + one;
            case 4 -> "(" + one + " for " + time() + ")";
            case 5 -> "(" + one + " followed by " + other + " within " + time() + ")";
            default -> "(" + one + " not followed by " + other + " within " + time() + ")";
        };
    }

    /** One that excludes the other, or nearly so. */
    String unlike(String condition) {
        return switch (random.nextInt(6)) {
            case 0, 1 -> "not (" + condition + ")";
            case 2 -> condition.replace("any ", "no ");
            case 3 ->
                condition.contains(" > ")
                        ? condition.replace(" > ", " <= ")
                        : "not (" + condition + ")";
            case 4 -> "not (" + condition + ") for " + time();
            default -> "(" + condition.replace(" > ", " < ") + ") and not (" + condition + ")";
        };
    }

    private String ofThing() {
        return switch (random.nextInt(15)) {
            case 0, 1, 2 -> number(1) + compared();
            case 3 -> "v.s is " + pick("", "not ") + pick("a", "b", "c");
            case 4 -> pick("v.x", "v.s", "v.y") + " is " + pick("known", "unknown");
            case 5 -> pick("v.x", "v.gap") + pick(" in ", " outside ") + pick("1..2", "-1..1.5");
            case 6 -> "v.s becomes " + pick("a", "b");
            case 7 -> pick("v.x", "v.s", "v.gap") + " changes";
            case 8 -> pick("v.x", "v.gap") + pick(" rises above ", " falls below ") + limit();
            case 9 -> pick("v.x", "v.y") + " silent for " + pick("4 s", "10 s");
            case 10 -> "v emits seen";
            case 11 -> "v.at " + pick("inside", "outside", "enters", "leaves") + " spot";
            case 12 -> "time in " + pick("soon", "00:01..00:02", "00:02..00:04");
            case 13 -> "time_in(v.x > " + limit() + ", 20 s) > " + pick("5 s", "10 s");
            default -> many() + " Pir in v has (" + ofPir() + ")";
        };
    }

    private String ofRoom() {
        return switch (random.nextInt(8)) {
            case 0, 1 -> many() + " Pir in v has (" + ofPir() + ")";
            case 2 -> many() + " Thing in v has (" + pick("s is a", "x > 1", "t is true") + ")";
            case 3 -> pick("sum", "avg", "min", "max") + "(Thing.x in v)" + compared();
            case 4 -> "count(Thing in v has (x > 1)) " + pick(">", "<", "=") + " 1";
            case 5 -> "v.night is " + pick("true", "false");
            case 6 -> "any Thing in v emits seen";
            default -> "avg(sum(Thing.x in v), 10 s)" + compared();
        };
    }

    private String ofPir() {
        return pick("motion is on", "motion is off", "lux" + compared(), "motion is on for 5 s");
    }

    private String number(int depth) {
        String point = pick("v.x", "v.y", "v.gap");
        if (depth == 0) {
            return point;
        }
        return switch (random.nextInt(6)) {
            case 0 -> "abs(" + number(depth - 1) + ")";
            case 1 -> pick("min", "max") + "(" + number(depth - 1) + ", v.y)";
            case 2 -> "(" + number(depth - 1) + pick(" + 1", " * -1", " / 2", " / v.y") + ")";
            case 3 -> pick("avg", "min", "max", "delta", "stddev", "p95") + "(" + point + ", 10 s)";
            default -> point;
        };
    }

    private String compared() {
        return pick(" < ", " > ", " <= ", " >= ", " = ", " != ") + limit();
    }

    private String limit() {
        return pick("0", "1", "2", "3", "1.5", "-1", "2.5");
    }

    private String many() {
        return pick("any", "all", "no", "at least 2");
    }

    private String time() {
        return pick("3 s", "4 s", "10 s", "20 s", "1 min");
    }

    private String pick(String... of) {
        return of[random.nextInt(of.length)];
    }
}
