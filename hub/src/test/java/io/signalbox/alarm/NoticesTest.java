package io.signalbox.alarm;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.language.Severity;

import org.junit.jupiter.api.Test;

import java.util.Collections;

class NoticesTest {
    private final Story story = new Story("pager", "mail");

    private Notice next(String channel) {
        return story.notices.view(channel).orElseThrow().waiting().getFirst();
    }

    @Test
    void tellsThatAnAlarmIsRaisedAndThatItIsOver() {
        story.raise("p1");
        assertThat(story.told("pager")).isEmpty();
        story.pass(1);
        assertThat(story.told("pager")).containsExactly("raised p1");
        story.clear("p1");
        story.pass(1);
        assertThat(story.told("pager")).containsExactly("raised p1", "cleared p1");
        assertThat(story.told("mail")).isEqualTo(story.told("pager"));
        assertThat(next("pager").told().getFirst().place()).isEqualTo("hall1");
    }

    @Test
    void tellsOfAnAlarmThatWasThereForAnInstant() {
        story.raise("p1");
        story.clear("p1");
        story.pass(5);
        assertThat(story.told("pager")).containsExactly("raised p1");
        assertThat(next("pager").told().getFirst().alarm().active()).isFalse();
    }

    @Test
    void saysNothingOfWhatIsNotBadEnoughOrShelvedOrKnown() {
        story.raise("p1", Severity.INFO);
        story.raise("p2");
        story.shelve("p2", 30_000);
        story.acknowledge(story.raise("p3"));
        story.pass(2);
        assertThat(story.told("pager")).isEmpty();
        story.pass(30);
        assertThat(story.told("pager")).containsExactly("raised p2");
    }

    @Test
    void tellsThreeTimesOfOneThatComesAndGoesAndThenWaits() {
        for (int i = 0; i < 10; i++) {
            story.raise("p1");
            story.pass(2);
            story.clear("p1");
            story.pass(2);
        }
        assertThat(story.told("pager")).hasSize(6).containsOnly("raised p1", "cleared p1");
        story.pass(600);
        assertThat(story.told("pager")).hasSize(7);
        Notice last = story.notices.view("pager").orElseThrow().waiting().getLast();
        assertThat(last.told().getFirst().alarm().occurrences()).isEqualTo(10);
    }

    @Test
    void aStormIsToldInOneNoticeThatSaysWhatItHasInCommon() {
        for (int i = 0; i < 200; i++) {
            story.raise("far" + i, i == 150 ? Severity.CRITICAL : Severity.MINOR);
        }
        for (int i = 0; i < 14; i++) {
            story.raise("p" + i, Severity.MINOR);
        }
        story.pass(1);
        assertThat(story.told("pager")).hasSize(Notices.BURST);
        story.pass(30);
        assertThat(story.told("pager")).hasSize(Notices.BURST + 1);
        Notice storm = story.notices.view("pager").orElseThrow().waiting().getLast();
        assertThat(storm.kind()).isEqualTo(Notice.Kind.STORM);
        assertThat(storm.raised()).isEqualTo(204);
        assertThat(storm.groups())
                .containsExactly(
                        new Notice.Group("hot", "hall9", 190, Severity.CRITICAL),
                        new Notice.Group("hot", "hall1", 14, Severity.MINOR));
        assertThat(storm.told()).hasSize(Notice.MOST_TOLD);
        assertThat(storm.told().getFirst().alarm().device()).isEqualTo("far150");
        story.pass(120);
        assertThat(story.told("pager")).hasSize(Notices.BURST + 1);
    }

    @Test
    void whatCameAndWentDuringAStormIsToldToo() {
        for (int i = 0; i < 30; i++) {
            story.raise("p" + i);
        }
        story.pass(2);
        for (int i = 0; i < 30; i++) {
            story.clear("p" + i);
        }
        story.pass(29);
        Notice storm = story.notices.view("pager").orElseThrow().waiting().getLast();
        assertThat(storm.raised()).isEqualTo(20);
        assertThat(storm.cleared()).isEqualTo(10);
    }

