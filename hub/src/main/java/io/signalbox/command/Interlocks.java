package io.signalbox.command;

import io.signalbox.message.Value;

/** What is never done, whoever asks; consulted each time before a device is told something. */
public interface Interlocks {
    /** What an interlock says. */
    sealed interface Verdict {
        /** Nothing speaks against it. */
        record Allowed() implements Verdict {}

        /** It is not done; {@code interlock} forbids it, {@code reason} tells why now. */
        record Vetoed(String interlock, String reason) implements Verdict {}
    }

    Verdict check(String device, String point, Value value);
}
