package io.signalbox.analysis;

import io.signalbox.language.Action;
import io.signalbox.language.Findings;
import io.signalbox.language.Program;
import io.signalbox.language.Rule;
import io.signalbox.language.Template;
import io.signalbox.language.Written;

import java.util.stream.Stream;

/** Finds texts that are longer than what is told of them. */
final class TextCheck {
    private final Findings findings;

    TextCheck(Findings findings) {
        this.findings = findings;
    }

    void check(Program program) {
        for (Rule rule : program.rules()) {
            Stream.concat(rule.then().stream(), rule.onClear().stream()).forEach(this::check);
        }
    }

    private void check(Action action) {
        switch (action) {
            case Action.Alarm alarm -> text(alarm.text(), alarm.written());
            case Action.Notify notify -> text(notify.text(), notify.written());
            case Action.Emit emit -> emit.text().ifPresent(text -> text(text, emit.written()));
            case Action.Publish publish -> {
                if (publish.payload().fixedLength() > Template.MAX_PAYLOAD) {
                    findings.warning(
                            "long-text",
                            publish.written().at(),
                            "this payload has " + publish.payload().fixedLength()
                                    + " characters: a message of more than "
                                    + Template.MAX_PAYLOAD + " is not published",
                            "publish it in parts");
                }
            }
            case Action.Claim claim -> claim.otherwise().ifPresent(this::check);
            case Action.After after -> check(after.action());
        }
    }

    private void text(Template text, Written written) {
        if (text.fixedLength() > Template.MAX_TEXT) {
            findings.warning(
                    "long-text",
                    written.at(),
                    "this text has " + text.fixedLength()
                            + " characters: of what people are told the first "
                            + Template.MAX_TEXT + " are kept",
                    "write a shorter one");
        }
    }
}
