package io.signalbox.rules;

import io.signalbox.language.Condition;
import io.signalbox.language.Condition.Comparison;
import io.signalbox.language.Operand;
import io.signalbox.language.Point;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * Turns the checked conditions of a rule into closures over the columns of its type, and into
 * {@link Probe}s that tell afterwards why they were true or not.
 *
 * <p>All parts of "and" and "or" are always evaluated: a dwell among them must see each change, and
 * each part tells when it wants to be looked at again.
 */
final class ConditionCompiler {
    private final DeviceTable table;
    private final OperandCompiler operands = new OperandCompiler(this);
    private final Neighbours neighbours;
    private final List<Lookout> lookouts;
    private final List<Gathering> gatherings;
    private final List<Memory> memories = new ArrayList<>();
    private final List<Learners> learning = new ArrayList<>();
    private final List<Emitted> events = new ArrayList<>();
    private final BitSet points = new BitSet();
    private long silenceMillis;
    private List<Probe> probes = new ArrayList<>();

    /** Of each probe whether its statement being true helps the whole to be true. */
    private List<Boolean> helps = new ArrayList<>();

    /** Of each probe the windows that its statement looks at. */
    private List<List<Fill>> fills = new ArrayList<>();

    /** Those of the statement at hand. */
    private List<Fill> met = new ArrayList<>();

    private boolean inverted;

    ConditionCompiler(DeviceTable table, Neighbours neighbours) {
        this(table, neighbours, new ArrayList<>(), new ArrayList<>());
    }

    private ConditionCompiler(
            DeviceTable table,
            Neighbours neighbours,
            List<Lookout> lookouts,
            List<Gathering> gatherings) {
        this.table = table;
        this.neighbours = neighbours;
        this.lookouts = lookouts;
        this.gatherings = gatherings;
    }

    /** One for what the same rule does: it looks at other devices together with this one. */
    ConditionCompiler beside() {
        return new ConditionCompiler(table, neighbours, lookouts, gatherings);
    }

    /** A condition, ready to be evaluated and explained. */
    record Compiled(Node node, List<Probe> probes, List<Boolean> helps, List<List<Fill>> fills) {
        Compiled {
            probes = List.copyOf(probes);
            helps = List.copyOf(helps);
            fills = List.copyOf(fills);
        }

        /** What the windows of a statement lack, when it was looked at. */
        List<String> lacks(int probe, int row) {
            return fills.get(probe).stream()
                    .map(fill -> fill.lack(row))
                    .filter(lack -> !lack.isEmpty())
                    .toList();
        }

        List<Observation> observe(int row, Moment moment) {
            List<Observation> seen = new ArrayList<>(probes.size());
            probes.forEach(p -> seen.add(p.observe(row, moment)));
            return seen;
        }
    }

    Compiled compile(Condition condition) {
        probes = new ArrayList<>();
        helps = new ArrayList<>();
        fills = new ArrayList<>();
        Node node = node(condition);
        return new Compiled(node, probes, helps, fills);
    }

    /** What the conditions compiled so far remember, in the order of their text. */
    List<Memory> memories() {
        return memories;
    }

    /** A condition remembers this; with a meaning it does so for all rules. */
    void remember(Memory memory, Optional<Meaning> meaning) {
        memories.add(memory);
        meaning.ifPresent(same -> table.facts().add(same, memory));
    }

    /** What algorithms have learned that the conditions ask. */
    List<Learners> learning() {
        return learning;
    }

    /** The events that the conditions wait for. */
    List<Emitted> events() {
        return events;
    }

    /** What the conditions count of other devices, in the order of their text. */
    List<Lookout> lookouts() {
        return lookouts;
    }

    /** The longest silence that one of the conditions is about; 0 if none is. */
    long silenceMillis() {
        return silenceMillis;
    }

    /** A condition is about a silence, or an age, of so long. */
    void lookBack(long millis) {
        silenceMillis = Math.max(silenceMillis, millis);
    }

    /** The statement at hand looks at a window. */
    void fill(Fill window) {
        met.add(window);
    }

    /** Indices of the points that the conditions read. */
    BitSet points() {
        return points;
    }

    /** A part of a condition; whoever asks has it evaluated whenever the whole is. */
    Node node(Condition condition) {
        List<Fill> around = met;
        met = new ArrayList<>();
        Node node = built(condition);
        while (helps.size() < probes.size()) {
            helps.add(!inverted);
            fills.add(List.copyOf(met));
        }
        met = around;
        return node;
    }

    /** The same for a part whose truth is in the way of the whole. */
    Node inverse(Condition condition) {
        inverted = !inverted;
        Node node = node(condition);
        inverted = !inverted;
        return node;
    }

