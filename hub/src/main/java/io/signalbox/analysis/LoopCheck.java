package io.signalbox.analysis;

import io.signalbox.analysis.Loops.Cause;
import io.signalbox.analysis.Loops.Wait;
import io.signalbox.analysis.Signal.Answer;
import io.signalbox.language.Action;
import io.signalbox.language.Findings;
import io.signalbox.language.Program;
import io.signalbox.language.Regions.Case;
import io.signalbox.language.Rule;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds rules that bring about what they wait for, alone or in turn.
 *
 * <p>A number that one rule raises and the same or another one lowers again is a control loop, and
 * what is wanted: such a loop passes the number twice. Told is what closes without that: a rule that
 * raises what it finds too high, and words that rules give to each other without a pause.
 */
final class LoopCheck {
    /** Longest loop that is looked for, in rules. */
    static final int MAX_LENGTH = 8;

    /** Most steps that are tried for each group of rules that hang together. */
    static final int MAX_STEPS = 20_000;

    private final Phases.Table phases;
    private final Findings findings;

    LoopCheck(Phases.Table phases, Findings findings) {
        this.phases = phases;
        this.findings = findings;
    }

    /** One rule of a loop, and what it causes. */
    private record Link(Cause cause, Signal signal, Wait next) {}

    void check(Program program) {
        List<Activation> activations = new ArrayList<>();
        for (Rule rule : program.rules()) {
            Phases own = phases.of(rule);
            activations.add(new Activation(rule, false, rule.then(), own.start()));
            activations.add(new Activation(
                    rule,
                    true,
                    rule.onClear(),
                    isBrief(rule, own.start()) ? own.start() : own.end()));
        }
        activations.removeIf(Activation::causesNothing);
        Loops loops = new Loops(activations, phases.regions());
        BitSet told = new BitSet();
        search(loops, activations.size(), Answer.YES, told);
        search(loops, activations.size(), Answer.PERHAPS, told);
    }

    /** What is active for an instant only clears because it became active. */
    private static boolean isBrief(Rule rule, List<Case> start) {
        return rule.clear().isEmpty() && start.stream().allMatch(Case::instant);
    }

    private void search(Loops loops, int count, Answer least, BitSet told) {
        for (List<Integer> component : Components.cyclic(edges(loops, count, least))) {
            BitSet inside = new BitSet();
            component.forEach(inside::set);
            int[] steps = {0};
            for (int start : component) {
                if (start < count && !told.get(start)) {
                    List<Link> loop = new ArrayList<>();
                    Walk walk = new Walk(loops, start, least, inside, steps, loop, new HashSet<>());
                    if (walk.from(start)) {
                        report(loop, least);
                        loop.forEach(link -> told.set(link.next.activation()));
                    }
                }
            }
        }
    }

    /** Activations come first, then signals: from each to what it causes, and to who waits for it. */
    private static List<List<Integer>> edges(Loops loops, int count, Answer least) {
        List<List<Integer>> edges = new ArrayList<>();
        Map<Signal, Integer> signals = new HashMap<>();
        List<Signal> order = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            List<Integer> own = new ArrayList<>();
            for (Signal signal : loops.causes(i).keySet()) {
                own.add(signals.computeIfAbsent(signal, s -> {
                    order.add(s);
                    return count + order.size() - 1;
                }));
            }
            edges.add(own);
        }
        for (Signal signal : order) {
            edges.add(loops.waits(signal).stream()
                    .filter(wait -> wait.answer().compareTo(least) >= 0)
                    .map(Wait::activation)
                    .toList());
        }
        return edges;
    }

    /** A search in depth for a way back that passes no moving number twice. */
    private record Walk(
            Loops loops,
            int start,
            Answer least,
            BitSet inside,
            int[] steps,
            List<Link> loop,
            Set<Object> passed) {
        boolean from(int activation) {
            for (Map.Entry<Signal, Cause> caused : loops.causes(activation).entrySet()) {
                Signal signal = caused.getKey();
                Object place = signal instanceof Signal.Moved moved ? moved.point() : signal;
                if (!passed.add(place)) {
                    continue;
                }
                for (Wait wait : loops.waits(signal)) {
                    loop.add(new Link(caused.getValue(), signal, wait));
                    if (wait.answer().compareTo(least) >= 0 && goesOn(wait.activation())) {
                        return true;
                    }
                    loop.removeLast();
                }
                passed.remove(place);
            }
            return false;
        }

        private boolean goesOn(int next) {
            if (next == start) {
                return isClosed();
            }
            return ++steps[0] < MAX_STEPS
                    && loop.size() < MAX_LENGTH
                    && inside.get(next)
                    && loop.stream()
                                    .filter(link -> link.next.activation() == next)
                                    .count()
                            == 1
                    && from(next);
        }

        /** What clears has to become active again, before it can clear once more. */
        private boolean begins(Rule rule) {
            return loop.stream()
                    .map(link -> link.cause.activation())
                    .anyMatch(a -> !a.onClear() && a.rule().name().equals(rule.name()));
        }

        /** Words alone make no loop if somebody takes time; nor if it was found to be sure before. */
        private boolean isClosed() {
            boolean moved = loop.stream().anyMatch(l -> l.signal instanceof Signal.Moved);
            boolean paced = loop.stream().anyMatch(l -> l.next.lasts());
            boolean begun = loop.stream()
                    .map(link -> link.cause.activation())
                    .allMatch(a -> !a.onClear() || isBrief(a.rule(), a.when()) || begins(a.rule()));
            boolean unsure = loop.stream().anyMatch(l -> l.next.answer() == Answer.PERHAPS);
            return begun && (moved || !paced) && unsure == (least == Answer.PERHAPS);
        }
    }

    private void report(List<Link> loop, Answer answer) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < loop.size(); i++) {
            Link link = loop.get(i);
            String rule = "'" + link.cause.activation().rule().name() + "'";
            out.append(i == 0 ? "" : "; ").append(rule).append(i == 0 ? "" : " waits for that and");
            out.append(link.cause.activation().onClear() ? " when it clears " : " ");
            out.append(link.cause.words());
            if (!isItself(link)) {
                out.append(", which ").append(link.signal.words());
            }
        }
        Cause first = loop.getFirst().cause;
        out.append("; '").append(first.activation().rule().name()).append("' waits for that");
        if (loop.stream().allMatch(LoopCheck::isAtOnce)) {
            findings.warning(
                    "loop",
                    first.action().written().at(),
                    "LOOP: " + out + ": what comes back in the same instant is lost, each rule acts"
                            + " once in it",
                    "let one of them wait for something else, or do it after a while");
        } else if (answer == Answer.YES) {
            findings.warning(
                    "loop",
                    first.action().written().at(),
                    "LOOP: " + out + ": once begun it feeds itself",
                    "correct the action or its 'affects', or let something else end it");
        } else {
            findings.note(
                    "loop-unclear",
                    first.action().written().at(),
                    out + ": whether that feeds itself cannot be told",
                    "write in the type in which direction: 'affects … up by …'");
        }
    }

    /** An event that is said and heard in one and the same instant. */
    private static boolean isAtOnce(Link link) {
        return link.signal instanceof Signal.Happened && !link.cause.isLater();
    }

    private static boolean isItself(Link link) {
        return switch (link.signal) {
            case Signal.Happened happened -> true;
            case Signal.Moved moved -> false;
            case Signal.Became became ->
                link.cause.action() instanceof Action.Claim claim
                        && became.point().equals(claim.point());
        };
    }
}
