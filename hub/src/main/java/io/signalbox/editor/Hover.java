package io.signalbox.editor;

import io.signalbox.editor.Vocabulary.Part;
import io.signalbox.language.DeviceType;
import io.signalbox.language.Outline;
import io.signalbox.language.Outline.Kind;
import io.signalbox.language.Outline.Word;
import io.signalbox.language.Point;
import io.signalbox.language.PointKind;
import io.signalbox.language.Program;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is shown of the word under the pointer. */
final class Hover {
    private static final Map<String, List<Part>> PARTS = Map.of(
            "type", List.of(Part.DECLARATION, Part.TYPE, Part.KIND),
            "mapping", List.of(Part.DECLARATION, Part.MAPPING),
            "rule",
                    List.of(
                            Part.DECLARATION,
                            Part.CLAUSE,
                            Part.CONDITION,
                            Part.ACTION,
                            Part.HEAD,
                            Part.LEVEL,
                            Part.SEVERITY),
            "interlock", List.of(Part.DECLARATION, Part.INTERLOCK, Part.CONDITION, Part.HEAD),
            "test", List.of(Part.DECLARATION, Part.TEST, Part.ACTION, Part.SEVERITY));

    private Hover() {}

    /** Markdown about the word; {@code program} is the last one without an error. */
    static Optional<String> at(Caret caret, Program program) {
        int at = caret.at();
        if (at < 0) {
            return Optional.empty();
        }
        Word word = caret.words().get(at);
        Optional<Point> point = word.isName() ? caret.point(at) : Optional.empty();
        if (point.isPresent()) {
            return point.map(found -> point(found, owner(caret, at)));
        }
        Optional<String> unit = unit(caret, at);
        if (unit.isPresent() || !word.isName()) {
            return unit;
        }
        Optional<String> event = EventNames.hover(caret, at);
        if (event.isPresent()) {
            return event;
        }
        Optional<String> declared = declared(caret, at, program);
        return declared.isPresent() ? declared : meaning(caret, at);
    }

    private static Optional<DeviceType> owner(Caret caret, int at) {
        boolean reference = caret.words().get(at - 1).is(".");
        int declaration = caret.declaration(at);
        return reference
                ? caret.typeOf(caret.words().get(at - 2).text(), declaration)
                : caret.type(caret.words().get(declaration + 1).text());
    }

    private static String point(Point point, Optional<DeviceType> type) {
        StringBuilder out = new StringBuilder("**" + point.name() + "** : " + kind(point));
        if (point.everyMillis() > 0) {
            out.append(", every ").append(duration(point.everyMillis()));
        }
        if (point.timeToLiveMillis() > 0) {
            out.append(", believed for ").append(duration(point.timeToLiveMillis()));
        }
        if (point.writable()) {
            out.append(point.safety() ? ", writable for safety" : ", writable");
            if (!point.confirmedBy().equals(point.name())) {
                out.append(", confirmed by ").append(point.confirmedBy());
            }
        }
        type.ifPresent(of -> out.append("\n\n").append(title(of)));
        return out.toString();
    }

    private static String title(DeviceType type) {
        boolean titled = !type.title().equals(type.name());
        return "type " + type.name() + (titled ? ": " + type.title() : "");
    }

    /** What the values of a point are, as its type says it. */
    static String kind(Point point) {
        return switch (point.kind()) {
            case PointKind.Quantity quantity ->
                (quantity.whole() ? "integer" : symbol(quantity)) + limits(quantity);
            case PointKind.Enumeration words -> String.join(" | ", words.values());
            case PointKind.Truth truth -> "boolean";
            case PointKind.Words words -> "text";
            case PointKind.Place place -> "position";
        };
    }

    private static String symbol(PointKind.Quantity quantity) {
        String symbol = quantity.unit().symbol();
        return symbol.equals("1") ? "number" : symbol;
    }

    private static String limits(PointKind.Quantity quantity) {
        String least = Double.isInfinite(quantity.min()) ? "" : " from " + number(quantity.min());
        String most = Double.isInfinite(quantity.max()) ? "" : " up to " + number(quantity.max());
        return least + most;
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }

    private static String duration(long millis) {
        long[] sizes = {86_400_000, 3_600_000, 60_000, 1_000, 1};
        String[] units = {"d", "h", "min", "s", "ms"};
        int i = 0;
        while (millis % sizes[i] != 0) {
            i++;
        }
        return millis / sizes[i] + " " + units[i];
    }

    private static Optional<String> unit(Caret caret, int at) {
        int from = at;
        while (from >= 2 && caret.words().get(from - 1).is("/")) {
            from -= 2;
        }
        boolean behindNumber = from >= 1 && caret.words().get(from - 1).kind() == Kind.NUMBER;
        boolean kind = from >= 1 && caret.words().get(from - 1).is(":");
        StringBuilder symbol = new StringBuilder();
        for (int i = from; i < caret.words().size(); i++) {
            boolean follows = i == from
                    || caret.words().get(i - 1).is("/")
                    || caret.words().get(i).is("/");
            if (!follows) {
                break;
            }
            symbol.append(caret.words().get(i).text());
        }
        String measured = Outline.units().get(symbol.toString());
        return measured == null || !(behindNumber || kind)
                ? Optional.empty()
                : Optional.of("**" + symbol + "**: a unit of " + measured);
    }

    private static Optional<String> declared(Caret caret, int at, Program program) {
        String name = caret.words().get(at).text();
        boolean rule = at > 0
                && (caret.words().get(at - 1).is("rule")
                        || caret.words().get(at - 1).is("by"));
        if (rule) {
            return program.rule(name)
                    .map(found ->
                            "rule **" + name + "** for each " + found.type().name() + ", "
                                    + "version `" + found.hash() + "`\n\n" + found.title());
        }
        Optional<DeviceType> type = caret.type(name);
        if (type.isPresent()) {
            return type.map(of -> "**" + title(of) + "**\n\n" + points(of));
        }
        return caret.typeOf(name, caret.declaration(at))
                .map(of -> "**" + name + "**: each " + title(of));
    }

    private static String points(DeviceType type) {
        StringBuilder out = new StringBuilder();
        for (Point point : type.points()) {
            out.append("- ")
                    .append(point.name())
                    .append(" : ")
                    .append(kind(point))
                    .append('\n');
        }
        return out.toString();
    }

    private static Optional<String> meaning(Caret caret, int at) {
        int declaration = caret.declaration(at);
        String kind = declaration < 0 ? "" : caret.words().get(declaration).text();
        boolean called =
                at + 1 < caret.words().size() && caret.words().get(at + 1).is("(");
        Optional<String> function = called
                ? Vocabulary.meaning(caret.words().get(at).text(), List.of(Part.FUNCTION))
                : Optional.empty();
        return function.isPresent()
                ? function
                : Vocabulary.meaning(
                        caret.words().get(at).text(), PARTS.getOrDefault(kind, List.of()));
    }
}
