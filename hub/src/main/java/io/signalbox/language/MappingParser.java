package io.signalbox.language;

import io.signalbox.language.Lexer.Kind;
import io.signalbox.language.Lexer.Token;
import io.signalbox.language.Syntax.Expected;
import io.signalbox.language.Syntax.Expression;
import io.signalbox.language.Syntax.Head;
import io.signalbox.language.Syntax.MappingLine;
import io.signalbox.language.Syntax.MappingSample;
import io.signalbox.language.Syntax.Name;
import io.signalbox.language.Syntax.Origin;
import io.signalbox.language.Syntax.Scaling;
import io.signalbox.language.Syntax.TableEntry;
import io.signalbox.payload.Encoding;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads a {@code mapping}, line by line. */
final class MappingParser {
    /** Latitude, longitude, altitude. */
    private static final int PLACE_PARTS = 3;

    private final Cursor cursor;
    private final StatementParser statements;
    private final List<Name> topics = new ArrayList<>();
    private final List<MappingLine> lines = new ArrayList<>();
    private final List<MappingSample> samples = new ArrayList<>();

    MappingParser(Cursor cursor, StatementParser statements) {
        this.cursor = cursor;
        this.statements = statements;
    }

    /** The declaration whose first word, at {@code from}, has been read. */
    Syntax.Declaration mapping(int from) {
        Name name = cursor.name("the name of the mapping");
        cursor.expect("for", "and the name of a type");
        Name type = cursor.name("the name of a type");
        int titleAt = cursor.peek().kind() == Kind.STRING ? cursor.index() : -1;
        String title = cursor.optionalString();
        boolean whole = true;
        while (!cursor.atEnd() && !cursor.atDeclaration()) {
            int start = cursor.index();
            try {
                line();
            } catch (SyntaxError reported) {
                whole = false;
                skipLine(start);
            }
        }
        Head head = new Head(name, title, cursor.text(from), cursor.words(from, titleAt), whole);
        return new Syntax.MappingDeclaration(head, type, topics, lines, samples);
    }

    private void skipLine(int start) {
        if (cursor.index() == start) {
            cursor.next();
        }
        while (!cursor.atEnd() && !cursor.startsLine()) {
            cursor.next();
        }
    }

    private void line() {
        boolean each = cursor.at("{", TopicTemplate.POINT);
        if (each || cursor.peek(1).is("=")) {
            lines.add(field());
        } else if (cursor.take("topic")) {
            Position at = cursor.position();
            topics.add(new Name(cursor.string("a layout of topics"), at));
        } else if (cursor.at("sample")) {
            samples.add(sample());
        } else {
            throw cursor.failExpected("'topic', 'sample' or a point (power = …) of the mapping");
        }
    }

    private MappingLine field() {
        Name point = target();
        cursor.expect("=", "and where the value stands");
        Origin origin = origin();
        Optional<Scaling> scale = scaling("*", "/");
        Optional<Scaling> shift = scaling("+", "-");
        Optional<Name> unit = Optional.empty();
        if (cursor.take("in")) {
            Name written = cursor.pointUnit();
            if (written.text().isEmpty()) {
                throw cursor.failExpected("the unit in which the device sends it");
            }
            unit = Optional.of(written);
        }
        List<TableEntry> table = cursor.at("{", TopicTemplate.POINT) ? List.of() : table();
        return new MappingLine(point, origin, scale, shift, unit, table);
    }

    private Name target() {
        if (!cursor.at("{")) {
            return cursor.name("a point");
        }
        Token brace = cursor.next();
        cursor.next();
        cursor.expect("}", "after '{point'");
        return new Name("{" + TopicTemplate.POINT + "}", cursor.position(brace));
    }

