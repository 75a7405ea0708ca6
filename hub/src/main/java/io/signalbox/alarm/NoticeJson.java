package io.signalbox.alarm;

import io.signalbox.payload.JsonWriter;

/** A notice as programs are told of it. */
public final class NoticeJson {
    private NoticeJson() {}

    /** Writes an object with what it says: the alarms, and in a storm how many and which groups. */
    public static void write(JsonWriter json, Notice notice) {
        json.beginObject()
                .field("id", notice.id().toString())
                .field("kind", notice.kind().word())
                .field("made", AlarmJson.time(notice.madeMillis()));
        if (notice.kind() == Notice.Kind.STORM) {
            json.field("raised", notice.raised()).field("cleared", notice.cleared());
            json.name("groups").beginArray();
            for (Notice.Group group : notice.groups()) {
                json.beginObject()
                        .field("rule", group.rule())
                        .field("place", group.place().isEmpty() ? null : group.place())
                        .field("count", group.count())
                        .field("worst", group.worst().word())
                        .end();
            }
            json.end();
        }
        json.name("alarms").beginArray();
        for (Notice.Told told : notice.told()) {
            json.beginObject();
            AlarmJson.members(json, told.alarm());
            json.field("place", told.place().isEmpty() ? null : told.place()).end();
        }
        json.end().end();
    }
}
