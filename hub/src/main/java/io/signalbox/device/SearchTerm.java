package io.signalbox.device;

import io.signalbox.language.PointKind;
import io.signalbox.language.Unit;
import io.signalbox.message.Value;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** A part of a {@link DeviceSearch}. */
sealed interface SearchTerm {
    /** True if the device is one of those looked for. */
    boolean matches(Device device, SearchLook look);

    /** All of these, and none is no condition. */
    record All(List<SearchTerm> terms) implements SearchTerm {
        @Override
        public boolean matches(Device device, SearchLook look) {
            for (SearchTerm term : terms) {
                if (!term.matches(device, look)) {
                    return false;
                }
            }
            return true;
        }
    }

    /** One of these or more. */
    record Any(List<SearchTerm> terms) implements SearchTerm {
        @Override
        public boolean matches(Device device, SearchLook look) {
            for (SearchTerm term : terms) {
                if (term.matches(device, look)) {
                    return true;
                }
            }
            return false;
        }
    }

    /** Not this. */
    record Not(SearchTerm term) implements SearchTerm {
        @Override
        public boolean matches(Device device, SearchLook look) {
            return !term.matches(device, look);
        }
    }

    /** A word that says what is the matter with a device. */
    enum State {
        ONLINE,
        OFFLINE,
        ASLEEP,
        /** It only publishes: nobody has registered it. */
        UNKNOWN,
        /** Its last message could not be read, or not all of it. */
        FAILING,
        /** Only a sample of what it sends is looked at. */
        FLOODING
    }

    record Is(State state) implements SearchTerm {
        @Override
        public boolean matches(Device device, SearchLook look) {
            return switch (state) {
                case ONLINE -> look.presence(device) == Presence.ONLINE;
                case OFFLINE -> look.presence(device) == Presence.OFFLINE;
                case ASLEEP -> look.presence(device) == Presence.ASLEEP;
                case UNKNOWN -> !device.registered();
                case FAILING -> device.isFailing();
                case FLOODING -> look.isFlooding(device);
            };
        }
    }

    /** These letters are in its id, or in its attribute {@code title}. */
    record Words(String text) implements SearchTerm {
        @Override
        public boolean matches(Device device, SearchLook look) {
            if (SearchValue.contains(device.id(), text)) {
                return true;
            }
            String title = device.attribute("title");
            return title != null && SearchValue.contains(title, text);
        }
    }

    /** What a device is registered with, by a name that means the same everywhere. */
    enum Label {
        ID,
        TYPE,
        PLACE,
        TAG
    }

    record Labelled(Label label, SearchOperator operator, String word) implements SearchTerm {
        @Override
        public boolean matches(Device device, SearchLook look) {
            return switch (operator) {
                case HAS -> has(device);
                case UNEQUAL -> !is(device);
                case EQUAL, LESS, LESS_OR_EQUAL, MORE, MORE_OR_EQUAL -> is(device);
            };
        }

        private boolean has(Device device) {
            String like = word.endsWith("*") ? word : word + '*';
            return switch (label) {
                case ID -> SearchValue.isLike(device.id(), like);
                case PLACE ->
                    device.place().map(p -> SearchValue.isLike(p, like)).orElse(false);
                case TYPE, TAG -> is(device);
            };
        }

        private boolean is(Device device) {
            return switch (label) {
                case ID -> SearchValue.isLike(device.id(), word);
                case TYPE ->
                    device.typeName().map(t -> SearchValue.isLike(t, word)).orElse(false);
                case PLACE ->
                    device.place().map(p -> SearchValue.isLike(p, word)).orElse(false);
                case TAG -> hasTag(device.tags());
            };
        }

        private boolean hasTag(List<String> tags) {
            for (String tag : tags) {
                if (SearchValue.isLike(tag, word)) {
                    return true;
                }
            }
            return false;
        }
    }

    /** Exactly this type, or this place. */
    record Exactly(boolean type, String name) implements SearchTerm {
        @Override
        public boolean matches(Device device, SearchLook look) {
            return name.equals((type ? device.typeName() : device.place()).orElse(null));
        }
    }

    /** It has been silent for so long; {@code offlineOnly} if it has to be offline, too. */
    record Silent(boolean offlineOnly, SearchOperator operator, long millis) implements SearchTerm {
        @Override
        public boolean matches(Device device, SearchLook look) {
            return operator.holds((double) device.silentMillis(look.nowMillis()), (double) millis)
                    && (!offlineOnly || look.presence(device) == Presence.OFFLINE);
        }
    }

    /**
     * An attribute of this name, or else the last value of a point of this name.
     *
     * @param index counts the fields of one search from 0
     */
    record Field(int index, String name, SearchOperator operator, SearchValue value)
            implements SearchTerm {
        @Override
        public boolean matches(Device device, SearchLook look) {
            String attribute = device.attribute(name);
            if (attribute != null) {
                look.found(index);
                return value.isAny() || value.holds(operator, attribute);
            }
            Value last = device.lastValue(name);
            if (last == null) {
                return false;
            }
            look.found(index);
            return value.isAny() || holds(device, last, look);
        }

        private boolean holds(Device device, Value found, SearchLook look) {
            return switch (found) {
                case Value.Numeric number -> holds(device, number.value(), look);
                case Value.Whole whole -> holds(device, (double) whole.value(), look);
                case Value.Position place -> value.holds(operator, place.toString());
                case Value.Text word -> value.holds(operator, word.value());
                case Value.Bool flag -> value.holds(operator, flag);
            };
        }

        private boolean holds(Device device, double found, SearchLook look) {
            double wanted = wanted(device, look);
            return !Double.isNaN(wanted) && operator.holds(found, wanted);
        }

        /** The number in the unit of the device's point; NaN if they cannot be compared. */
        private double wanted(Device device, SearchLook look) {
            Unit written = value.unit();
            if (!value.isNumber() || written == null) {
                return value.number();
            }
            Unit unit = unit(device);
            if (unit == null || !unit.dimension().equals(written.dimension())) {
                return Double.NaN;
            }
            return look.converted(index, value.number(), written, unit);
        }

        private @Nullable Unit unit(Device device) {
            return device.type()
                    .flatMap(type -> type.point(name))
                    .map(point -> point.kind() instanceof PointKind.Quantity q ? q.unit() : null)
                    .orElse(null);
        }
    }
}
