package io.signalbox.rules;

import io.signalbox.language.Program;
import io.signalbox.language.Rule;

import java.util.List;

/**
 * What a rule, or an interlock in the form of one, costs.
 *
 * @param bytes that it keeps for each device; what an algorithm has learned is counted for each rule
 *     that asks it, and kept once
 * @param parts comparisons and the like in its conditions: all are looked at whenever it is
 * @param messagesPerMinute of a device that can have it looked at, as far as the type says how often
 *     they come
 */
public record RuleCost(Rule rule, int bytes, int parts, double messagesPerMinute) {
    /** The costs of a program: interlocks, then rules, each in the order of the files. */
    public static List<RuleCost> of(Program program) {
        return new Rulebook(program).instances().stream().map(Instances::cost).toList();
    }
}
