package io.signalbox.hub;

import io.signalbox.language.Checked;
import io.signalbox.language.Finding;
import io.signalbox.language.Program;
import io.signalbox.language.Source;
import io.signalbox.rules.RuleCost;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** The limit of what rules keep for each device: whoever wants more is refused. */
final class RuleMemory {
    private RuleMemory() {}

    /** Reads declarations as {@code check} does, and refuses those whose rules keep too much. */
    static Function<List<Source>, Checked> limited(
            Function<List<Source>, Checked> check, long mostBytes) {
        return sources -> {
            Checked checked = check.apply(sources);
            Optional<Finding> over = checked.program().flatMap(p -> over(p, mostBytes));
            return over.map(finding -> new Checked(
                            Optional.empty(),
                            Stream.concat(Stream.of(finding), checked.findings().stream())
                                    .toList()))
                    .orElse(checked);
        };
    }

    private static Optional<Finding> over(Program program, long mostBytes) {
        Map<String, Long> sums = new HashMap<>();
        for (RuleCost cost : RuleCost.of(program)) {
            String type = cost.rule().type().name();
            long sum = sums.merge(type, (long) cost.bytes(), Long::sum);
            if (sum > mostBytes) {
                return Optional.of(new Finding(
                        cost.rule().at(),
                        Finding.Kind.ERROR,
                        "rule-memory",
                        "the rules of '" + type + "' up to this one keep " + sum
                                + " bytes for each device; limits.rule_memory allows " + mostBytes
                                + ", and '" + cost.rule().name() + "' keeps " + cost.bytes(),
                        "use fewer or simpler windows (signalbox rule check --cost), or raise the"
                                + " limit"));
            }
        }
        return Optional.empty();
    }
}
