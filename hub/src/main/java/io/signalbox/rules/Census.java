package io.signalbox.rules;

import io.signalbox.device.Device;
import io.signalbox.device.DeviceRegistry;
import io.signalbox.message.Quality;
import io.signalbox.message.Reading;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Knows which device stands where, and has those rules evaluated that count it. Devices come, go and
 * move; a place comes with the first device in it and goes with the last.
 *
 * <p>In one instant a device first leaves its old place, then it comes to its new one; what the rules
 * say of both is decided after that, in the order of the rules, then of their rows.
 */
final class Census {
    private final Agenda agenda;
    private final Consequences consequences;
    private final PlantTime time;
    private final Address address;
    private final Moment moment = new Moment();

    /** Places that a device has left, until it is known whether it comes back to them. */
    private final List<Vacant> vacant = new ArrayList<>();

    private boolean turning;

    private record Vacant(PlaceTable places, int place) {}

    Census(Agenda agenda, Consequences consequences, PlantTime time, Address address) {
        this.address = address;
        this.agenda = agenda;
        this.consequences = consequences;
        this.time = time;
    }

    /** Looks at a device for a rule that counts it. */
    void look(Lookout lookout, int row) {
        moment.begin(time.now(), time.hearingSince());
        boolean changed = lookout.tally().look(row, moment);
        agenda.wake(lookout, row, moment.wakeAt());
        if (changed) {
            noteReaders(lookout, lookout.members().place(row));
        }
    }

    /** Looks at a device after samples of these points; {@code moved} ones may say something new. */
    void look(TypeRules rules, int row, BitSet told, BitSet moved) {
        for (Lookout lookout : rules.lookouts()) {
            if (lookout.points().intersects(moved) || lookout.each().intersects(told)) {
                look(lookout, row);
            }
        }
    }

    /** Looks at a device after a sample of this point. */
    void look(TypeRules rules, int row, int point, boolean moved) {
        for (Lookout lookout : rules.lookersAt(point)) {
            if (moved || lookout.each().get(point)) {
                look(lookout, row);
            }
        }
    }

    /** Looks at all devices, before all rules are evaluated anyway. */
    void lookAround(Rulebook book) {
        for (Lookout lookout : book.lookouts()) {
            lookout.members().devices().forEachRow(row -> look(lookout, row));
        }
        agenda.done();
    }

    /** The hub was deaf from now on: from the next instant on, what seemed silent is unknown. */
    void doubtSilence(Rulebook book) {
        for (Instances of : book.instances()) {
            if (of.hearsSilence()) {
                of.table().forEachRow(row -> agenda.wake(of, row, time.now() + 1));
            }
        }
        for (Lookout lookout : book.lookouts()) {
            if (lookout.hearsSilence()) {
                lookout.members()
                        .devices()
                        .forEachRow(row -> agenda.wake(lookout, row, time.now() + 1));
            }
        }
    }

    /** A device is new: all that looks at it is to be evaluated. */
    void enter(TypeRules rules, int row, Device device, long now) {
        settle(rules, row, device, now);
        for (Lookout lookout : rules.lookouts()) {
            agenda.note(~lookout.index(), row);
        }
        for (Instances of : rules.all()) {
            agenda.note(of, row);
        }
    }

    /** A device stands where it is registered to stand now. */
    void settle(TypeRules rules, int row, Device device, long now) {
        String path = address.of(device);
        for (Members members : rules.standings()) {
            PlaceTable places = members.places();
            String name = places.kind().on(path);
            int before = members.place(row);
            if (before != Members.NOWHERE && !places.table().device(before).equals(name)) {
                leave(members, row, now);
                noteOwn(rules, row);
            }
            if (!name.isEmpty() && members.place(row) == Members.NOWHERE) {
                enter(members, row, name, now);
                noteOwn(rules, row);
            }
        }
    }

    private void enter(Members members, int row, String name, long now) {
        PlaceTable places = members.places();
        int place = places.row(name);
        if (place == Members.NOWHERE) {
            place = places.add(name, now);
            open(places);
            for (Instances of : places.rules().all()) {
                agenda.note(of, place);
            }
        }
        members.put(row, place);
        representativeMayChange(members, place, now);
        for (Lookout lookout : members.lookouts()) {
            lookout.tally().enter(row, place);
            noteReaders(lookout, place);
        }
    }

    /** A device of another type leaves and comes in one instant: places are not empty in between. */
    void beginTurn() {
        turning = true;
    }

    void endTurn(long now) {
        turning = false;
        for (Vacant left : vacant) {
            if (left.places.isEmpty(left.place)) {
                close(left.places, left.place, now);
            }
        }
        vacant.clear();
    }

