package io.signalbox.language;

import io.signalbox.message.Value;
import io.signalbox.payload.DecodeFailure;
import io.signalbox.payload.Extract;
import io.signalbox.payload.LayoutReader;
import io.signalbox.payload.ReadingDecoder;
import io.signalbox.payload.Refusal;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * What a mapping made of one message.
 *
 * @param failure why nothing could be read at all, or null
 * @param values of points of the mapping's type, in its units
 * @param refusals what was there and is no value
 */
public record MappedMessage(
        @Nullable DecodeFailure failure, List<Told> values, List<DecodeFailure> refusals) {
    /**
     * A value of a point.
     *
     * @param eventMillis when it was so, or {@link ReadingDecoder#NO_TIME}
     * @param hasBadTime true if what stood for its time is none
     */
    public record Told(Point point, Value value, long eventMillis, boolean hasBadTime) {}

    public MappedMessage {
        values = List.copyOf(values);
        refusals = List.copyOf(refusals);
    }

    static MappedMessage read(
            Mapping mapping, MappingTable.Match match, byte[] payload, long receivedMillis) {
        Extract extract = LayoutReader.read(mapping.layout(), payload, receivedMillis);
        if (extract.failure() != null) {
            return new MappedMessage(extract.failure(), List.of(), List.of());
        }
        return new Reader(mapping, match, extract).run();
    }

    /** Goes through the fields of one mapping and one message. */
    private static final class Reader {
        private final Mapping mapping;
        private final MappingTable.Match match;
        private final Extract extract;
        private final List<Told> values = new ArrayList<>();
        private final List<DecodeFailure> refusals;

        Reader(Mapping mapping, MappingTable.Match match, Extract extract) {
            this.mapping = mapping;
            this.match = match;
            this.extract = extract;
            this.refusals = new ArrayList<>(extract.refusals());
        }

        MappedMessage run() {
            if (!mapping.byName().isEmpty()) {
                String name = match.level(TopicTemplate.POINT);
                Mapping.Field field = mapping.byName().get(name);
                if (field == null) {
                    refusals.add(new DecodeFailure(
                            Refusal.BAD_NAME,
                            0,
                            "'" + mapping.type().name() + "' has no point '" + name + "'"));
                } else {
                    add(field);
                }
            }
            mapping.fields().forEach(this::add);
            return new MappedMessage(null, values, refusals);
        }

        private void add(Mapping.Field field) {
            switch (field.origin()) {
                case Mapping.Origin.Slot at -> {
                    for (Extract.Found found : extract.values()) {
                        if (found.slot() == at.slot()) {
                            add(field, found);
                        }
                    }
                }
                case Mapping.Origin.Place place -> addPlace(field, place.slots());
                case Mapping.Origin.Level level -> {
                    Value.Text text = new Value.Text(match.level(level.name()));
                    long time = extract.eventMillis();
                    add(field, new Extract.Found(0, text, "", time, extract.hasBadTime(), 0));
                }
            }
        }

        /** A position of its parts, if latitude and longitude are there. */
        private void addPlace(Mapping.Field field, List<Integer> slots) {
            double[] parts = {Double.NaN, Double.NaN, Double.NaN};
            for (Extract.Found found : extract.values()) {
                int part = slots.indexOf(found.slot());
                if (part >= 0 && found.value() instanceof Value.Numeric number) {
                    parts[part] = number.value();
                }
            }
            if (Double.isNaN(parts[0]) && Double.isNaN(parts[1])) {
                return;
            }
            if (Value.Position.isPlace(parts[0], parts[1])) {
                Value place = new Value.Position(parts[0], parts[1], parts[2]);
                values.add(new Told(
                        field.point(), place, extract.eventMillis(), extract.hasBadTime()));
            } else {
                String detail = "'" + field.point().name() + "' needs a latitude up to 90 and a"
                        + " longitude up to 180 degrees, found " + parts[0] + ", " + parts[1];
                refusals.add(new DecodeFailure(Refusal.BAD_POSITION, 0, detail));
            }
        }

        private void add(Mapping.Field field, Extract.Found found) {
            Object made = found.unit().isEmpty()
                    ? field.conversion().apply(field.point().name(), found.value(), found.offset())
                    : inItsUnit(field, found);
            if (made instanceof Value value) {
                values.add(new Told(field.point(), value, found.eventMillis(), found.hasBadTime()));
            } else {
                refusals.add((DecodeFailure) made);
            }
        }

        /** A unit that comes with a value says more than the mapping can. */
        private static Object inItsUnit(Mapping.Field field, Extract.Found found) {
            boolean plain = field.point().kind() instanceof PointKind.Quantity
                    && found.value() instanceof Value.Numeric;
            return plain
                    ? SenmlUnits.convert(field.point(), found.value(), found.unit(), found.offset())
                    : field.conversion().apply(field.point().name(), found.value(), found.offset());
        }
    }
}
