package io.signalbox.rules;

import io.signalbox.language.Condition;
import io.signalbox.language.Operand;
import io.signalbox.language.Point;
import io.signalbox.language.Spot;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a part of a condition says, apart from where and how it was written: two that mean the same
 * remember the same of a device.
 *
 * <p>Only what follows from the samples of devices has one. A part that waits for events, for one
 * thing after another, or for the edge of a calculation remembers what its own rule has seen.
 */
record Meaning(List<Object> words) {
    static Optional<Meaning> of(Condition condition) {
        return new Reader().read(condition).meaning();
    }

    static Optional<Meaning> of(Operand operand) {
        return new Reader().read(operand).meaning();
    }

    /** Reads conditions word by word; each construct says first what it is, and how long. */
    private static final class Reader {
        private final List<Object> words = new ArrayList<>();
        private boolean isOfRule;

        Optional<Meaning> meaning() {
            return isOfRule ? Optional.empty() : Optional.of(new Meaning(List.copyOf(words)));
        }

        private Reader say(Object... more) {
            words.addAll(List.of(more));
            return this;
        }

        private Reader ofRule() {
            isOfRule = true;
            return this;
        }

        private Reader read(Point point) {
            return say(point.name(), point.kind(), point.timeToLiveMillis());
        }

        private Reader read(List<Condition> all) {
            say(all.size());
            all.forEach(this::read);
            return this;
        }

        private Reader read(Spot spot) {
            return switch (spot) {
                case Spot.Fixed fixed -> say(fixed);
                case Spot.Told told -> say("told").read(told.point());
            };
        }

        Reader read(Condition condition) {
            return switch (condition) {
                case Condition.Compare c ->
                    say("compare", c.comparison()).read(c.left()).read(c.right());
                case Condition.Within w -> say("within", w.low(), w.high()).read(w.of());
                case Condition.Is i -> say("is", i.value()).read(i.point());
                case Condition.Known k -> say("known").read(k.point());
                case Condition.Becomes b -> say("becomes", b.value()).read(b.point());
                case Condition.Changes c -> say("changes").edge(c.of());
                case Condition.Crosses c ->
                    say("crosses", c.rising(), c.limit()).edge(c.of());
                case Condition.Silent s -> say("silent", s.millis()).read(s.point());
                case Condition.Inside i -> say("inside", i.area()).read(i.point());
                case Condition.TimeIn t ->
                    say("time in", t.schedule().zone(), t.schedule().slots());
                case Condition.Dwell d -> say("for", d.millis()).read(d.of());
                case Condition.Counted c ->
                    say("counted", c.quantifier(), c.least(), c.type().name())
                            .say(c.place().name(), c.place().depth())
                            .read(c.of());
                case Condition.Not n -> say("not").read(n.of());
                case Condition.All a -> say("all").read(a.of());
                case Condition.Any a -> say("any").read(a.of());
                case Condition.Emits _ -> ofRule();
                case Condition.Passes _ -> ofRule();
                case Condition.Sequence _ -> ofRule();
            };
        }

        /** Of a point the sample before is known; of a calculation its rule has seen it. */
        private Reader edge(Operand of) {
            return of instanceof Operand.Reported ? read(of) : ofRule();
        }

        Reader read(Operand operand) {
            return switch (operand) {
                case Operand.Constant c -> say(c.value());
                case Operand.Reported r -> say("value").read(r.point());
                case Operand.Age a -> say("age").read(a.point());
                case Operand.Truth t -> say("truth").read(t.of());
                case Operand.Distance d -> say("distance").read(d.from()).read(d.to());
                case Operand.Absolute a -> say("absolute").read(a.of());
                case Operand.Extreme e ->
                    say("extreme", e.greater()).read(e.left()).read(e.right());
                case Operand.Window w -> say("window", w.function(), w.millis()).read(w.of());
                case Operand.Learned l ->
                    say("learned", l.algorithm(), l.millis()).read(l.point());
                case Operand.Gathered g -> {
                    say("gathered", g.function(), g.type().name());
                    say(g.place().name(), g.place().depth()).read(g.of());
                    yield read(g.where().map(List::of).orElse(List.of()));
                }
                case Operand.Scaled s -> say("scaled", s.factor(), s.offset()).read(s.of());
                case Operand.Arithmetic a ->
                    say("arithmetic", a.operation()).read(a.left()).read(a.right());
            };
        }
    }
}