    /** A device is no more. */
    void leave(TypeRules rules, int row, long now) {
        for (Lookout lookout : rules.lookouts()) {
            agenda.cancel(lookout, row);
        }
        for (Members members : rules.standings()) {
            if (members.place(row) != Members.NOWHERE) {
                leave(members, row, now);
            }
        }
        for (Lookout lookout : rules.lookouts()) {
            lookout.reset(row);
        }
    }

    private void leave(Members members, int row, long now) {
        int place = members.place(row);
        for (Instances of : members.places().rules().all()) {
            consequences.withdraw(of, place, members, members.devices().device(row));
        }
        members.take(row);
        representativeMayChange(members, place, now);
        for (Lookout lookout : members.lookouts()) {
            lookout.tally().leave(row, place);
            noteReaders(lookout, place);
        }
        if (members.places().isEmpty(place)) {
            if (turning) {
                vacant.add(new Vacant(members.places(), place));
            } else {
                close(members.places(), place, now);
            }
        }
    }

    private void representativeMayChange(Members members, int place, long now) {
        PlaceTable places = members.places();
        if (places.own().filter(own -> own == members).isPresent()) {
            places.represent(place, true, now);
            awaitExpiry(places, place, now);
            for (Instances of : places.rules().all()) {
                agenda.note(of, place);
            }
        }
    }

    private void awaitExpiry(PlaceTable places, int place, long now) {
        Freshness freshness = places.rules().freshness();
        agenda.wake(freshness, place, freshness.next(place, now));
    }

    /** A sample of the device that stands for a place is one of the place, too. */
    void told(Members represented, int row, Reading reading, long eventMillis, long now) {
        int place = represented.place(row);
        PlaceTable places = represented.places();
        Column column = places.table().column(reading.point());
        if (place == Members.NOWHERE || represented.count(place) != 1 || column == null) {
            return;
        }
        boolean good = reading.quality() == Quality.GOOD;
        int outcome = column.take(place, reading.value(), good, eventMillis, now);
        boolean moved = (outcome & Column.MOVED) != 0;
        int point = column.point().index();
        for (Instances of :
                moved ? places.rules().readers(point) : places.rules().eager(point)) {
            agenda.note(of, place);
        }
        if (moved) {
            awaitExpiry(places, place, now);
        }
    }

    /** Nobody stands in this place any more. */
    private void close(PlaceTable places, int place, long now) {
        for (Instances of : places.rules().all()) {
            consequences.end(of, place, now);
            of.reset(place);
            agenda.cancel(of, place);
        }
        agenda.cancel(places.rules().freshness(), place);
        places.remove(place);
    }

    /** Gives each row of the places its room in what is counted. */
    private void open(PlaceTable places) {
        places.rules().resize();
        for (Members members : places.members()) {
            for (Lookout lookout : members.lookouts()) {
                lookout.tally().resizePlaces(places.table().capacity());
            }
        }
    }

    /** A rulebook begins; its places may have been there before. */
    void open(Rulebook book, long now) {
        for (PlaceTable places : book.places()) {
            open(places);
            places.table().forEachRow(place -> awaitExpiry(places, place, now));
        }
    }

    /**
     * Counts all devices where they stood in a snapshot, or under another declaration: in the places
     * that were there before, all of them before a place is new.
     */
    void resume(DeviceRegistry registry, Seats seats) {
        for (Device device : registry.devices()) {
            TypeRules rules = seats.rules(device.ordinal());
            if (rules != null) {
                resume(rules, seats.row(device.ordinal()), device);
            }
        }
    }

    private void resume(TypeRules rules, int row, Device device) {
        String path = address.of(device);
        for (Members members : rules.standings()) {
            int place = members.places().row(members.places().kind().on(path));
            if (place != Members.NOWHERE) {
                members.put(row, place);
                members.lookouts().forEach(lookout -> lookout.tally().enter(row, place));
            }
        }
    }

    /** Ends places that a changed program has left empty, and learns of the others what is new. */
    void review(Rulebook book, long now) {
        for (PlaceTable places : book.places()) {
            places.table().forEachRow(place -> {
                if (places.isEmpty(place)) {
                    close(places, place, now);
                } else {
                    places.represent(place, false, now);
                    awaitExpiry(places, place, now);
                }
            });
        }
    }

    /** What is counted in this place has changed: the rule that counts is evaluated. */
    void noteReaders(Lookout lookout, int place) {
        Members readers = lookout.readers();
        if (readers == null) {
            agenda.note(lookout.owner(), place);
            return;
        }
        for (int i = 0; i < readers.count(place); i++) {
            agenda.note(lookout.owner(), readers.row(place, i));
        }
    }

    /** The device stands elsewhere: what its own rules count is another thing. */
    private void noteOwn(TypeRules rules, int row) {
        for (Instances of : rules.all()) {
            if (!of.lookouts().isEmpty()) {
                agenda.note(of, row);
            }
        }
    }
}
