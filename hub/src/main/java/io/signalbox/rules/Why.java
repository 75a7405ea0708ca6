package io.signalbox.rules;

import io.signalbox.command.CommandView;
import io.signalbox.time.Times;

import java.util.ArrayList;
import java.util.List;

/** The answer to "why did this rule do that to this device", and to "why not". */
public sealed interface Why {
    /** The answer as lines of text. */
    List<String> lines();

    /**
     * There is no such rule, or it is not for such a device.
     *
     * @param reason what was expected and found
     */
    record Unknown(String reason) implements Why {
        @Override
        public List<String> lines() {
            return List.of(reason);
        }
    }

    /**
     * Where the instance stands and how it came there.
     *
     * @param now the statements of the condition that is waited for: {@code when} while it is idle,
     *     {@code clear when} while it is active
     * @param pending what it does later if nothing comes between
     * @param decisions the newest first
     */
    record Explained(
            String rule,
            String title,
            String device,
            boolean active,
            List<Observation> now,
            List<Later> pending,
            List<Decision> decisions)
            implements Why {
        public Explained {
            now = List.copyOf(now);
            pending = List.copyOf(pending);
            decisions = List.copyOf(decisions);
        }

        @Override
        public List<String> lines() {
            List<String> lines = new ArrayList<>();
            lines.add(rule
                    + (title.equals(rule) ? "" : " \"" + title + "\"")
                    + " on " + device + ": " + (active ? "active" : "idle")
                    + ", waits for " + (active ? "its end" : "its condition"));
            now.forEach(seen -> describe(seen, lines));
            for (Later later : pending) {
                lines.add("  due " + Times.of(later.atMillis()) + ": " + later.statement());
            }
            for (Decision decision : decisions) {
                lines.addAll(Why.lines(decision.trace()));
                decision.commands().forEach(command -> describe(command, lines));
            }
            if (decisions.isEmpty()) {
                lines.add("it has not decided anything yet");
            }
            return lines;
        }
    }

    /** Something that the rule does later if nothing comes between. */
    record Later(long atMillis, String statement) {}

    /**
     * One decision and the fate of its commands.
     *
     * @param commands those the ledger still remembers
     */
    record Decision(Trace trace, List<CommandView> commands) {
        public Decision {
            commands = List.copyOf(commands);
        }
    }

    /** A decision with what led to it and what was done, as lines of text. */
    static List<String> lines(Trace trace) {
        List<String> lines = new ArrayList<>();
        lines.add(Times.of(trace.atMillis()) + " " + trace.change().words());
        trace.observations().forEach(seen -> describe(seen, lines));
        for (Trace.Done done : trace.actions()) {
            String on = done.device().isEmpty() ? "" : " on " + done.device();
            lines.add("  did: " + done.statement() + on);
        }
        return lines;
    }

    private static void describe(Observation seen, List<String> lines) {
        StringBuilder line = new StringBuilder("  ");
        line.append(seen.statement()).append(" -> ").append(Kleene.name(seen.truth()));
        if (!Double.isNaN(seen.distance())) {
            line.append(": ").append(number(seen.value(), seen.unit()));
            line.append(", limit ").append(number(seen.limit(), seen.unit()));
            line.append(", ").append(number(seen.distance(), seen.unit())).append(" apart");
        }
        lines.add(line.toString());
        for (Observation.Sample sample : seen.samples()) {
            lines.add("    " + sample.point() + " = " + sample.shown()
                    + (sample.atMillis() == PlantTime.NEVER
                            ? ", never reported"
                            : " of " + Times.of(sample.atMillis())));
        }
    }

    private static void describe(CommandView command, List<String> lines) {
        lines.add("    command " + command.id() + ": " + command.claim().point() + " = "
                + command.claim().value() + ", " + command.state().id());
        for (CommandView.Step step : command.steps()) {
            lines.add("      " + Times.of(step.timeMillis()) + " "
                    + step.state().id()
                    + (step.reason().isEmpty() ? "" : " (" + step.reason() + ")"));
        }
    }

    /** A number with its unit, as people write it. */
    static String number(double value, String unit) {
        String digits = Figures.of(value);
        return unit.isEmpty() || unit.equals("1") ? digits : digits + " " + unit;
    }
}
