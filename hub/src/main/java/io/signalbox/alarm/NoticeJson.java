package io.signalbox.alarm;

import io.signalbox.payload.JsonWriter;

/** A notice as programs are told of it. */
public final class NoticeJson {
    private NoticeJson() {}

    /** Writes an object with what it says: the alarms, in a storm how many, or the messages. */
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
        if (notice.kind() == Notice.Kind.MESSAGE) {
            messages(json, notice);
        }
        json.name("alarms").beginArray();
        for (Notice.Told told : notice.told()) {
            json.beginObject();
            AlarmJson.members(json, told.alarm());
            json.field("place", told.place().isEmpty() ? null : told.place()).end();
        }
        json.end().end();
    }

    private static void messages(JsonWriter json, Notice notice) {
        json.field("count", notice.raised()).name("messages").beginArray();
        for (Notice.Said said : notice.said()) {
            Tell words = said.words();
            json.beginObject()
                    .field("to", words.who())
                    .field("text", words.text())
                    .field("rule", words.rule())
                    .field("device", words.device())
                    .field("place", said.place().isEmpty() ? null : said.place())
                    .field("at", AlarmJson.time(words.atMillis()))
                    .field("activation", words.activation())
                    .end();
        }
        json.end();
    }
}
