package io.signalbox.importer;

import java.util.List;
import java.util.Map;

/** An expression of PromQL, as far as rules of one device can be made of it. */
sealed interface PromQl {
    record Amount(String number) implements PromQl {}

    /** Series of a metric; {@code rangeMillis} is 0 for their latest values. */
    record Series(String metric, Map<String, String> labels, long rangeMillis) implements PromQl {
        public Series {
            labels = Map.copyOf(labels);
        }
    }

    record Call(String function, List<PromQl> arguments) implements PromQl {
        public Call {
            arguments = List.copyOf(arguments);
        }
    }

    record Negated(PromQl of) implements PromQl {}

    record Binary(String operator, PromQl left, PromQl right) implements PromQl {}
}
