package io.signalbox.language;

import io.signalbox.language.Condition.Quantifier;
import io.signalbox.language.Lexer.Kind;
import io.signalbox.language.Syntax.Name;
import io.signalbox.language.Syntax.Statement;

import java.util.Locale;
import java.util.Set;
import java.util.function.Function;

/**
 * Reads what is said of the devices in a place: {@code any Pir in r has (motion is on)}, or what
 * happens to them: {@code any Pir in r emits tampered}.
 */
final class MemberParser {
    /** Most devices that {@code at least} asks for. */
    private static final int MAX_LEAST = 1_000_000;

    private static final Set<String> QUANTIFIERS = Set.of("any", "all", "no");

    private final Cursor cursor;

    MemberParser(Cursor cursor) {
        this.cursor = cursor;
    }

    /** True at the first word of such a statement. */
    boolean isHere() {
        return cursor.at("at", "least")
                || (cursor.peek().kind() == Kind.WORD
                        && QUANTIFIERS.contains(cursor.peek().text())
                        && cursor.peek(1).kind() == Kind.WORD);
    }

    /**
     * The statement.
     *
     * @param condition reads what stands between the parentheses, about the points of this type
     */
    Statement read(Function<Name, Statement> condition) {
        int from = cursor.index();
        Quantifier quantifier = Quantifier.AT_LEAST;
        int least = 0;
        if (cursor.take("at", "least")) {
            least = cursor.integer("the number of devices", MAX_LEAST);
        } else {
            quantifier = Quantifier.valueOf(cursor.next().text().toUpperCase(Locale.ROOT));
        }
        Name type = cursor.name("the type of the devices");
        cursor.expect("in", "and the place, as in 'any Pir in r has (motion is on)'");
        Name place = cursor.name("the name of the place, or of a device that stands in it");
        int verb = cursor.index();
        if (cursor.take("emits")) {
            Name event = cursor.name("the name of an event");
            Statement emits = new Statement.Emits(type, event, cursor.written(verb));
            return new Statement.Counted(
                    quantifier, least, type, place, emits, cursor.written(from));
        }
        cursor.expect("has", "and what the devices have, as in 'has (motion is on)'");
        cursor.expect("(", "before what each '" + type.text() + "' has");
        Statement of = condition.apply(type);
        cursor.expect(")", "after what each '" + type.text() + "' has");
        return new Statement.Counted(quantifier, least, type, place, of, cursor.written(from));
    }
}
