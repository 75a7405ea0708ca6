package io.signalbox.language;

import io.signalbox.language.Lexer.Kind;
import io.signalbox.language.Syntax.Head;
import io.signalbox.language.Syntax.Name;

import java.util.ArrayList;
import java.util.List;

/** Reads areas. */
final class AreaParser {
    private final Cursor cursor;
    private final StatementParser statements;

    AreaParser(Cursor cursor, StatementParser statements) {
        this.cursor = cursor;
        this.statements = statements;
    }

    /** An area whose first word, at {@code from}, has been read. */
    Syntax.Declaration area(int from) {
        Name name = cursor.name("the name of the area");
        int titleAt = cursor.peek().kind() == Kind.STRING ? cursor.index() : -1;
        String title = cursor.optionalString();
        Syntax.Shape shape;
        if (cursor.take("circle")) {
            Syntax.Coordinates middle = coordinates();
            cursor.expect("radius", "after the middle of the circle");
            shape = new Syntax.Shape.Circle(middle, statements.value());
        } else if (cursor.take("polygon")) {
            shape = polygon();
        } else {
            throw cursor.failExpected(
                    "'circle 52.5, 13.4 radius 200 m' or 'polygon (52.5, 13.4) (52.6, 13.4) …'");
        }
        Head head = new Head(name, title, cursor.text(from), cursor.words(from, titleAt), true);
        return new Syntax.AreaDeclaration(head, shape);
    }

    private Syntax.Shape polygon() {
        Position at = cursor.position();
        List<Syntax.Coordinates> corners = new ArrayList<>();
        while (cursor.take("(")) {
            corners.add(coordinates());
            cursor.expect(")", "after the corner");
        }
        return new Syntax.Shape.Polygon(corners, at);
    }

    private Syntax.Coordinates coordinates() {
        Position at = cursor.position();
        double latitude = degrees("a latitude");
        cursor.expect(",", "and the longitude");
        return new Syntax.Coordinates(latitude, degrees("a longitude"), at);
    }

    private double degrees(String what) {
        boolean negative = cursor.take("-");
        if (cursor.peek().kind() != Kind.NUMBER) {
            throw cursor.failExpected(what + " in degrees, such as 52.5");
        }
        double number = Double.parseDouble(cursor.next().text());
        return negative ? 0 - number : number;
    }
}
