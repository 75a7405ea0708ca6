package io.signalbox.editor;

import io.signalbox.editor.Vocabulary.Entry;
import io.signalbox.editor.Vocabulary.Part;
import io.signalbox.language.DeviceType;
import io.signalbox.language.Language;
import io.signalbox.language.Outline;
import io.signalbox.language.Outline.Word;
import io.signalbox.language.Point;
import io.signalbox.language.PointKind;
import io.signalbox.language.Unit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** What may be written at a place. */
final class Completion {
    /** What a proposal is, by the protocol's numbers. */
    enum Sort {
        FUNCTION(3),
        POINT(5),
        VARIABLE(6),
        TYPE(7),
        UNIT(11),
        KEYWORD(14),
        VALUE(20),
        CONSTANT(21),
        RULE(23),
        EVENT(23);

        private final int number;

        Sort(int number) {
            this.number = number;
        }

        int number() {
            return number;
        }
    }

    /** Something to write, and what it is. */
    record Proposal(String label, Sort sort, String detail) {}

    /** Words before a number that make it a duration. */
    private static final Set<String> BEFORE_DURATIONS =
            Set.of("for", "within", "every", "from", "to", "at", "before", "after");

    /** Words before the type of the devices in a place; functions with their parenthesis. */
    private static final Set<String> QUANTIFIERS = Set.of("any", "all", "no");

    private static final Set<String> OF_MANY = Set.of("avg", "min", "max", "sum", "count", "p95");

    private static final Set<String> COMPARISONS = Set.of("=", "!=", ">", "<", ">=", "<=");

    private static final Set<String> INTO = Set.of("inside", "outside", "enters", "leaves");

    private final Caret caret;
    private final Function<String, List<String>> declared;
    private final List<Proposal> found = new ArrayList<>();

    private Completion(Caret caret, Function<String, List<String>> declared) {
        this.caret = caret;
        this.declared = declared;
    }

    /**
     * The proposals for a place.
     *
     * @param declared the names of what the program declares with a word, such as {@code area}
     */
    static List<Proposal> at(Caret caret, Function<String, List<String>> declared) {
        Completion completion = new Completion(caret, declared);
        if (!caret.isQuoted()) {
            completion.run();
        }
        return completion.found;
    }

    private void run() {
        int declaration = caret.declaration();
        String kind = declaration < 0 ? "" : caret.words().get(declaration).text();
        if (caret.isBefore(1, ".")) {
            caret.before(2)
                    .flatMap(word -> caret.typeOf(word.text(), declaration))
                    .ifPresent(this::points);
        } else if (caret.before(1).filter(w -> w.kind() == Outline.Kind.NUMBER).isPresent()) {
            units();
        } else if (!expected(kind, declaration)) {
            keywords(kind, declaration);
        }
    }

    /** Adds what a word before leaves no choice about; false if there is no such word. */
    private boolean expected(String kind, int declaration) {
        boolean device = kind.equals("test") && caret.isBefore(1, ":");
        boolean mapped = kind.equals("mapping") && caret.isBefore(1, "for");
        if (caret.isBefore(1, "each") || device || mapped) {
            types();
        } else if (kind.equals("type") && caret.isBefore(1, ":")) {
            words(Part.KIND);
            Outline.units().forEach((symbol, measured) -> add(symbol, Sort.UNIT, measured));
        } else if (EventNames.areExpected(caret, kind)) {
            EventNames.of(caret).forEach((event, title) -> add(event, Sort.EVENT, title));
        } else if (caret.isBefore(1, "by")) {
            declared.apply("rule").forEach(rule -> add(rule, Sort.RULE, "rule"));
            declared.apply("interlock").forEach(rule -> add(rule, Sort.RULE, "interlock"));
        } else if (areaIsExpected()) {
            declared.apply("area").forEach(area -> add(area, Sort.CONSTANT, "area"));
        } else if (caret.isBefore(1, "in") && caret.isBefore(2, "time")) {
            declared.apply("schedule").forEach(name -> add(name, Sort.CONSTANT, "schedule"));
        } else if (caret.isBefore(1, "alarm")) {
            words(Part.SEVERITY);
        } else if (caret.isBefore(1, "as")) {
            words(Part.LEVEL);
        } else if (kind.equals("type") && caret.isBefore(1, "confirm")) {
            caret.type(caret.words().get(declaration + 1).text()).ifPresent(this::points);
        } else {
            return values(declaration);
        }
        return true;
    }

    /** Positions lie {@code outside} of areas, numbers of ranges. */
    private boolean areaIsExpected() {
        boolean position = caret.comparedPoint()
                .filter(point -> point.kind() instanceof PointKind.Place)
                .isPresent();
        return position && caret.before(1).filter(w -> INTO.contains(w.text())).isPresent();
    }

