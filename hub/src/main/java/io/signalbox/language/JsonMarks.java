package io.signalbox.language;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Where the parts of a tree stand in the text that was made of it: pointers by line and column. */
final class JsonMarks {
    private record Mark(int line, int column, String pointer) {}

    private static final Comparator<Mark> ORDER = Comparator.comparingInt(Mark::line)
            .thenComparingInt(Mark::column)
            .thenComparingInt(mark -> mark.pointer().length());

    private final List<Mark> marks = new ArrayList<>();
    private final List<Lexer.Token> tokens;

    private JsonMarks(Source source) {
        tokens = Lexer.tokens(source, new Findings());
        List<Syntax.Declaration> declarations = Parser.parse(source, new Findings());
        for (int i = 0; i < declarations.size(); i++) {
            parts((Record) declarations.get(i), "/declarations/" + i);
        }
        marks.sort(ORDER);
    }

    static JsonMarks of(String text) {
        return new JsonMarks(new Source("", text));
    }

    private void parts(Record record, String pointer) {
        for (var component : record.getClass().getRecordComponents()) {
            Object part = SyntaxJson.part(record, component);
            String name = component.getName();
            if (part instanceof Position at && isSaid(record, name)) {
                mark(at, name.equals("textAt") ? pointer + "/text" : pointer);
            } else if (part instanceof Written written) {
                mark(written.at(), pointer);
            } else if (part instanceof Syntax.Head head) {
                part(head.name(), pointer + "/name");
            } else if (part != null) {
                part(part, pointer + "/" + SyntaxJson.name(name));
            }
        }
    }

    /** What is not written has the place of what stands behind it. */
    private static boolean isSaid(Record record, String name) {
        boolean noUnit = record instanceof Syntax.Expression.Amount amount
                && amount.unit().isEmpty();
        return !(noUnit && name.equals("unitAt"));
    }

    private void part(Object part, String pointer) {
        if (part instanceof Syntax.Name name) {
            if (!name.text().isEmpty()) {
                mark(name.at(), pointer);
            }
        } else if (part instanceof Optional<?> optional) {
            optional.ifPresent(value -> part(value, pointer));
        } else if (part instanceof Collection<?> items) {
            int index = 0;
            for (Object item : items) {
                part(item, pointer + "/" + index++);
            }
        } else if (part instanceof Record record) {
            parts(record, pointer);
        }
    }

    private void mark(Position at, String pointer) {
        marks.add(new Mark(at.line(), at.column(), pointer));
    }

    /**
     * The part that begins with the word at this place, or the smallest one around it that is
     * known.
     */
    String pointer(int line, int column) {
        Mark sought = beginning(line, column);
        int after = 0;
        while (after < marks.size() && ORDER.compare(marks.get(after), sought) < 0) {
            after++;
        }
        if (after < marks.size() && isAt(marks.get(after), sought)) {
            return marks.get(after).pointer();
        }
        String before = after == 0 ? "" : marks.get(after - 1).pointer();
        return common(before, after == marks.size() ? before : marks.get(after).pointer());
    }

    private static boolean isAt(Mark mark, Mark sought) {
        return mark.line() == sought.line() && mark.column() == sought.column();
    }

    private Mark beginning(int line, int column) {
        Mark place = new Mark(line, column, "");
        Mark beginning = place;
        for (Lexer.Token token : tokens) {
            Mark begins = new Mark(token.line(), token.column(), "");
            if (ORDER.compare(begins, place) > 0) {
                break;
            }
            beginning = begins;
        }
        return beginning;
    }

    private static String common(String one, String other) {
        String[] steps = one.split("/", -1);
        String[] others = other.split("/", -1);
        StringBuilder common = new StringBuilder();
        for (int i = 1; i < Math.min(steps.length, others.length); i++) {
            if (!steps[i].equals(others[i])) {
                break;
            }
            common.append('/').append(steps[i]);
        }
        return common.toString();
    }
}