    private Origin origin() {
        Position at = cursor.position();
        Optional<Encoding> encoding = encoding();
        if (encoding.isPresent() && cursor.take("senml")) {
            return new Origin.Senml(encoding.get(), cursor.string("the name of a record"), at);
        } else if (encoding.isPresent()) {
            return pointers(encoding.get(), at);
        } else if (cursor.take("senml")) {
            return new Origin.Senml(Encoding.JSON, cursor.string("the name of a record"), at);
        } else if (BinaryParser.isAt(cursor)) {
            return new Origin.Bytes(BinaryParser.field(cursor), at);
        } else if (cursor.take("payload")) {
            return new Origin.Payload(at);
        } else if (cursor.take("level")) {
            cursor.expect("{", "and the name of a level of the topic");
            Name name = cursor.name("the name of a level of the topic");
            cursor.expect("}", "after the name of the level");
            return new Origin.Level(name.text(), at);
        }
        throw cursor.failExpected("'json \"/…\"', 'cbor \"/…\"', 'senml \"…\"', 'payload',"
                + " 'level {…}' or bytes such as 'int16 at 3'");
    }

    /** One pointer; two or three lead to the parts of a position. */
    private Origin pointers(Encoding encoding, Position at) {
        List<Origin.Pointer> parts = new ArrayList<>();
        do {
            Position partAt = parts.isEmpty() ? at : cursor.position();
            String path = cursor.string("a pointer such as \"/ENERGY/Power\"");
            parts.add(new Origin.Pointer(encoding, path, partAt));
        } while (cursor.peek().kind() == Kind.STRING && parts.size() < PLACE_PARTS);
        return parts.size() == 1 ? parts.getFirst() : new Origin.Place(parts, at);
    }

    private Optional<Encoding> encoding() {
        if (cursor.take("json")) {
            return Optional.of(Encoding.JSON);
        }
        return cursor.take("cbor") ? Optional.of(Encoding.CBOR) : Optional.empty();
    }

    private Optional<Scaling> scaling(String sign, String otherSign) {
        if (!cursor.at(sign) && !cursor.at(otherSign)) {
            return Optional.empty();
        }
        String found = cursor.next().text();
        Token number = cursor.peek();
        if (number.kind() != Kind.NUMBER) {
            throw cursor.failExpected("a number after '" + found + "'");
        }
        boolean finite = Double.isFinite(Double.parseDouble(number.text()));
        if (!finite || (found.equals("/") && Double.parseDouble(number.text()) == 0)) {
            throw cursor.fail(
                    number,
                    finite ? "this divides by zero" : "the number is too large",
                    finite ? "divide by a number that is not 0" : Cursor.BELOW);
        }
        cursor.next();
        return Optional.of(new Scaling(found, number.text()));
    }

    private List<TableEntry> table() {
        if (!cursor.take("{")) {
            return List.of();
        }
        List<TableEntry> table = new ArrayList<>();
        do {
            Expression from = statements.value();
            cursor.expect("->", "and the value that it means");
            table.add(new TableEntry(from, statements.value()));
        } while (cursor.take(","));
        cursor.expect("}", "or ',' after a value of the list");
        return table;
    }

    private MappingSample sample() {
        Position at = cursor.position();
        cursor.next();
        boolean hexadecimal = cursor.take("hex");
        Position payloadAt = cursor.position();
        Name payload = new Name(cursor.string("what a device sends"), payloadAt);
        cursor.expect("on", "and the topic on which it was sent");
        Position topicAt = cursor.position();
        Name topic = new Name(cursor.string("the topic on which it was sent"), topicAt);
        cursor.expect("expect", "and the readings that come of it, or 'nothing',");
        List<Expected> expected = new ArrayList<>();
        if (!cursor.take("nothing")) {
            do {
                int from = cursor.index();
                Name point = cursor.name("a point");
                cursor.expect("=", "and a value");
                expected.add(new Expected(point, statements.value(), cursor.written(from)));
            } while (cursor.take(","));
        }
        Optional<Name> time = Optional.empty();
        if (cursor.take("at")) {
            Position timeAt = cursor.position();
            String text = cursor.string("a time such as \"2026-01-01T00:00:00Z\"");
            time = Optional.of(new Name(text, timeAt));
        }
        return new MappingSample(payload, hexadecimal, topic, expected, time, at);
    }
}
