package io.signalbox.trail;

import io.signalbox.alarm.AlarmChange;
import io.signalbox.alarm.Tell;
import io.signalbox.broker.PublishRecord;
import io.signalbox.bytes.ByteReader;
import io.signalbox.command.ClaimChange;
import io.signalbox.command.CommandChange;
import io.signalbox.effect.Cause;
import io.signalbox.journal.Entry;
import io.signalbox.message.Message;
import io.signalbox.rules.Observation;
import io.signalbox.rules.Trace;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import java.util.stream.Collectors;

/** A journal record in words. */
final class Description {
    /** Bytes of a payload that are shown. */
    private static final int SHOWN_BYTES = 200;

    private static final String MORE = "…";

    private Description() {}

    static Step of(Entry entry, long cause) {
        return switch (entry.type()) {
            case PUBLISH -> message(entry, cause);
            case TRACE -> decision(entry, cause);
            case CLAIM -> claim(entry, cause);
            case COMMAND -> command(entry, cause);
            case ALARM -> alarm(entry, cause);
            case TELL -> tell(entry, cause);
            default -> step(entry, cause, name(entry.type()), "", "");
        };
    }

    private static Step step(Entry entry, long cause, String kind, String device, String text) {
        return new Step(entry.sequence(), entry.timeMillis(), cause, kind, device, text);
    }

    private static String name(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static Step message(Entry entry, long cause) {
        Message message = PublishRecord.read(entry);
        String text = message.topic() + " from " + message.publisher() + ", QoS "
                + message.qos().ordinal() + (message.retain() ? ", retained" : "") + ": "
                + shown(message.payload());
        return step(entry, cause, "message", "", text);
    }

    /** A payload as text if it is some, else in hexadecimal digits. */
    static String shown(byte[] payload) {
        int length = Math.min(payload.length, SHOWN_BYTES);
        String more = length < payload.length ? MORE : "";
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(payload))
                    .toString();
            if (text.chars().noneMatch(Character::isISOControl)) {
                return text.length() <= SHOWN_BYTES
                        ? text
                        : text.substring(0, text.offsetByCodePoints(0, SHOWN_BYTES / 2)) + MORE;
            }
        } catch (CharacterCodingException e) {
            // Bytes then.
        }
        return "hex " + HexFormat.of().formatHex(payload, 0, length) + more;
    }

    private static Step decision(Entry entry, long cause) {
        Trace trace = Trace.read(entry);
        String because = trace.observations().stream()
                .map(Observation::statement)
                .collect(Collectors.joining(", "));
        String text = trace.rule() + ": " + trace.change().words()
                + (because.isEmpty() ? "" : " (" + because + ")");
        return step(entry, cause, "decision", trace.device(), text);
    }

    private static Step claim(Entry entry, long cause) {
        ByteReader in = entry.body();
        if ((entry.flags() & Entry.CAUSED) != 0) {
            Cause.read(in);
        }
        return switch (ClaimChange.read(in)) {
            case ClaimChange.Made made ->
                step(
                        entry,
                        cause,
                        "claim",
                        made.claim().device(),
                        made.claim().point() + " = " + made.claim().value() + " by "
                                + made.claim().origin().by() + " at level "
                                + made.claim().rank().level());
            case ClaimChange.Released released ->
                step(entry, cause, "claim", released.device(), "released: " + released.reason());
            case ClaimChange.Over over ->
                step(
                        entry,
                        cause,
                        "claim",
                        over.device(),
                        over.point() + " released: " + over.reason());
        };
    }

    private static Step command(Entry entry, long cause) {
        CommandChange change = CommandChange.read(entry);
        String text =
                change.point() + " = " + change.value() + ": " + change.state().id()
                        + (change.attempt() > 1 ? ", attempt " + change.attempt() : "")
                        + (change.reason().isEmpty() ? "" : " (" + change.reason() + ")");
        return step(entry, cause, "command", change.device(), text);
    }

    private static Step alarm(Entry entry, long cause) {
        AlarmChange change = AlarmChange.read(entry);
        String text = switch (change) {
            case AlarmChange.Raised raised ->
                name(raised.severity()) + " \"" + raised.text() + "\"";
            case AlarmChange.Cleared cleared -> "cleared";
            case AlarmChange.Acknowledged seen -> "acknowledged by " + seen.by();
            case AlarmChange.Shelved shelved -> "shelved by " + shelved.by();
            case AlarmChange.Unshelved back -> "unshelved by " + back.by();
        };
        String rule = change.key().rule();
        return step(entry, cause, "alarm", change.key().device(), rule + ": " + text);
    }

    private static Step tell(Entry entry, long cause) {
        Tell tell = Tell.read(entry);
        return step(entry, cause, "tell", tell.device(), tell.who() + ": " + tell.text());
    }
}
