package io.signalbox.language;

import io.signalbox.language.Syntax.Expression;
import io.signalbox.language.Syntax.MappingDeclaration;
import io.signalbox.language.Syntax.MappingLine;
import io.signalbox.language.Syntax.Name;
import io.signalbox.language.Syntax.Origin;
import io.signalbox.language.Syntax.Scaling;
import io.signalbox.language.Syntax.TableEntry;
import io.signalbox.message.Value;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Checks one {@code mapping}, and runs its samples. */
final class MappingChecker {
    /** What stands on the left for the time of a message. */
    private static final String TIME = "ts";

    private static final String EACH = "{" + TopicTemplate.POINT + "}";

    private final Findings findings;
    private final TypeChecker.Result type;
    private final Scope scope;
    private final List<TopicTemplate> topics = new ArrayList<>();
    private final List<Mapping.Field> fields = new ArrayList<>();
    private final Map<String, Mapping.Field> byName = new HashMap<>();
    private final Set<String> given = new HashSet<>();

    MappingChecker(Findings findings, TypeChecker.Result type) {
        this.findings = findings;
        this.type = type;
        this.scope = new Scope(findings, "", type);
    }

    /** The mapping, or nothing if anything in it is wrong. */
    Optional<Mapping> check(MappingDeclaration declared) {
        int before = findings.errors();
        declared.topics().forEach(topic -> attempt(() -> topic(topic)));
        if (declared.head().whole()) {
            complete(declared);
        }
        LayoutBuilder layout = new LayoutBuilder(findings);
        for (MappingLine line : declared.lines()) {
            attempt(() -> line(line, layout));
        }
        if (findings.errors() > before || !declared.head().whole() || !type.complete()) {
            return Optional.empty();
        }
        Name name = declared.head().name();
        Mapping mapping = new Mapping(
                name.text(),
                declared.head().title().isEmpty()
                        ? name.text()
                        : declared.head().title(),
                type.type(),
                topics,
                layout.build(),
                fields,
                byName,
                Version.of(declared.head().words(), List.of(type.type().hash())),
                name.at());
        SampleCheck samples = new SampleCheck(findings, scope, mapping);
        declared.samples().forEach(sample -> attempt(() -> samples.run(sample)));
        return findings.errors() > before ? Optional.empty() : Optional.of(mapping);
    }

    private static void attempt(Runnable check) {
        try {
            check.run();
        } catch (SyntaxError reported) {
            return;
        }
    }

    private void complete(MappingDeclaration declared) {
        Name name = declared.head().name();
        if (declared.topics().isEmpty()) {
            findings.error(
                    name.at(),
                    "'" + name.text() + "' has no 'topic'",
                    "such as topic \"tele/{device}/SENSOR\"");
        }
        if (declared.lines().stream().allMatch(l -> l.point().text().equals(TIME))) {
            findings.error(
                    name.at(),
                    "'" + name.text() + "' gives no point",
                    "such as power = json \"/ENERGY/Power\"");
        }
        if (declared.samples().isEmpty()) {
            findings.warning(
                    name.at(),
                    "'" + name.text() + "' has no sample, so nobody knows whether it works",
                    "add sample \"\"\"…\"\"\" on \"…\" expect …");
        }
    }

    private void topic(Name topic) {
        TopicTemplate template;
        try {
            template = TopicTemplate.parse(topic.text());
        } catch (IllegalArgumentException e) {
            throw scope.fail(topic.at(), String.valueOf(e.getMessage()), "");
        }
        for (TopicTemplate other : topics) {
            if (other.meets(template)) {
                throw scope.fail(
                        topic.at(),
                        "\"" + template + "\" and \"" + other + "\" can be the same topic",
                        "leave one of them away");
            }
        }
        topics.add(template);
    }

    private void line(MappingLine line, LayoutBuilder layout) {
        Name name = line.point();
        if (!given.add(name.text())) {
            throw scope.fail(name.at(), "this mapping already gives '" + name.text() + "'", "");
        }
        boolean plain = line.unit().isEmpty()
                && line.scale().isEmpty()
                && line.shift().isEmpty()
                && line.table().isEmpty();
        if (name.text().equals(TIME)) {
            if (!plain) {
                throw scope.fail(
                        name.at(), "a time is taken as it comes: ISO 8601 or an epoch", "");
            }
            layout.time(line.origin());
        } else if (name.text().equals(EACH)) {
            each(line, plain, layout);
        } else {
            Point point = scope.point(name);
            if (line.origin() instanceof Origin.Senml
                    && (line.scale().isPresent() || line.shift().isPresent())) {
                throw scope.fail(
                        name.at(),
                        "a value of SenML comes with its unit and is not calculated",
                        "add 'in' and a unit for records without one");
            }
            if (line.origin() instanceof Origin.Place place
                    && !(point.kind() instanceof PointKind.Place)) {
                throw scope.fail(
                        place.at(),
                        "two pointers are the parts of a position, but '" + point.name() + "' is "
                                + point.kind().expectation(),
                        "write one pointer, or declare the point as a 'position'");
            }
            Conversion conversion = conversion(line, point);
            fields.add(new Mapping.Field(point, origin(line.origin(), layout), conversion));
        }
    }

