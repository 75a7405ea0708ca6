package io.signalbox.console;

import io.signalbox.language.DeviceType;
import io.signalbox.language.Language;
import io.signalbox.language.Point;
import io.signalbox.message.Reading;

import java.util.Optional;

/** What is wrong with the last value of a point, in a sentence: why no rule goes by it. */
final class PointNote {
    private PointNote() {}

    static Optional<String> of(DeviceType type, Reading reading) {
        Optional<Point> declared = type.point(reading.point());
        if (declared.isEmpty()) {
            return Optional.of(undeclared(type, reading.point()));
        }
        return switch (reading.quality()) {
            case GOOD -> Optional.empty();
            case BAD ->
                Optional.of("expected " + declared.get().kind().expectation() + ", found "
                        + reading.value());
            case UNCERTAIN ->
                Optional.of("its time is not believed: it is more than a minute ahead of the hub's"
                        + " clock, more than a day behind, or no time at all");
            case STALE -> Optional.of("it is too old");
        };
    }

    private static String undeclared(DeviceType type, String point) {
        String near = Language.didYouMean(
                point, type.points().stream().map(Point::name).toList());
        return type.name() + " declares no such point, so no rule sees it"
                + (near.isEmpty() ? "" : "; " + near);
    }
}
