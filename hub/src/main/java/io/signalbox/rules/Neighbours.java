package io.signalbox.rules;

import io.signalbox.language.DeviceType;
import io.signalbox.language.PlaceKind;

/** Who stands where, for rules that look across devices. */
interface Neighbours {
    /** The devices of a type in the places of a kind. */
    Members members(PlaceKind kind, DeviceType type);

    PlaceTable places(PlaceKind kind);
}
