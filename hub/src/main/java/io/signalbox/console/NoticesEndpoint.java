package io.signalbox.console;

import io.signalbox.alarm.Notice;
import io.signalbox.alarm.NoticeChange;
import io.signalbox.alarm.NoticeJson;
import io.signalbox.alarm.NoticeTrouble;
import io.signalbox.alarm.NoticeView;
import io.signalbox.alarm.Notices;
import io.signalbox.bytes.ByteWriter;
import io.signalbox.journal.RecordType;
import io.signalbox.payload.JsonWriter;
import io.signalbox.time.Clock;
import io.signalbox.time.Times;

import java.util.List;

/** {@code /api/v1/notices}: who is told of alarms, what waits, and what was given up. */
final class NoticesEndpoint {
    private final Notices notices;
    private final Changes changes;
    private final Clock clock;

    NoticesEndpoint(Api api, Changes changes) {
        this.notices = api.decisions().notices();
        this.changes = changes;
        this.clock = api.clock();
    }

    /** Every channel with what waits and what was given up, in the order of sending. */
    Answer list(ApiRequest request) {
        request.allow();
        return Answer.ok(written());
    }

    private JsonWriter written() {
        JsonWriter json = new JsonWriter().beginObject().name("channels").beginArray();
        notices.views().forEach(view -> write(json, view));
        return json.end().end();
    }

    private static void write(JsonWriter json, NoticeView view) {
        json.beginObject()
                .field("channel", view.channel())
                .field("delivered", view.delivered())
                .field("given_up", view.died())
                .field("last_delivered", Times.orNull(view.lastMillis()));
        NoticeTrouble trouble = view.trouble();
        if (trouble != null) {
            json.name("trouble")
                    .beginObject()
                    .field("notice", trouble.id().toString())
                    .field("attempts", trouble.attempts())
                    .field("reason", trouble.reason())
                    .field("next", Times.of(trouble.nextMillis()))
                    .end();
        }
        json.name("waiting").beginArray();
        for (Notice notice : view.waiting()) {
            NoticeJson.write(json, notice);
        }
        json.end().name("dead").beginArray();
        for (NoticeView.Letter letter : view.dead()) {
            json.beginObject()
                    .field("at", Times.of(letter.atMillis()))
                    .field("reason", letter.reason())
                    .name("notice");
            NoticeJson.write(json, letter.notice());
            json.end();
        }
        json.end().end();
    }

    /** Sends a notice by every channel, to see whether it arrives. */
    Answer test(ApiRequest request) {
        request.allow();
        if (notices.views().isEmpty()) {
            throw nobody();
        }
        long sequence = append(new NoticeChange.Test(clock.millis()));
        return new Answer(
                202, new JsonWriter().beginObject().field("id", sequence + "-0").end());
    }

    /** Tries the dead letters of all channels again. */
    Answer again(ApiRequest request) {
        request.allow();
        List<NoticeView> views = notices.views();
        if (views.isEmpty()) {
            throw nobody();
        }
        long letters = 0;
        for (NoticeView view : views) {
            if (!view.dead().isEmpty()) {
                letters += view.dead().size();
                append(new NoticeChange.Again(view.channel(), clock.millis()));
            }
        }
        return new Answer(
                202, new JsonWriter().beginObject().field("again", letters).end());
    }

    private static Problem nobody() {
        return new Problem(
                409,
                "nobody-told",
                "expected a webhook or a mail address in the configuration, found none",
                "set notify.webhooks or notify.mail_to");
    }

    private long append(NoticeChange change) {
        ByteWriter body = new ByteWriter();
        change.write(body);
        return changes.append(RecordType.NOTICE, body);
    }
}