    private Node built(Condition condition) {
        return switch (condition) {
            case Condition.Compare c -> compare(c);
            case Condition.Within w -> within(w);
            case Condition.Is i -> is(i);
            case Condition.Known k -> known(k);
            case Condition.Becomes b -> new EdgeCompiler(this).becomes(b);
            case Condition.Changes c -> new EdgeCompiler(this).changes(c);
            case Condition.Crosses c -> new EdgeCompiler(this).crosses(c);
            case Condition.Emits e -> new EdgeCompiler(this).emits(e);
            case Condition.Silent s -> new TimeCompiler(this, table).silent(s);
            case Condition.TimeIn t -> new TimeCompiler(this, table).timeIn(t);
            case Condition.Inside i ->
                probed(i, column(i.point()), new PlaceCompiler(this).inside(i));
            case Condition.Passes p -> {
                Passage passage = new PlaceCompiler(this).passes(p);
                memories.add(passage);
                yield probed(p, column(p.point()), passage);
            }
            case Condition.Dwell d -> new TimeCompiler(this, table).dwell(d);
            case Condition.Sequence s -> new TimeCompiler(this, table).sequence(s);
            case Condition.Counted c -> counted(c);
            case Condition.Not n -> {
                Node of = n.of().written().equals(n.written()) ? negated(n) : inverse(n.of());
                yield (row, moment) -> Kleene.not(of.truth(row, moment));
            }
            case Condition.All a -> Node.all(nodes(a.of()));
            case Condition.Any a -> Node.any(nodes(a.of()));
        };
    }

    /** What the author wrote as one: {@code is not} and {@code outside}. */
    private Node negated(Condition.Not not) {
        Node of = node(not.of());
        Probe probe = probes.removeLast();
        probes.add((row, moment) -> probe.observe(row, moment).negated());
        return of;
    }

    private Node[] nodes(List<Condition> conditions) {
        return conditions.stream().map(this::node).toArray(Node[]::new);
    }

    private Node compare(Condition.Compare c) {
        Reckoning left = operands.reckoning(c.left());
        Reckoning right = operands.reckoning(c.right());
        Comparison comparison = c.comparison();
        WholeNumber leftWhole = WholeNumber.of(c.left(), this);
        WholeNumber rightWhole = WholeNumber.of(c.right(), this);
        Node node = operands.growing(c.left(), c.right(), (row, moment) -> {
            double l = left.at(row, moment);
            double r = right.at(row, moment);
            if (Double.isNaN(l) || Double.isNaN(r)) {
                return Kleene.UNKNOWN;
            }
            if (leftWhole != null && rightWhole != null) {
                int order = Long.compare(leftWhole.at(row), rightWhole.at(row));
                return Kleene.of(comparison.holds(order, 0));
            }
            return Kleene.of(comparison.holds(l, r));
        });
        Grounds grounds = operands.grounds(c.left(), c.right());
        probes.add((row, moment) -> new Observation(
                c.written().text(),
                node.truth(row, moment),
                left.at(row, moment),
                right.at(row, moment),
                c.unit().symbol(),
                grounds.samples(row, moment.now)));
        return node;
    }

    private Node within(Condition.Within w) {
        Reckoning of = operands.reckoning(w.of());
        double low = w.low();
        double high = w.high();
        Node node = operands.growing(w.of(), low, high, (row, moment) -> {
            double value = of.at(row, moment);
            return Double.isNaN(value) ? Kleene.UNKNOWN : Kleene.of(low <= value && value <= high);
        });
        Grounds grounds = operands.grounds(w.of());
        probes.add((row, moment) -> {
            double value = of.at(row, moment);
            return new Observation(
                    w.written().text(),
                    node.truth(row, moment),
                    value,
                    Math.abs(value - low) <= Math.abs(value - high) ? low : high,
                    w.unit().symbol(),
                    grounds.samples(row, moment.now));
        });
        return node;
    }

    private Node is(Condition.Is i) {
        Column column = column(i.point());
        double code = i.code();
        String word = Column.word(i.value());
        return probed(i, column, (row, moment) -> {
            if (!column.known(row, moment)) {
                return Kleene.UNKNOWN;
            }
            return Kleene.of(column.says(row, code, word));
        });
    }

    private Node known(Condition.Known k) {
        Column column = column(k.point());
        return probed(k, column, (row, moment) -> Kleene.of(column.known(row, moment)));
    }

    /** A statement on a column, which is explained by its sample. */
    Node probed(Condition condition, Column column, Node node) {
        List<Column> read = List.of(column);
        probes.add((row, moment) -> new Observation(
                condition.written().text(),
                node.truth(row, moment),
                Double.NaN,
                Double.NaN,
                "",
                Probe.samples(read, row, moment.now)));
        return node;
    }

    private Node counted(Condition.Counted c) {
        Counting counting = Counting.of(c, table, neighbours);
        lookouts.add(counting.lookout());
        probes.add(counting.probe());
        return counting.node();
    }

    /** A statement of what was compiled last is explained so. */
    void explain(Probe probe) {
        probes.add(probe);
    }

    /** What numbers of the conditions are computed from. */
    Grounds grounds(Operand operand) {
        return operands.grounds(operand);
    }

    /** A number of the conditions. */
    Reckoning number(Operand operand) {
        return operands.reckoning(operand);
    }

    /** What is gathered of the devices in a place: once for all who ask in this rule. */
    Gathering gathering(Operand.Gathered gathered) {
        for (Gathering known : gatherings) {
            if (known.gathered().equals(gathered)) {
                return known;
            }
        }
        Gathering more = Gathering.of(gathered, table, neighbours);
        gatherings.add(more);
        lookouts.add(more.lookout());
        return more;
    }

    Learners learners(Operand.Learned learned) {
        Learners found = table.learners(learned);
        if (!learning.contains(found)) {
            learning.add(found);
        }
        return found;
    }

    /** The column of a point, which the conditions read from now on. */
    Column column(Point point) {
        points.set(point.index());
        return table.column(point);
    }
}
