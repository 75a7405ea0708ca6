package io.signalbox.rules;

import io.signalbox.language.Action;
import io.signalbox.language.Operand;
import io.signalbox.language.Setting;
import io.signalbox.language.Template;

import java.util.stream.Stream;

/** The numbers that actions work out when they are done. */
final class Calculations {
    private Calculations() {}

    static Stream<Operand> of(Action action) {
        return switch (action) {
            case Action.Claim claim ->
                claim.setting() instanceof Setting.Calculated calculated
                        ? Stream.of(calculated.number())
                        : Stream.empty();
            case Action.Alarm alarm -> of(alarm.text());
            case Action.Notify notify -> of(notify.text());
            case Action.Publish publish -> of(publish.payload());
            case Action.Emit emit -> emit.text().stream().flatMap(Calculations::of);
            case Action.After after -> Stream.empty();
        };
    }

    private static Stream<Operand> of(Template text) {
        return text.parts().stream()
                .filter(Template.Part.Calculated.class::isInstance)
                .map(part -> ((Template.Part.Calculated) part).number());
    }
}
