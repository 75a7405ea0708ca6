package io.signalbox.alarm;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.signalbox.bytes.ByteReader;
import io.signalbox.bytes.ByteWriter;
import io.signalbox.language.Severity;
import io.signalbox.message.Message;
import io.signalbox.payload.JsonValue;
import io.signalbox.payload.JsonValue.JsonObject;
import io.signalbox.payload.MalformedJson;

import org.junit.jupiter.api.Test;

class AlarmsTest {
    private final Story story = new Story();

    @Test
    void goesThroughItsStates() {
        Alarm raised = story.raise("p1");
        assertThat(raised.state()).isEqualTo(AlarmState.ACTIVE);
        Alarm known = story.acknowledge(raised).orElseThrow();
        assertThat(known.state()).isEqualTo(AlarmState.ACKNOWLEDGED);
        assertThat(known.acknowledgement())
                .isEqualTo(new Alarm.Acknowledgement(Story.START, "kim", "on my way"));
        assertThat(story.clear("p1").orElseThrow().state()).isEqualTo(AlarmState.CLEARED);
        assertThat(story.clear("p1")).isEmpty();
    }

    @Test
    void timesInMessagesHaveMillisecondsAlsoWhenTheyAreZero() {
        Alarm raised = story.raise("p1");
        Message message = AlarmMessage.of(raised, story.alarms, story.now());
        assertThat(new String(message.payload(), UTF_8))
                .contains("\"since\":\"2026-01-01T00:00:00.000Z\"");
    }

    @Test
    void countsWhatComesBackBeforeAnybodyKnows() {
        story.raise("p1");
        story.clear("p1");
        story.pass(5);
        Alarm again = story.raise("p1");
        assertThat(again.occurrences()).isEqualTo(2);
        assertThat(again.firstMillis()).isEqualTo(Story.START);
        story.clear("p1");
        story.acknowledge(again);
        assertThat(story.raise("p1").occurrences()).isEqualTo(1);
    }

    @Test
    void anAcknowledgementIsForWhatWasSeenAlone() {
        Alarm seen = story.raise("p1");
        story.clear("p1");
        Alarm newer = story.raise("p1");
        assertThat(story.acknowledge(seen)).isEmpty();
        assertThat(story.alarms.find(seen.key())).isEqualTo(newer);
    }

    @Test
    void comesBackFromTheShelfByItself() {
        story.raise("p1");
        assertThat(story.shelve("p1", 3_000).orElseThrow().state()).isEqualTo(AlarmState.SHELVED);
        story.pass(2);
        assertThat(story.alarms.shelved()).isEqualTo(1);
        story.pass(1);
        assertThat(story.alarms.shelved()).isZero();
        assertThat(story.alarms.all()).singleElement().matches(Alarm::active);
    }

    @Test
    void staysOnTheShelfWhateverItDoes() {
        story.raise("p1");
        story.shelve("p1", 60_000);
        story.clear("p1");
        assertThat(story.raise("p1").state()).isEqualTo(AlarmState.SHELVED);
        assertThat(story.change(new AlarmChange.Unshelved(Story.key("p1"), story.now(), "kim")))
                .hasValueSatisfying(a -> assertThat(a.state()).isEqualTo(AlarmState.ACTIVE));
    }

    @Test
    void theShelfHasAnEnd() {
        for (int i = 0; i <= Alarms.MAX_SHELVED; i++) {
            story.raise("p" + i);
        }
        for (int i = 0; i < Alarms.MAX_SHELVED; i++) {
            assertThat(story.shelve("p" + i, 60_000)).isPresent();
        }
        assertThat(story.shelve("p" + Alarms.MAX_SHELVED, 60_000)).isEmpty();
        assertThat(story.shelve("p0", 90_000)).isPresent();
    }

    @Test
    void forgetsTheOldestOfThoseThatAreOver() {
        story.raise("shelved");
        story.shelve("shelved", 60_000);
        story.clear("shelved");
        for (int i = 0; i < Alarms.MAX_CLEARED; i++) {
            story.raise("p" + i);
            story.clear("p" + i);
        }
        assertThat(story.alarms.all()).hasSize(Alarms.MAX_CLEARED);
        assertThat(story.alarms.find(Story.key("shelved"))).isNotNull();
        assertThat(story.alarms.find(Story.key("p0"))).isNull();
        assertThat(story.alarms.find(Story.key("p1"))).isNotNull();
    }

    @Test
    void survivesASnapshotWithAllThatIsKnown() {
        story.acknowledge(story.raise("p1"));
        story.raise("p2");
        story.shelve("p2", 60_000);
        story.raise("p3");
        story.clear("p3");
        var before = story.alarms.all();
        story.restart();
        assertThat(story.alarms.all()).isEqualTo(before).hasSize(3);
        assertThat(story.alarms.shelved()).isEqualTo(1);
    }

    @Test
    void readsWhatVersionsWroteThatKnewNoShelf() {
        ByteWriter old = new ByteWriter();
        old.varint(2);
        old.string("hot").string("p1").varint(1).zigzag(7).u8(1).string("p1 is hot");
        old.zigzag(1_000).zigzag(0);
        old.string("hot").string("p2").varint(1).zigzag(8).u8(0).string("p2 was hot");
        old.zigzag(1_500).zigzag(2_000);
        Alarms alarms = new Alarms();
        alarms.restoreOld(new ByteReader(old.toByteArray()));
        assertThat(alarms.all()).hasSize(2);
        Alarm active = alarms.all().getFirst();
        assertThat(active.active()).isTrue();
        assertThat(active.severity()).isEqualTo(Severity.MAJOR);
        assertThat(active.firstMillis()).isEqualTo(1_000);
        assertThat(alarms.all().getLast().clearedMillis()).isEqualTo(2_000);
    }

    @Test
    void theRetainedMessageShowsTheWorstOfARulesAlarms() throws MalformedJson {
        raise(1, Severity.MINOR, "a little hot");
        Alarm worst = raise(2, Severity.CRITICAL, "does not stop");
        Alarm last = raise(3, Severity.WARNING, "and it smells");
        JsonObject shown = shown(last);
        assertThat(shown.text("text")).isEqualTo("does not stop");
        assertThat(shown.integer("alarms")).isEqualTo(3);
        Alarm over =
                story.change(new AlarmChange.Cleared(worst.key(), story.now())).orElseThrow();
        assertThat(shown(over).text("text")).isEqualTo("a little hot");
        assertThat(shown(over).text("state")).isEqualTo("active");
    }

    private Alarm raise(int action, Severity severity, String text) {
        AlarmKey key = new AlarmKey("hot", "p1", action);
        return story.change(new AlarmChange.Raised(key, story.now(), 1, severity, text))
                .orElseThrow();
    }

    private JsonObject shown(Alarm changed) throws MalformedJson {
        Message message = AlarmMessage.of(changed, story.alarms, story.now());
        assertThat(message.topic()).isEqualTo("d/p1/alarm/hot");
        assertThat(message.retain()).isTrue();
        return JsonValue.parse(message.payload()).asObject();
    }
}
