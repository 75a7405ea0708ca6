package io.signalbox.language;

import io.signalbox.language.Lexer.Kind;
import io.signalbox.language.Syntax.Name;
import io.signalbox.language.Syntax.Order;
import io.signalbox.language.Syntax.TestExpectation;

import java.util.Optional;

/** Reads the actions by which a rule speaks to people and programs, and what tests expect of them. */
final class SayingParser {
    private static final int HIGHEST_QOS = 2;

    private final Cursor cursor;

    SayingParser(Cursor cursor) {
        this.cursor = cursor;
    }

    /** True at the first word of such an action. */
    boolean isNext() {
        return cursor.at("notify") || cursor.at("publish") || cursor.at("emit");
    }

    /** The action that begins here. */
    Order order() {
        int from = cursor.index();
        if (cursor.take("notify")) {
            return notify(from);
        } else if (cursor.take("publish")) {
            return publish(from);
        }
        cursor.expect("emit", "and the name of an event");
        Name event = cursor.name("the name of an event");
        Name text = optionalText();
        return new Order.Emit(event, text, cursor.written(from));
    }

    private Order notify(int from) {
        Name who = wordOrText("who is told, such as \"shift lead\" or everybody,");
        Name text = optionalText();
        Name via = cursor.take("via")
                ? wordOrText("a way such as mail")
                : new Name("", cursor.position());
        return new Order.Notify(who, text, via, cursor.written(from));
    }

    private Order publish(int from) {
        Name topic = text("a topic");
        Name payload = text("the payload after the topic");
        int qos = 1;
        boolean retained = false;
        while (true) {
            if (cursor.take("qos")) {
                qos = cursor.integer("a quality of service", HIGHEST_QOS);
            } else if (cursor.take("retained")) {
                retained = true;
            } else {
                return new Order.Publish(topic, payload, qos, retained, cursor.written(from));
            }
        }
    }

    private Name text(String what) {
        Position at = cursor.position();
        return new Name(cursor.string(what), at);
    }

    private Name optionalText() {
        Position at = cursor.position();
        return new Name(cursor.optionalString(), at);
    }

    private Name wordOrText(String what) {
        return cursor.peek().kind() == Kind.STRING
                ? cursor.named(cursor.next())
                : cursor.name(what);
    }

    /** What a test expects, behind {@code expect} and perhaps {@code no}. */
    TestExpectation expectation(int from, boolean forbidden, TestParser test) {
        Scenario.Told what;
        Name name;
        if (cursor.take("notify")) {
            what = Scenario.Told.NOTIFY;
            name = wordOrText("who is told");
        } else if (cursor.take("publish")) {
            what = Scenario.Told.PUBLISH;
            name = text("a topic");
        } else {
            cursor.expect(
                    "event", "or 'set', 'alarm', 'notify', 'publish' or 'nothing' after 'expect'");
            what = Scenario.Told.EVENT;
            name = cursor.name("the name of an event");
        }
        Optional<String> text = cursor.peek().kind() == Kind.STRING
                ? Optional.of(cursor.next().text())
                : Optional.empty();
        Optional<Name> device =
                cursor.take("on") ? Optional.of(test.deviceName()) : Optional.empty();
        Scenario.Window window = test.window();
        Optional<Name> by = test.by();
        return new TestExpectation.Told(
                forbidden, what, name, text, device, window, by, cursor.written(from));
    }
}
