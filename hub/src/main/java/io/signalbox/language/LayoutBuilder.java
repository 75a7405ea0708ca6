package io.signalbox.language;

import io.signalbox.language.Syntax.Origin;
import io.signalbox.payload.BinaryField;
import io.signalbox.payload.Encoding;
import io.signalbox.payload.JsonPointer;
import io.signalbox.payload.Layout;
import io.signalbox.payload.PointerTree;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Gathers the places of a mapping into the one {@link Layout} of its payloads. */
final class LayoutBuilder {
    private final Findings findings;
    private final List<JsonPointer> pointers = new ArrayList<>();
    private final Map<String, Integer> names = new LinkedHashMap<>();
    private final List<BinaryField> bytes = new ArrayList<>();
    private Encoding encoding = Encoding.JSON;
    private int timeSlot = Layout.NO_SLOT;
    private String kind = "";

    LayoutBuilder(Findings findings) {
        this.findings = findings;
    }

    Layout build() {
        if (!names.isEmpty()) {
            return new Layout.Senml(encoding, names);
        } else if (!bytes.isEmpty()) {
            return new Layout.Binary(bytes, timeSlot);
        } else if (!pointers.isEmpty()) {
            return new Layout.Fields(encoding, PointerTree.of(pointers), timeSlot);
        }
        return new Layout.Whole();
    }

    void time(Origin origin) {
        if (origin instanceof Origin.Senml) {
            throw fail(origin, "SenML has its times with its values", "leave this line away");
        }
        if (!(origin instanceof Origin.Pointer) && !(origin instanceof Origin.Bytes)) {
            throw fail(origin, "the time stands in the payload beside the values", "");
        }
        int before = pointers.size() + bytes.size();
        timeSlot = slot(origin);
        if (timeSlot < before) {
            throw fail(origin, "this place is a value of a point already", "");
        }
    }

    /** The slot of a place in the payload. */
    int slot(Origin origin) {
        return switch (origin) {
            case Origin.Pointer pointer -> {
                only(pointer.encoding() + " pointers", origin);
                encoding = pointer.encoding();
                yield pointer(pointer);
            }
            case Origin.Place place ->
                throw fail(place, "two pointers are the parts of a position", "");
            case Origin.Senml senml -> {
                only(senml.encoding() + " SenML", origin);
                encoding = senml.encoding();
                yield names.computeIfAbsent(senml.name(), name -> names.size());
            }
            case Origin.Bytes place -> {
                only("bytes", origin);
                bytes.add(place.field());
                yield bytes.size() - 1;
            }
            case Origin.Payload payload -> {
                only("payload", origin);
                yield 0;
            }
            case Origin.Level level ->
                throw fail(level, "a level of the topic is no place in the payload", "");
        };
    }

    private void only(String found, Origin origin) {
        if (!kind.isEmpty() && !kind.equals(found)) {
            throw fail(
                    origin,
                    "the lines of a mapping read one kind of payload",
                    "write a mapping for each kind");
        }
        kind = found;
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

    private SyntaxError fail(Origin origin, String message, String hint) {
        findings.error(origin.at(), message, hint);
        return new SyntaxError();
    }
}
