package io.signalbox.language;

import io.signalbox.language.Syntax.Name;

import java.util.Optional;

/** What a rule can see beside its own device: other types, and kinds of place. */
interface Neighbourhood {
    /** Nothing else: what is said of one device alone. */
    Neighbourhood NONE = new Neighbourhood() {
        @Override
        public TypeChecker.Result type(Name name) {
            throw new IllegalStateException("nothing but one device is seen here");
        }

        @Override
        public boolean knows(String type) {
            return false;
        }

        @Override
        public Optional<PlaceKind> kind(String name) {
            return Optional.empty();
        }

        @Override
        public String words(DeviceType type, Point point) {
            return "";
        }
    };

    /** The type of this name; what is wrong is reported and thrown. */
    TypeChecker.Result type(Name name);

    /** Whether there is a type of this name. */
    boolean knows(String type);

    Optional<PlaceKind> kind(String name);

    /** The declaration of the point, which is a part of the version of rules that read it. */
    String words(DeviceType type, Point point);
}