    private void each(MappingLine line, boolean plain, LayoutBuilder layout) {
        requireLevel(TopicTemplate.POINT, line.point().at());
        if (!plain) {
            throw scope.fail(
                    line.point().at(),
                    "the values of " + EACH + " are taken as they come",
                    "write a mapping with a topic of its own for a point that is to be converted");
        }
        Mapping.Origin origin = origin(line.origin(), layout);
        for (Point point : type.type().points()) {
            byName.put(
                    point.name(), new Mapping.Field(point, origin, Conversion.plain(point.kind())));
        }
    }

    private Mapping.Origin origin(Origin written, LayoutBuilder layout) {
        if (written instanceof Origin.Place place) {
            return new Mapping.Origin.Place(
                    place.parts().stream().map(layout::slot).toList());
        }
        if (written instanceof Origin.Level level) {
            requireLevel(level.name(), level.at());
            return new Mapping.Origin.Level(level.name());
        }
        return new Mapping.Origin.Slot(layout.slot(written));
    }

    private void requireLevel(String level, Position at) {
        for (TopicTemplate topic : topics) {
            if (topic.level(level) < 0) {
                throw scope.fail(
                        at, "the topic \"" + topic + "\" has no level {" + level + "}", "");
            }
        }
    }

    private Conversion conversion(MappingLine line, Point point) {
        boolean numeric = line.unit().isPresent()
                || line.scale().isPresent()
                || line.shift().isPresent();
        if (!line.table().isEmpty()) {
            if (numeric) {
                throw scope.fail(
                        line.point().at(),
                        "a list of values and a calculation do not go together",
                        "write the values in the list in the unit of the point");
            }
            return new Conversion(
                    point.kind(),
                    table(line, point),
                    BigDecimal.ONE,
                    BigDecimal.ONE,
                    BigDecimal.ZERO,
                    Unit.ONE);
        }
        if (!(point.kind() instanceof PointKind.Quantity quantity)) {
            if (numeric) {
                throw scope.fail(
                        line.point().at(),
                        "'" + point.name() + "' is " + point.kind().expectation()
                                + ": it has no unit and cannot be calculated",
                        "");
            }
            return Conversion.plain(point.kind());
        }
        Unit unit = line.unit().map(u -> unit(u, point, quantity)).orElse(quantity.unit());
        boolean divides = line.scale().filter(s -> s.sign().equals("/")).isPresent();
        BigDecimal factor =
                line.scale().map(Scaling::number).map(BigDecimal::new).orElse(BigDecimal.ONE);
        BigDecimal shift = line.shift()
                .map(s -> new BigDecimal(s.sign().equals("-") ? "-" + s.number() : s.number()))
                .orElse(BigDecimal.ZERO);
        return new Conversion(
                quantity,
                Map.of(),
                divides ? BigDecimal.ONE : factor,
                divides ? factor : BigDecimal.ONE,
                shift,
                unit);
    }

    private Unit unit(Name written, Point point, PointKind.Quantity quantity) {
        Unit unit = Scope.unit(findings, written.text(), written.at());
        if (!unit.dimension().equals(quantity.unit().dimension())) {
            throw scope.fail(
                    written.at(),
                    "'" + point.name() + "' is a " + Units.name(quantity.unit().dimension())
                            + " in " + quantity.unit() + ", but " + unit + " is a "
                            + Units.name(unit.dimension()),
                    "");
        }
        return unit;
    }

    private Map<Value, Value> table(MappingLine line, Point point) {
        Map<Value, Value> table = new HashMap<>();
        for (TableEntry entry : line.table()) {
            Value from = sent(entry.from());
            if (table.put(from, scope.value(point, entry.to())) != null) {
                throw scope.fail(
                        entry.from().written().at(),
                        entry.from().written().text() + " is in this list twice",
                        "");
            }
        }
        return table;
    }

    private Value sent(Expression written) {
        String text = written.written().text();
        return switch (written) {
            case Expression.Quoted quoted -> new Value.Text(quoted.text());
            case Expression.Amount number
            when number.unit().isEmpty() -> new Value.Numeric(number.number());
            case Expression.Word word
            when text.equals("true") || text.equals("false") -> new Value.Bool(text.equals("true"));
            case Expression.Amount number ->
                throw scope.fail(written.written().at(), noValue(text), "leave the unit away");
            case Expression.Word word ->
                throw scope.fail(written.written().at(), noValue(text), "put words in quotes");
            case Expression.Reference reference -> throw noSuch(written);
            case Expression.Call call -> throw noSuch(written);
            case Expression.TimeIn time -> throw noSuch(written);
            case Expression.Gathered gathered -> throw noSuch(written);
            case Expression.Negated negated -> throw noSuch(written);
            case Expression.Binary binary -> throw noSuch(written);
        };
    }

    private SyntaxError noSuch(Expression written) {
        return scope.fail(written.written().at(), noValue(written.written().text()), "");
    }

    private static String noValue(String found) {
        return "on the left stands what the device sends: \"ON\", 1 or true; found " + found;
    }
}
