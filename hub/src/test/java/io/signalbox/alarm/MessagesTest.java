package io.signalbox.alarm;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.language.Severity;

import org.junit.jupiter.api.Test;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;

/** What rules say to people by name. */
class MessagesTest {
    private final Story story = new Story(terms("kim"), "pager");

    private static Notices.Terms terms(String name) {
        LinkedHashMap<String, Receiver> receivers = new LinkedHashMap<>();
        receivers.put(name, new Receiver(List.of("mail to " + name), List.of("hook of " + name)));
        return new Notices.Terms(Set.of("pager"), Severity.WARNING, receivers);
    }

    private List<Notice> waiting(String channel) {
        return story.notices.view(channel).orElseThrow().waiting();
    }

    @Test
    void reachesThePersonByTheWayThatWasAskedForAndNobodyElse() {
        story.tell("kim", "mail", "come");
        story.tell("kim", "", "now");
        assertThat(waiting("mail to kim")).hasSize(2);
        assertThat(waiting("hook of kim")).singleElement().satisfies(notice -> {
            assertThat(notice.kind()).isEqualTo(Notice.Kind.MESSAGE);
            assertThat(notice.said().getFirst().words().text()).isEqualTo("now");
            assertThat(notice.said().getFirst().place()).isEqualTo("hall1");
        });
        assertThat(waiting("pager")).isEmpty();
    }

    @Test
    void aPersonIsToldNoAlarmsUnlessARuleSaysSo() {
        story.raise("p1");
        story.pass(2);
        assertThat(waiting("pager")).hasSize(1);
        assertThat(waiting("mail to kim")).isEmpty();
    }

    @Test
    void aFloodIsToldInOneNoticeThatSaysHowMany() {
        for (int i = 0; i < 100; i++) {
            story.tell("kim", "mail", "message " + i);
        }
        assertThat(waiting("mail to kim")).hasSize(Notices.BURST);
        story.restart(terms("kim"));
        story.pass(31);
        assertThat(waiting("mail to kim")).hasSize(Notices.BURST + 1);
        Notice gathered = waiting("mail to kim").getLast();
        assertThat(gathered.raised()).isEqualTo(100 - Notices.BURST);
        assertThat(gathered.said()).hasSize(Notice.MOST_TOLD);
        story.pass(31);
        assertThat(waiting("mail to kim")).hasSize(Notices.BURST + 1);
    }

    @Test
    void aDeadLetterToANameIsSentOnceTheConfigurationHasTheName() {
        story.tell("lee", "", "come");
        story.tell("kim", "sms", "come");
        NoticeView unknown = story.notices.view(Notices.UNKNOWN).orElseThrow();
        assertThat(unknown.dead())
                .extracting(NoticeView.Letter::reason)
                .containsExactly(
                        "nobody is called 'lee' in notify.people",
                        "'kim' has no sms in notify.people");
        story.restart(terms("lee"));
        story.notice(new NoticeChange.Again(Notices.UNKNOWN, story.now()));
        assertThat(waiting("mail to lee")).hasSize(1);
        assertThat(story.notices.view(Notices.UNKNOWN).orElseThrow().dead()).hasSize(1);
    }
}
