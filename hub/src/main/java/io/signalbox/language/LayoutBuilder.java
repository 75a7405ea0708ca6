package io.signalbox.language;

import io.signalbox.language.Syntax.Origin;
import io.signalbox.payload.JsonPointer;
import io.signalbox.payload.Layout;
import io.signalbox.payload.PointerTree;

import java.util.ArrayList;
import java.util.List;

/** Gathers the places of a mapping into the one {@link Layout} of its payloads. */
final class LayoutBuilder {
    private final Findings findings;
    private final List<JsonPointer> pointers = new ArrayList<>();
    private int timeSlot = Layout.NO_SLOT;
    private boolean whole;

    LayoutBuilder(Findings findings) {
        this.findings = findings;
    }

    Layout build() {
        return whole ? new Layout.Whole() : new Layout.Fields(PointerTree.of(pointers), timeSlot);
    }

    void time(Origin origin) {
        if (!(origin instanceof Origin.Pointer)) {
            throw fail(origin, "the time stands in the payload beside the values", "");
        }
        timeSlot = slot(origin);
    }

    /** The slot of a place in the payload. */
    int slot(Origin origin) {
        return switch (origin) {
            case Origin.Pointer pointer -> {
                if (whole) {
                    throw mixed(origin);
                }
                yield pointer(pointer);
            }
            case Origin.Payload payload -> {
                if (!pointers.isEmpty()) {
                    throw mixed(origin);
                }
                whole = true;
                yield 0;
            }
            case Origin.Level level ->
                throw fail(level, "a level of the topic is no place in the payload", "");
        };
    }

    private int pointer(Origin.Pointer written) {
        JsonPointer pointer;
        try {
            pointer = JsonPointer.parse(written.path());
        } catch (IllegalArgumentException e) {
            throw fail(written, String.valueOf(e.getMessage()), "");
        }
        int known = pointers.indexOf(pointer);
        if (known >= 0 && known != timeSlot) {
            return known;
        }
        if (known >= 0) {
            throw fail(written, "\"" + pointer + "\" is the time of the message already", "");
        }
        pointers.add(pointer);
        return pointers.size() - 1;
    }

    private SyntaxError mixed(Origin origin) {
        return fail(
                origin,
                "the lines of a mapping read one kind of payload",
                "write a mapping for each kind");
    }

    private SyntaxError fail(Origin origin, String message, String hint) {
        findings.error(origin.at(), message, hint);
        return new SyntaxError();
    }
}
