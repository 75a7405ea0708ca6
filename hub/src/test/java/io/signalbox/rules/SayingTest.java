package io.signalbox.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.alarm.NoticeView;
import io.signalbox.alarm.Notices;
import io.signalbox.broker.PublishRecord;
import io.signalbox.device.Declaration;
import io.signalbox.device.DeviceChange;
import io.signalbox.journal.Entry;
import io.signalbox.journal.RecordType;
import io.signalbox.language.Checked;
import io.signalbox.language.Language;
import io.signalbox.language.Source;
import io.signalbox.message.Message;
import io.signalbox.message.Qos;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeMap;

/** What rules say to people and programs. */
class SayingTest {
    private static final long START = 1_767_225_600_000L;
    private static final String PLANT = """
            type Pump {
              flow  : l/min
              label : text
              state : running | stopped
            }
            rule flows "Flows" for each Pump p
              when p.flow > 5 l/min
              then notify "shift lead" "{p} flows: {p.flow}" via mail
                   publish "plant/{p}/flow" "{{\\"flow\\":{p.flow},\\"label\\":\\"{p.label}\\"}}" qos 2 retained
                   publish "plant/all" "{p.flow} {p.state}" qos 0
                   emit flowing "{p.flow}"
              on clear notify everybody
            """;

    private final Rehearsal rehearsal = new Rehearsal(Language::check, START);

    private void report(String values) {
        rehearsal.publish("d/p1/up/all", values.getBytes(StandardCharsets.UTF_8), "p1");
    }

    private void begin() {
        rehearsal.tick();
        rehearsal.declare(new Declaration(List.of(new Source("plant.rules", PLANT))));
        rehearsal.device(new DeviceChange.Registered("p1", "Pump", null, new TreeMap<>()));
    }

    private List<Message> published() {
        return rehearsal.journal().stream()
                .filter(e -> e.type() == RecordType.PUBLISH && (e.flags() & Entry.CAUSED) != 0)
                .map(PublishRecord::read)
                .toList();
    }

    private static String text(Message message) {
        return new String(message.payload(), StandardCharsets.UTF_8);
    }

    @Test
    void publishesWithQualityAndAsAnEventOfTheDevice() {
        begin();
        report("{\"flow\":7.5,\"label\":\"the \\\"old\\\" one\"}");
        List<Message> published = published();
        assertThat(published).hasSize(3);
        Message json = published.getFirst();
        assertThat(json.topic()).isEqualTo("plant/p1/flow");
        assertThat(text(json)).isEqualTo("{\"flow\":7.5,\"label\":\"the \\\"old\\\" one\"}");
        assertThat(json.qos()).isEqualTo(Qos.EXACTLY_ONCE);
        assertThat(json.retain()).isTrue();
        assertThat(json.properties().contentType()).isEqualTo("application/json");
        assertThat(text(published.get(1))).isEqualTo("7.5 null");
        assertThat(published.get(1).qos()).isEqualTo(Qos.AT_MOST_ONCE);
        Message event = published.getLast();
        assertThat(event.topic()).isEqualTo("d/p1/event/flowing");
        assertThat(text(event)).contains("\"rule\":\"flows\"", "\"text\":\"7.5 l/min\"");
    }

    @Test
    void whatIsSaidToANameThatNobodyHasIsADeadLetterThatTellsWhy() {
        begin();
        report("{\"flow\":7}");
        report("{\"flow\":1}");
        List<NoticeView> views = rehearsal.decisions().notices().views();
        assertThat(views).singleElement().satisfies(view -> {
            assertThat(view.channel()).isEqualTo(Notices.UNKNOWN);
            assertThat(view.died()).isEqualTo(2);
            assertThat(view.dead().getFirst().reason())
                    .isEqualTo("nobody is called 'shift lead' in notify.people");
            assertThat(view.dead().getFirst().notice().said().getFirst().words().text())
                    .isEqualTo("p1 flows: 7 l/min");
            assertThat(view.dead().getLast().notice().said().getFirst().words().text())
                    .isEqualTo("Flows: p1");
        });
    }

