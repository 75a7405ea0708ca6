package io.signalbox.hub;

import java.util.Arrays;
import java.util.Locale;
import java.util.logging.ConsoleHandler;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** One line per event on the standard error; libraries speak up only when something is wrong. */
final class Log {
    private static final Logger ROOT = Logger.getLogger("");
    private static final Logger OWN = Logger.getLogger("io.signalbox");

    /** It tells a port that is taken by two stack traces; the hub says it in a sentence. */
    private static final Logger HTTP_START = Logger.getLogger("io.helidon.webserver.LoomServer");

    private Log() {}

    static void configure() {
        for (var handler : ROOT.getHandlers()) {
            ROOT.removeHandler(handler);
        }
        ConsoleHandler console = new ConsoleHandler();
        console.setFormatter(new Line());
        console.setLevel(Level.ALL);
        ROOT.addHandler(console);
        ROOT.setLevel(Level.WARNING);
        OWN.setLevel(Level.INFO);
        HTTP_START.setLevel(Level.OFF);
    }

    /** Numbers are written the same everywhere, so that a record's can be copied into a command. */
    static final class Line extends Formatter {
        @Override
        public String format(LogRecord record) {
            StringBuilder line = new StringBuilder(160)
                    .append(record.getInstant())
                    .append(' ')
                    .append(record.getLevel().getName().toLowerCase(Locale.ROOT))
                    .append("  ");
            Object[] parameters = record.getParameters();
            if (parameters != null) {
                record.setParameters(
                        Arrays.stream(parameters).map(String::valueOf).toArray());
            }
            appendPlain(line, formatMessage(record));
            Throwable thrown = record.getThrown();
            if (thrown != null) {
                line.append(": ");
                appendPlain(line, thrown.toString());
                if (record.getLevel().intValue() >= Level.SEVERE.intValue()) {
                    for (StackTraceElement frame : thrown.getStackTrace()) {
                        line.append("\n    at ").append(frame);
                    }
                }
            }
            return line.append('\n').toString();
        }

        /** Client ids and topics are hostile text: control characters do not reach a terminal. */
        private static void appendPlain(StringBuilder line, String text) {
            text.codePoints()
                    .map(c -> Character.isISOControl(c) ? '?' : c)
                    .forEach(line::appendCodePoint);
        }
    }
}
