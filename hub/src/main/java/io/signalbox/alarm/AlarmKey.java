package io.signalbox.alarm;

import io.signalbox.bytes.ByteReader;
import io.signalbox.bytes.ByteWriter;

/**
 * Which alarm it is: what a person shelves, and what is raised again and again.
 *
 * @param action number of the action within its rule, from 0: a rule may raise several alarms
 */
public record AlarmKey(String rule, String device, int action) {
    void write(ByteWriter out) {
        out.string(rule).string(device).varint(action);
    }

    static AlarmKey read(ByteReader in) {
        return new AlarmKey(in.string(), in.string(), in.count());
    }
}