    /** A text has an end, whatever it is filled with. */
    @Test
    void whatIsSaidToPeopleIsCutAndAMessageThatIsTooLongIsNotPublished() {
        rehearsal.tick();
        String words = "{p.label} ".repeat(2_000);
        rehearsal.declare(
                new Declaration(List.of(new Source("plant.rules", """
                type Pump {
                  flow  : l/min
                  label : text
                }
                rule flows for each Pump p
                  when p.flow > 5 l/min
                  then alarm minor "%1$s"
                       publish "plant/{p}/all" "%1$s"
                       publish "plant/{p}/short" "{p.label}"
                       emit flowing "%1$s"
                """.formatted(words)))));
        rehearsal.device(new DeviceChange.Registered("p1", "Pump", null, new TreeMap<>()));
        report("{\"flow\":7,\"label\":\"" + "ü".repeat(2_000) + "\"}");
        assertThat(rehearsal.decisions().alarms())
                .singleElement()
                .satisfies(alarm -> assertThat(alarm.text()).hasSize(4_096).endsWith("ü…"));
        List<Message> published = published();
        assertThat(published)
                .extracting(Message::topic)
                .containsExactly("plant/p1/short", "d/p1/event/flowing", "d/p1/alarm/flows");
        assertThat(published.subList(1, 3))
                .allSatisfy(said -> assertThat(text(said)).contains("ü…\"").hasSizeLessThan(4_600));
        Why.Explained why = (Why.Explained) rehearsal.decisions().why("flows", "p1");
        assertThat(why.lines())
                .allMatch(line -> line.length() < 1_200)
                .anyMatch(line -> line.startsWith("  did: alarm minor \"{p.label} {p.label}")
                        && line.endsWith("…"))
                .anyMatch(line -> line.startsWith("  did: publish \"plant/{p}/all\"")
                        && line.endsWith("(not done: it would be longer than 262144 characters)"));
    }

    @Test
    void testsSpeakOfWhatIsSaid() {
        Checked checked = Language.check(List.of(new Source("plant.rules", PLANT + """
                test "flows"
                  p1 : Pump
                  at 5 s   p1.flow = 7 l/min, p1.state = running
                  at 8 s   restart
                  at 10 s  p1.flow = 1 l/min
                  expect notify "shift lead" "p1 flows: 7 l/min" on p1 at 5 s by flows
                  expect notify everybody on p1 at 10 s
                  expect publish "plant/all" "7 running" at 5 s
                  expect event flowing on p1 at 5 s by flows
                  expect no event flowing after 5 s
                  expect no publish "plant/p2/flow"
                  expect no notify "shift lead" after 5 s
                test "wrong"
                  p1 : Pump
                  at 5 s   p1.flow = 7 l/min
                  expect nothing before 5 s
                  expect publish "plant/all" "8 running"
                  expect no notify "shift lead"
                """)));
        List<RuleTest.Report> reports = RuleTest.runAll(checked.program().orElseThrow());
        assertThat(reports.getFirst().failures()).isEmpty();
        assertThat(reports.getLast().failures())
                .extracting(RuleTest.Failure::found)
                .containsExactly(
                        "publish \"plant/p1/flow\" at 5 s by flows ({\"flow\":7,\"label\":\"null\"}),"
                                + " publish \"plant/all\" at 5 s by flows (7 null)",
                        "notify \"shift lead\" at 5 s by flows (p1 flows: 7 l/min)");
    }

    @Test
    void aTopicIsWholeOrNotPublishedTo() {
        rehearsal.tick();
        String device = "p".repeat(60);
        String fits = "plant/" + "x".repeat(5_000) + "/";
        rehearsal.declare(new Declaration(
                List.of(new Source("plant.rules", """
                type Pump {
                  flow : l/min
                }
                rule flows for each Pump p
                  when p.flow > 5 l/min
                  then publish "%s{p}" "fits"
                       publish "plant/%s" "too long"
                """.formatted(fits, "{p}".repeat(2_000))))));
        rehearsal.device(new DeviceChange.Registered(device, "Pump", null, new TreeMap<>()));
        rehearsal.publish(
                "d/" + device + "/up/all", "{\"flow\":7}".getBytes(StandardCharsets.UTF_8), device);
        assertThat(published()).extracting(Message::topic).containsExactly(fits + device);
        Why.Explained why = (Why.Explained) rehearsal.decisions().why("flows", device);
        assertThat(why.lines())
                .anyMatch(line -> line.startsWith("  did: publish \"plant/{p}{p}")
                        && line.contains("(not done: its topic would have more than 65535"));
    }
}
