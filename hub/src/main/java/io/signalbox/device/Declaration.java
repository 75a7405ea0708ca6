package io.signalbox.device;

import io.signalbox.bytes.ByteReader;
import io.signalbox.bytes.ByteWriter;
import io.signalbox.language.Source;

import java.util.ArrayList;
import java.util.List;

/**
 * The body of a {@code DECLARATION} record: all types, rules, interlocks and tests, as text. One
 * declaration replaces the last as a whole, and is in the journal only if it had no errors.
 *
 * @param sources in the order in which they are checked
 */
public record Declaration(List<Source> sources) {
    /** What holds before the first declaration. */
    public static final Declaration NONE = new Declaration(List.of());

    private static final int FACTS_GO_ON = 1;

    public Declaration {
        sources = List.copyOf(sources);
    }

    /** Writes the body of a record, at whose instant facts go on. */
    public void write(ByteWriter out) {
        writeSources(out);
        out.u8(FACTS_GO_ON);
    }

    void writeSources(ByteWriter out) {
        out.varint(sources.size());
        for (Source source : sources) {
            out.string(source.file()).string(source.text());
        }
    }

    /**
     * Whether windows and dwells go on in rules that changed, given what stands in a record behind
     * what {@link #read} took: nothing in those of before, which are to lead to what they led to.
     */
    static boolean factsGoOn(ByteReader in) {
        return in.remaining() > 0 && in.u8() == FACTS_GO_ON;
    }

    public static Declaration read(ByteReader in) {
        List<Source> sources = new ArrayList<>();
        for (int left = in.count(); left > 0; left--) {
            sources.add(new Source(in.string(), in.string()));
        }
        return new Declaration(sources);
    }
}
