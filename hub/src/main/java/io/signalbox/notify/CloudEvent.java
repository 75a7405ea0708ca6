package io.signalbox.notify;

import io.signalbox.alarm.Notice;
import io.signalbox.alarm.NoticeJson;
import io.signalbox.payload.JsonWriter;
import io.signalbox.time.Times;

/** A notice as an event in structured mode [CloudEvents 1.0, JSON format]. */
final class CloudEvent {
    static final String MEDIA_TYPE = "application/cloudevents+json";

    private CloudEvent() {}

    /** @param hub what this hub calls itself; part of the source */
    static byte[] of(Notice notice, String hub) {
        JsonWriter json = new JsonWriter()
                .beginObject()
                .field("specversion", "1.0")
                .field("id", notice.id().toString())
                .field("source", "/signalbox/" + hub)
                .field("type", type(notice.kind()))
                .field("time", Times.of(notice.madeMillis()));
        if (notice.told().size() == 1) {
            json.field("subject", notice.told().getFirst().alarm().device());
        } else if (notice.said().size() == 1) {
            json.field("subject", notice.said().getFirst().words().device());
        }
        json.field("datacontenttype", "application/json").name("data");
        NoticeJson.write(json, notice);
        return json.end().toBytes();
    }

    private static String type(Notice.Kind kind) {
        return kind == Notice.Kind.MESSAGE
                ? "io.signalbox.rule.message"
                : "io.signalbox.alarm." + kind.word();
    }
}
