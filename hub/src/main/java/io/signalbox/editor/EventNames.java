package io.signalbox.editor;

import io.signalbox.language.DeviceEvent;
import io.signalbox.language.DeviceType;
import io.signalbox.language.Outline.Word;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The names of events: those that types declare, or else those that the file speaks of. */
final class EventNames {
    private static final Set<String> VERBS = Set.of("emits", "emit");

    private EventNames() {}

    /** Whether the word that is being written names an event that may be declared. */
    static boolean areExpected(Caret caret, String declaration) {
        return caret.before(1).filter(EventNames::isVerb).isPresent()
                || (declaration.equals("test")
                        && caret.isBefore(1, "event")
                        && (caret.isBefore(2, "expect") || caret.isBefore(2, "no")));
    }

    private static boolean isVerb(Word word) {
        return word.isName() && VERBS.contains(word.text());
    }

    /** By name in order, each with what is said of it. */
    static Map<String, String> of(Caret caret) {
        Map<String, String> names = new TreeMap<>();
        List<DeviceType> declaring =
                caret.types().stream().filter(type -> !type.events().isEmpty()).toList();
        Optional<DeviceType> own = subject(caret);
        own.map(List::of)
                .orElse(declaring)
                .forEach(type ->
                        type.events().forEach(event -> names.put(event.name(), event.title())));
        if (own.filter(declaring::contains).isEmpty()) {
            for (int i = 1; i < caret.words().size(); i++) {
                Word word = caret.words().get(i);
                if (word.isName()
                        && word.start() != caret.start()
                        && isVerb(caret.words().get(i - 1))) {
                    names.putIfAbsent(word.text(), "event");
                }
            }
        }
        return names;
    }

    /** The type of what emits: before the verb stands a name, or the place in which it stands. */
    private static Optional<DeviceType> subject(Caret caret) {
        int declaration = caret.declaration();
        if (caret.isBefore(3, "in")) {
            return caret.before(4).flatMap(type -> caret.type(type.text()));
        }
        if (caret.isBefore(1, "emits")) {
            return caret.before(2)
                    .flatMap(name -> caret.typeOf(name.text(), declaration))
                    .or(() -> member(caret));
        }
        for (int i = declaration + 1; i > 0 && i < caret.end(declaration); i++) {
            if (caret.words().get(i - 1).is("each")) {
                return caret.type(caret.words().get(i).text());
            }
        }
        return Optional.empty();
    }

    /** The type of the devices of which something is asked in {@code has (…)}. */
    private static Optional<DeviceType> member(Caret caret) {
        int back = 2;
        while (caret.before(back).isPresent() && !caret.isBefore(back, "has")) {
            back++;
        }
        return caret.before(back + 3).flatMap(type -> caret.type(type.text()));
    }

    /** Markdown about the event whose name is the word there, if a type declares it. */
    static Optional<String> hover(Caret caret, int at) {
        boolean named = at > 0
                && (isVerb(caret.words().get(at - 1))
                        || caret.words().get(at - 1).is("event"));
        String name = caret.words().get(at).text();
        return caret.types().stream()
                .filter(type -> named && type.event(name).isPresent())
                .map(type -> type.event(name).map(DeviceEvent::title).orElse(name))
                .findFirst()
                .map(title -> "event **" + name + "**: " + title);
    }
}
