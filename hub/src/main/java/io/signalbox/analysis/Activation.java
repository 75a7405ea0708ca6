package io.signalbox.analysis;

import io.signalbox.language.Action;
import io.signalbox.language.Regions.Case;
import io.signalbox.language.Rule;

import java.util.List;

/**
 * An instant in which a rule acts: it becomes active, or it clears.
 *
 * @param claims what it sets
 * @param when where the values are at that instant
 */
record Activation(Rule rule, boolean onClear, List<Action.Claim> claims, List<Case> when) {}
