package io.signalbox.rules;

import io.signalbox.alarm.Alarm;
import io.signalbox.alarm.AlarmChange;
import io.signalbox.command.ClaimChange;
import io.signalbox.device.Declaration;
import io.signalbox.device.DeviceChange;
import io.signalbox.language.Checked;
import io.signalbox.language.Source;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * The same journal decided upon by several engines, each of which knows its share of the devices
 * alone: what they decide together is what one decides that knows all of them.
 */
final class Shards {
    /** Stands for the devices of the others: a record that says nothing here. */
    private static final String OTHER = "other";

    private static final int HALLS = 4;

    private final List<Rehearsal> all;

    Shards(int number, Function<List<Source>, Checked> check, long startMillis) {
        this.all = IntStream.range(0, number)
                .mapToObj(i -> new Rehearsal(check, startMillis))
                .toList();
    }

    Rehearsal first() {
        return all.getFirst();
    }

    void moveTo(long millis) {
        all.forEach(shard -> shard.moveTo(millis));
    }

    void tick() {
        all.forEach(Rehearsal::tick);
    }

    void declare(Declaration declaration) {
        all.forEach(shard -> shard.declare(declaration));
    }

    /** What stands in one hall belongs to one engine: with several, a device keeps its hall. */
    String placeOf(String device, String wanted) {
        return all.size() == 1 ? wanted : wanted.replaceFirst("h.", "h" + hall(device));
    }

    private static int hall(String device) {
        return Math.floorMod(device.hashCode(), HALLS);
    }

    void device(String device, DeviceChange change) {
        int own = own(device);
        for (int i = 0; i < all.size(); i++) {
            all.get(i).device(i == own ? change : new DeviceChange.Removed(OTHER));
        }
    }

    private int own(String device) {
        return all.size() == 1 ? 0 : Math.floorMod(hall(device), all.size());
    }

    /** Somebody claims the actuator of a device. */
    void claim(String device, ClaimChange change) {
        int own = own(device);
        for (int i = 0; i < all.size(); i++) {
            if (i == own) {
                all.get(i).claim(change);
            } else {
                all.get(i).device(new DeviceChange.Removed(OTHER));
            }
        }
    }

    /** What devices were told, as {@link OracleClaims#lines}. */
    List<String> told() {
        return all.stream().flatMap(shard -> Told.in(shard.journal()).stream()).toList();
    }

    /** The claims on a device, as {@link OracleClaims#standing}. */
    List<String> standing(String device) {
        return all.get(own(device)).decisions().ledger().claims(device).stream()
                .map(claim -> claim.origin().by() + " " + claim.origin().subject() + " = "
                        + Told.shown(claim.value()))
                .toList();
    }

    /** Somebody does something about an alarm; to the other shards it is none. */
    void alarm(AlarmChange change) {
        all.forEach(shard -> shard.alarm(change));
    }

    List<Alarm> alarms() {
        return all.stream()
                .flatMap(shard -> shard.decisions().alarms().stream())
                .toList();
    }

    void publish(String topic, byte[] payload, String publisher) {
        all.forEach(shard -> shard.publish(topic, payload, publisher));
    }

    /**
     * Something happens to a device. Where it is not known the event is nothing, so the others are
     * shown by a reading that time passes if it does.
     */
    void event(String device, String event, long millis, boolean awaited) {
        int own = own(device);
        byte[] time = ("{\"ts\":" + millis + ",\"x\":1}").getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < all.size(); i++) {
            if (i == own) {
                all.get(i).publish("d/" + device + "/event/" + event, new byte[0], device);
            } else if (awaited) {
                all.get(i).publish("d/" + OTHER + "/up/all", time, OTHER);
            } else {
                all.get(i).device(new DeviceChange.Removed(OTHER));
            }
        }
    }

    void restart() {
        all.forEach(Rehearsal::restart);
    }

    /** What all of them said and set. */
    List<Said> said() {
        List<Said> said = new ArrayList<>();
        all.forEach(shard -> said.addAll(Said.in(shard.journal())));
        return said;
    }

    /** What all of them decided, one after the other. */
    List<String> decisions() {
        List<String> decisions = new ArrayList<>();
        all.forEach(shard -> decisions.addAll(Decided.in(shard.journal())));
        return decisions;
    }

    /** What was done because commands were in vain. */
    List<String> gaveUp() {
        return all.stream()
                .flatMap(shard -> Decided.inVain(shard.journal()).stream())
                .toList();
    }
}
