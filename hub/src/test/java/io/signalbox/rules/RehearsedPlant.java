package io.signalbox.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.device.Declaration;
import io.signalbox.device.DeviceChange;
import io.signalbox.language.Checked;
import io.signalbox.language.Finding;
import io.signalbox.language.Language;
import io.signalbox.language.Source;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeMap;

/** Devices in places and the rules over them, in virtual time. */
abstract class RehearsedPlant {
    static final long START = 1_767_225_600_000L;

    final Rehearsal rehearsal = new Rehearsal(Language::check, START);
    private long millis = START;

    RehearsedPlant() {
        rehearsal.tick();
    }

    final void declare(String text) {
        Checked checked = Language.check(List.of(new Source("plant.rules", text)));
        assertThat(checked.findings().stream().filter(Finding::isError)).isEmpty();
        rehearsal.declare(new Declaration(List.of(new Source("plant.rules", text))));
    }

    final void register(String device, String type, String place) {
        rehearsal.device(new DeviceChange.Registered(device, type, place, new TreeMap<>()));
    }

    final void tell(String device, String point, String value) {
        byte[] payload = value.getBytes(StandardCharsets.UTF_8);
        rehearsal.publish("d/" + device + "/up/" + point, payload, device);
    }

    final void pass(int seconds) {
        for (int i = 0; i < seconds; i++) {
            millis += 1_000;
            rehearsal.moveTo(millis);
            rehearsal.tick();
        }
    }

    /** Lets so much time pass without a tick until its end. */
    final void leap(int seconds) {
        millis += seconds * 1_000L;
        rehearsal.moveTo(millis);
        rehearsal.tick();
    }

    /** What was decided, without times: {@code rule subject CHANGE}. */
    final List<String> decided() {
        return Decided.in(rehearsal.journal()).stream()
                .map(line -> line.split(" ", -1))
                .map(words -> words[1] + " " + words[2] + " " + words[3])
                .toList();
    }
}
