package io.signalbox.alarm;

import io.signalbox.bytes.ByteReader;
import io.signalbox.bytes.ByteWriter;
import io.signalbox.effect.Cause;
import io.signalbox.journal.Entry;
import io.signalbox.language.Template;

/**
 * A rule has something to tell somebody; the body of a TELL record.
 *
 * @param who a name of the configuration, or everybody who is told of alarms
 * @param via the way to them; empty for all ways
 * @param atMillis plant time of the decision
 */
public record Tell(
        String who,
        String via,
        String rule,
        String device,
        long activation,
        String text,
        long atMillis) {
    public Tell {
        text = Template.cut(text, Template.MAX_TEXT);
    }

    /** Writes the body, without its cause. */
    public void write(ByteWriter out) {
        out.string(who).string(via).string(rule).string(device).zigzag(activation);
        out.string(text).zigzag(atMillis);
    }

    /** Reads the body of a TELL record. */
    public static Tell read(Entry entry) {
        ByteReader in = entry.body();
        if ((entry.flags() & Entry.CAUSED) != 0) {
            Cause.read(in);
        }
        return read(in);
    }

    static Tell read(ByteReader in) {
        return new Tell(
                in.string(),
                in.string(),
                in.string(),
                in.string(),
                in.zigzag(),
                in.string(),
                in.zigzag());
    }
}
