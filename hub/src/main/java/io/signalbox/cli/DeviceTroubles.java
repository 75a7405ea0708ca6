package io.signalbox.cli;

import io.signalbox.payload.JsonValue;
import io.signalbox.payload.JsonValue.JsonObject;

import java.util.ArrayList;
import java.util.List;

/** Why rules do not go by what a device says, a line each; nothing if they do. */
final class DeviceTroubles {
    private DeviceTroubles() {}

    static List<String> of(JsonObject device) {
        List<String> lines = new ArrayList<>();
        String id = Table.plain(device.text("id"));
        String type = device.optionalText("type");
        if (type == null) {
            lines.add("no rule sees it before it has a type: 'signalbox type from " + id
                    + "' writes one, 'signalbox device "
                    + (device.flag("registered") ? "create" : "adopt")
                    + " " + id + " --type TYPE' gives it");
        } else if (!device.flag("declared")) {
            lines.add("there is no type '" + Table.plain(type)
                    + "', so no rule sees it: apply a file that declares it");
        }
        for (JsonValue item : device.items("points")) {
            JsonObject point = item.asObject();
            String note = point.optionalText("note");
            if (note != null) {
                lines.add(Table.plain(point.text("point")) + ": " + Table.plain(note));
            }
        }
        if (!device.isAbsent("last_failure")) {
            JsonObject failure = device.object("last_failure");
            lines.add("not taken, the last time at " + failure.text("time") + ": "
                    + failure.text("reason") + ", " + Table.plain(failure.text("detail")));
        }
        return lines;
    }
}