    private boolean values(int declaration) {
        boolean is =
                caret.isBefore(1, "is") || (caret.isBefore(1, "not") && caret.isBefore(2, "is"));
        boolean compared =
                caret.before(1).filter(w -> COMPARISONS.contains(w.text())).isPresent();
        if (!is && !compared && !caret.isBefore(1, "becomes")) {
            return false;
        }
        Optional<Point> point = caret.comparedPoint();
        point.ifPresent(this::values);
        if (is) {
            add("known", Sort.KEYWORD, "there is a value young enough to believe");
            add("unknown", Sort.KEYWORD, "there is no value young enough to believe");
            if (caret.isBefore(1, "is")) {
                add("not", Sort.KEYWORD, "the point has another value");
            }
        } else if (point.isEmpty() || point.get().kind() instanceof PointKind.Quantity) {
            variables(declaration);
            functions();
        }
        return true;
    }

    private void values(Point point) {
        switch (point.kind()) {
            case PointKind.Enumeration words ->
                words.values().forEach(value -> add(value, Sort.VALUE, point.name()));
            case PointKind.Truth truth -> {
                add("true", Sort.VALUE, point.name());
                add("false", Sort.VALUE, point.name());
            }
            case PointKind.Quantity quantity -> {}
            case PointKind.Words words -> {}
            case PointKind.Place place -> {}
        }
    }

    private void points(DeviceType type) {
        type.points().forEach(point -> add(point.name(), Sort.POINT, Hover.kind(point)));
    }

    private void units() {
        boolean time =
                caret.before(2).filter(w -> BEFORE_DURATIONS.contains(w.text())).isPresent()
                        || (caret.isBefore(2, "in") && caret.isBefore(3, "expires"))
                        || (caret.isBefore(2, ",") && caret.comparedPoint().isEmpty());
        Optional<Unit> wanted = time
                ? Language.unit("s")
                : caret.comparedPoint()
                        .flatMap(point -> point.kind() instanceof PointKind.Quantity quantity
                                ? Optional.of(quantity.unit())
                                : Optional.empty());
        Outline.units().forEach((symbol, measured) -> {
            Optional<Unit> unit = Language.unit(symbol);
            boolean fits = wanted.isEmpty()
                    || unit.map(Unit::dimension).equals(wanted.map(Unit::dimension));
            if (fits) {
                add(symbol, Sort.UNIT, measured);
            }
        });
    }

    private void keywords(String kind, int declaration) {
        if (caret.startsLine()) {
            words(Part.DECLARATION);
        }
        switch (kind) {
            case "type" -> words(Part.TYPE);
            case "mapping" -> words(Part.MAPPING);
            case "rule" -> rule(declaration);
            case "interlock" -> {
                words(Part.HEAD);
                words(Part.INTERLOCK);
                condition(declaration);
            }
            case "test" -> {
                words(Part.TEST);
                words(Part.ACTION);
                variables(declaration);
            }
            default -> {}
        }
    }

    private void rule(int declaration) {
        String clause = "";
        for (int back = 1; caret.before(back).isPresent() && clause.isEmpty(); back++) {
            String word = caret.before(back).map(Word::text).orElse("");
            boolean ends = Set.of("rule", "when", "then").contains(word);
            clause = ends || (word.equals("clear") && caret.isBefore(back + 1, "on")) ? word : "";
        }
        words(Part.CLAUSE);
        if (isBeforeDevices()) {
            types();
        }
        switch (clause) {
            case "rule" -> words(Part.HEAD);
            case "when" -> condition(declaration);
            default -> {
                words(Part.ACTION);
                variables(declaration);
            }
        }
    }

    /** Whether the type of devices in a place may stand here. */
    private boolean isBeforeDevices() {
        boolean called = caret.isBefore(1, "(")
                && caret.before(2).filter(w -> OF_MANY.contains(w.text())).isPresent();
        return called
                || caret.before(1).filter(w -> QUANTIFIERS.contains(w.text())).isPresent()
                || caret.isBefore(2, "least");
    }

    private void types() {
        caret.types().forEach(type -> add(type.name(), Sort.TYPE, type.title()));
    }

    private void condition(int declaration) {
        words(Part.CONDITION);
        variables(declaration);
        functions();
    }

    private void functions() {
        for (Entry entry : Vocabulary.of(Part.FUNCTION)) {
            add(entry.word(), Sort.FUNCTION, entry.meaning());
        }
    }

    private void variables(int declaration) {
        if (declaration < 0) {
            return;
        }
        List<Word> words = caret.words();
        for (int i = declaration + 2; i < caret.end(declaration); i++) {
            boolean each = i >= 2 && words.get(i - 2).is("each");
            boolean device = i + 1 < words.size()
                    && words.get(i + 1).is(":")
                    && words.get(declaration).is("test");
            if (each || device) {
                String type = words.get(each ? i - 1 : Math.min(i + 2, words.size() - 1))
                        .text();
                add(words.get(i).text(), Sort.VARIABLE, type);
            }
        }
    }

    private void words(Part part) {
        for (Entry entry : Vocabulary.of(part)) {
            add(entry.word(), Sort.KEYWORD, entry.meaning());
        }
    }

    private void add(String label, Sort sort, String detail) {
        if (found.stream().noneMatch(other -> other.label.equals(label))) {
            found.add(new Proposal(label, sort, detail));
        }
    }
}
