package io.signalbox.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;

class OutgoingAliasesTest {
    @Test
    void aTopicThatComesAgainAndAgainKeepsItsPlaceAgainstOthersThatComeOnce() {
        OutgoingAliases aliases = OutgoingAliases.upTo(1);
        send(aliases, "plant/steady", true);
        for (int i = 0; i < 100; i++) {
            send(aliases, "once/" + i, true);
            assertThat(send(aliases, "plant/steady", true)).isTrue();
        }
    }

    @Test
    void aTopicThatIsNotSentAnyMoreGivesWay() {
        OutgoingAliases aliases = OutgoingAliases.upTo(1);
        send(aliases, "plant/old", true);
        send(aliases, "plant/new", true);
        send(aliases, "plant/new", true);
        assertThat(send(aliases, "plant/new", true)).isTrue();
    }

    @Test
    void whatDidNotReachTheClientIsNotKnownToIt() {
        OutgoingAliases aliases = OutgoingAliases.upTo(1);
        send(aliases, "plant/a", false);
        assertThat(send(aliases, "plant/a", true)).isFalse();
        assertThat(send(aliases, "plant/a", true)).isTrue();
    }

    @Test
    void aClientThatFollowsTheAliasesAlwaysFindsTheTopic() {
        Random random = new Random(7);
        for (int maximum : new int[] {0, 1, 2, 7, 64, 65_535}) {
            OutgoingAliases aliases = OutgoingAliases.upTo(maximum);
            Map<Integer, String> client = new HashMap<>();
            for (int i = 0; i < 5_000; i++) {
                String topic = "topic/" + (int) Math.abs(random.nextGaussian() * 40);
                int alias = aliases.offer(topic);
                assertThat(alias).isBetween(0, Math.min(maximum, OutgoingAliases.MOST));
                if (aliases.knows(alias, topic)) {
                    assertThat(client.get(alias)).isEqualTo(topic);
                } else if (alias != 0 && random.nextInt(10) > 0) {
                    client.put(alias, topic);
                    aliases.sent(alias, topic);
                }
            }
        }
    }

    /** True if the client was sent the alias alone. */
    private static boolean send(OutgoingAliases aliases, String topic, boolean taken) {
        int alias = aliases.offer(topic);
        boolean known = aliases.knows(alias, topic);
        if (alias != 0 && !known && taken) {
            aliases.sent(alias, topic);
        }
        return known;
    }
}
