package io.signalbox.history;

import io.signalbox.message.Reading;
import io.signalbox.message.Value;
import io.signalbox.payload.JsonWriter;
import io.signalbox.time.Times;

import java.util.Locale;

/** Readings as lines of text, for files. */
final class ReadingLines {
    static final String CSV_HEAD = "device,point,ts,value,text,quality,seq,received\n";

    private ReadingLines() {}

    /** The columns of the table, with nothing where it has NULL. */
    static String csv(Reading reading) {
        StringBuilder line = new StringBuilder(96)
                .append(CsvCell.text(reading.device()))
                .append(',')
                .append(CsvCell.text(reading.point()))
                .append(',')
                .append(Times.of(reading.eventMillis()))
                .append(',');
        switch (reading.value()) {
            case Value.Numeric number -> line.append(digits(number.value())).append(',');
            case Value.Whole whole ->
                line.append(digits((double) whole.value())).append(',').append(whole);
            case Value.Position place -> line.append(',').append(CsvCell.text(place.toString()));
            case Value.Text text -> line.append(',').append(CsvCell.text(text.value()));
            case Value.Bool bool -> line.append(bool.value() ? "1,true" : "0,false");
        }
        return line.append(',')
                .append(quality(reading))
                .append(',')
                .append(reading.sequence())
                .append(',')
                .append(Times.of(reading.receivedMillis()))
                .append('\n')
                .toString();
    }

    /** One object, whose value is a number, a string, or true or false. */
    static String json(Reading reading) {
        JsonWriter json = new JsonWriter()
                .beginObject()
                .field("device", reading.device())
                .field("point", reading.point())
                .field("ts", Times.of(reading.eventMillis()))
                .field("value", reading.value())
                .field("quality", quality(reading))
                .field("seq", reading.sequence())
                .field("received", Times.of(reading.receivedMillis()));
        return json.end() + "\n";
    }

    private static String quality(Reading reading) {
        return reading.quality().name().toLowerCase(Locale.ROOT);
    }

    /** Enough digits for the same number to come back; whole numbers without a fraction. */
    private static String digits(double number) {
        boolean whole = number == Math.rint(number) && Math.abs(number) < 1e15;
        return whole && (number != 0 || 1 / number > 0)
                ? Long.toString((long) number)
                : Double.toString(number);
    }
}
