package io.signalbox.language;

import io.signalbox.language.Syntax.Name;
import io.signalbox.language.Syntax.Order;
import io.signalbox.message.Qos;
import io.signalbox.message.Topic;

import java.util.List;
import java.util.Optional;

/** Checks the actions by which a rule speaks to people and programs. */
final class SayingChecker {
    private final String title;
    private final String variable;
    private final Scope scope;

    /** @param title of the rule: what people are told if the author gave no words */
    SayingChecker(String title, String variable, Scope scope) {
        this.title = title;
        this.variable = variable;
        this.scope = scope;
    }

    Action notify(Order.Notify order) {
        String via = order.via().text();
        if (!via.isEmpty() && !Action.Notify.WAYS.contains(via)) {
            throw scope.fail(
                    order.via().at(),
                    "'" + via + "' is no way to tell people ("
                            + String.join(", ", Action.Notify.WAYS) + ")",
                    via.equals("sms") || via.equals("phone")
                            ? "such services are reached by a webhook"
                            : Nearest.hint(via, Action.Notify.WAYS));
        }
        if (order.who().text().isBlank()) {
            throw scope.fail(order.who().at(), "this names nobody", "write notify everybody");
        }
        Template text = order.text().text().isEmpty()
                ? new Template(List.of(
                        new Template.Part.Fixed(title + ": "), new Template.Part.DeviceName()))
                : template(order.text());
        return new Action.Notify(order.who().text(), text, via, order.written());
    }

    Action emit(Order.Emit order) {
        Optional<Template> text = order.text().text().isEmpty()
                ? Optional.empty()
                : Optional.of(template(order.text()));
        return new Action.Emit(scope.event(order.event()), text, order.written());
    }

    Action publish(Order.Publish order) {
        return new Action.Publish(
                topic(order.topic()),
                template(order.payload()),
                Qos.of(order.qos()),
                order.retained(),
                order.written());
    }

    private Template template(Name text) {
        return TemplateChecker.check(text.text(), text.at(), variable, scope);
    }

    private Template topic(Name written) {
        Template topic = template(written);
        StringBuilder example = new StringBuilder();
        for (Template.Part part : topic.parts()) {
            switch (part) {
                case Template.Part.Fixed fixed -> example.append(fixed.text());
                case Template.Part.DeviceName device -> example.append('x');
                case Template.Part.Among among ->
                    throw scope.fail(
                            written.at(),
                            "a topic has a place for the device alone, not for those in a place",
                            "put them into the payload");
                case Template.Part.PointValue value ->
                    throw scope.fail(
                            written.at(),
                            "a topic has a place for the device alone, not for '"
                                    + value.point().name() + "'",
                            "put values into the payload");
                case Template.Part.Calculated value ->
                    throw scope.fail(
                            written.at(),
                            "a topic has a place for the device alone, not for a calculation",
                            "put values into the payload");
            }
        }
        refuse(written, topic, example.toString());
        return topic;
    }

    private void refuse(Name written, Template topic, String example) {
        if (!Topic.isName(example)) {
            throw scope.fail(
                    written.at(),
                    "'" + written.text() + "' is no topic to publish to",
                    "a topic is not empty and has neither + nor #");
        }
        if (!(topic.parts().getFirst() instanceof Template.Part.Fixed)) {
            throw scope.fail(
                    written.at(),
                    "a topic does not begin with the device",
                    "begin with a word, such as plant/" + written.text());
        }
        if (example.startsWith("$") || example.startsWith("d/") || example.equals("d")) {
            throw scope.fail(
                    written.at(),
                    "topics below '" + (example.startsWith("$") ? "$" : "d/")
                            + "' are the hub's own: a rule could make up readings and commands",
                    example.startsWith("d/")
                            ? "use 'set' for commands and 'emit' for events of the device"
                            : "use another topic");
        }
    }
}
