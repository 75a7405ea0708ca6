package io.signalbox.language;

import java.util.List;
import java.util.Random;

/** Writes programs by chance, in no layout worth the name; the same seed writes the same one. */
final class RandomText {
    private final Random random;

    RandomText(Random random) {
        this.random = random;
    }

    String program() {
        StringBuilder out = new StringBuilder();
        out.append("type Thing in Hall \"A thing\" {").append(gap());
        for (String point : List.of("n : l/min", "m : °C", "e : a | b | every", "out : on | off")) {
            out.append(point).append(gap()).append(attributes(point)).append('\n');
        }
        out.append("}\n");
        for (int i = 0; i < 3; i++) {
            out.append("rule r").append(i).append(pick(" \"Title\" ", "  ", "\n"));
            out.append("for each Thing x ")
                    .append(pick("", "as comfort", "priority 3"))
                    .append('\n');
            out.append("when ").append(condition(3)).append(gap()).append(comment());
            out.append("then ").append(action()).append("\n").append(comment());
            out.append(pick("", "on clear " + action() + "\n", action() + "\n"));
        }
        out.append("interlock i for each Thing x").append(gap());
        out.append("never x.out=on").append(gap()).append("while ").append(condition(2));
        out.append("\ntest \"t\"").append(gap()).append("d : Thing\n");
        for (int i = 0; i < 4; i++) {
            out.append(step()).append(gapOrComment());
        }
        return out.append("expect nothing before 0.001 s\n").toString();
    }

    private String attributes(String point) {
        boolean number = point.startsWith("n") || point.startsWith("m");
        String unit = point.startsWith("n") ? "l/min" : "°C";
        String every = pick("", "every 1 s ", "every 5 min valid for 1 h ");
        String limits = number ? pick("", "min 0 " + unit + " ", "max 9" + unit + "\nmin 1\n") : "";
        return every + limits + pick("", "# a remark\n", "\n\n");
    }

    private String step() {
        return pick("at 3 s ", "at  20 s\t", "every 1 s from 0 s to 100 s ")
                + pick("d.n=1 l/min", "d.n = 1 l/min,d.m=-3 °C", "d.e=every");
    }

    private String action() {
        return pick(
                "alarm major \"{x}: {x.n}\"",
                "set x.out=on expires in 1 min",
                "set x.out = off expires in 1 min confirm within 5 s retry 3 every 5 s otherwise"
                        + " alarm info \"nothing came of it\"");
    }

    private String condition(int depth) {
        if (depth == 0 || random.nextInt(4) == 0) {
            return simple();
        }
        return switch (random.nextInt(4)) {
            case 0 -> "not(" + condition(depth - 1) + ")";
            case 1 -> "(" + condition(depth - 1) + gap() + "or " + condition(depth - 1) + ")";
            case 2 -> condition(depth - 1) + pick(" ", "\n") + "or " + condition(depth - 1);
            default -> condition(depth - 1) + pick(" ", "\n") + "and " + condition(depth - 1);
        };
    }

    private String simple() {
        return pick(
                "x.n>5l/min",
                "x.n - 3 l/min<= - 5 l/min",
                "(x.m + 3 K) < 20 °C for 5 min",
                "x.e is every",
                "x.e becomes a not followed by x.n / 2 > 3 l/min within 20 s",
                "x.m outside - 10 .. 90 °C",
                "avg ( x.n , 5 min ) > 3 l/min",
                "x.n silent for 1 h");
    }

    private String gap() {
        return pick(" ", "  ", "\n", "\n    ", "\t");
    }

    private String comment() {
        return pick("", "# because\n", "\n# because of this\n# and that\n");
    }

    private String gapOrComment() {
        return pick("\n", "\n\n\n", "   # here\n", "\n  # above\n");
    }

    private String pick(String... of) {
        return of[random.nextInt(of.length)];
    }
}