    @Test
    void afterAStormSingleNoticesGoAgain() {
        for (int i = 0; i < 30; i++) {
            story.raise("p" + i);
        }
        story.pass(90);
        story.raise("late");
        story.pass(1);
        assertThat(story.told("pager")).last().isEqualTo("raised late");
    }

    @Test
    void whatHasArrivedWaitsNoLongerAndOtherChannelsKeepIt() {
        story.raise("p1");
        story.pass(1);
        NoticeId id = next("pager").id();
        story.notice(new NoticeChange.Delivered("pager", id, story.now()));
        assertThat(story.told("pager")).isEmpty();
        assertThat(story.told("mail")).hasSize(1);
        assertThat(story.notices.view("pager").orElseThrow().delivered()).isEqualTo(1);
    }

    @Test
    void deadLettersAreKeptAndTriedAgainWhenSomebodyWants() {
        story.raise("p1");
        story.pass(1);
        Notice notice = next("pager");
        story.notice(new NoticeChange.Died("pager", notice.id(), story.now(), "gone"));
        NoticeView view = story.notices.view("pager").orElseThrow();
        assertThat(view.waiting()).isEmpty();
        assertThat(view.dead()).singleElement().satisfies(letter -> {
            assertThat(letter.notice()).isEqualTo(notice);
            assertThat(letter.reason()).isEqualTo("gone");
        });
        story.notice(new NoticeChange.Again("pager", story.now()));
        assertThat(next("pager")).isEqualTo(notice);
        assertThat(story.notices.view("pager").orElseThrow().dead()).isEmpty();
    }

    @Test
    void tooManyThatWaitPushTheOldestOut() {
        for (int i = 0; i <= NoticeQueue.MAX_WAITING; i++) {
            story.notice(new NoticeChange.Test(story.now()));
        }
        NoticeView view = story.notices.view("pager").orElseThrow();
        assertThat(view.waiting()).hasSize(NoticeQueue.MAX_WAITING);
        assertThat(view.dead())
                .singleElement()
                .satisfies(
                        letter -> assertThat(letter.notice().id()).isEqualTo(new NoticeId(1, 0)));
    }

    @Test
    void goesOnAfterARestartAsIfThereHadBeenNone() {
        Story other = new Story("pager", "mail");
        for (int i = 0; i < 60; i++) {
            for (Story each : new Story[] {story, other}) {
                String device = "p" + i % 7;
                each.raise(device);
                each.pass(1);
                if (i % 3 == 0) {
                    each.clear(device);
                }
                if (i % 11 == 0) {
                    each.shelve(device, 20_000);
                }
            }
            story.restart();
        }
        story.pass(700);
        other.pass(700);
        assertThat(story.told("pager")).isEqualTo(other.told("pager")).hasSizeGreaterThan(10);
        assertThat(story.notices.view("pager").orElseThrow().waiting().stream().map(Notice::id))
                .isEqualTo(other.notices.view("pager").orElseThrow().waiting().stream()
                        .map(Notice::id)
                        .toList());
    }

    @Test
    void aNewChannelIsToldOfWhatIsNewAndOneThatIsGoneIsForgotten() {
        story.raise("p1");
        story.pass(1);
        story.restart("pager", "phone");
        assertThat(story.notices.fresh()).isTrue();
        assertThat(story.told("pager")).hasSize(1);
        assertThat(story.told("phone")).isEmpty();
        assertThat(story.notices.view("mail")).isEmpty();
        story.raise("p2");
        story.pass(1);
        assertThat(story.told("phone")).containsExactly("raised p2");
    }

    @Test
    void keepsNothingWhereNobodyIsTold() {
        Story silent = new Story();
        silent.raise("p1");
        silent.pass(1);
        assertThat(silent.notices.views()).isEqualTo(Collections.emptyList());
        assertThat(silent.notices.fresh()).isFalse();
    }
}
