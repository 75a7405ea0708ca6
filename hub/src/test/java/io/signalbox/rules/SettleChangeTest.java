package io.signalbox.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.alarm.AlarmChange;
import io.signalbox.bytes.ByteReader;
import io.signalbox.command.Claim;
import io.signalbox.command.ClaimChange;
import io.signalbox.effect.Cause;
import io.signalbox.journal.RecordType;
import io.signalbox.rules.Rehearsal.Stored;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A rule that settled decides at once from now on, or the reverse, or for another time. */
class SettleChangeTest extends RehearsedPlant {
    private static final String TYPE = """
            type Light {
              level  : number
              power  : on | off   writable
            }
            """;
    private static final String RULE = """
            rule lit for each Light l SETTLE
              when l.level > 5
              then set l.power = on
                   alarm minor "lit"
            """;
    /** {@code 0} does not settle; others hold the lanes of both times, whether they are used or not. */
    private static String rules(int settle, boolean others) {
        String more = others
                ? RULE.replace("lit for", "two for").replace("SETTLE", "settle 2 s")
                        + RULE.replace("lit for", "six for").replace("SETTLE", "settle 6 s")
                : "";
        return TYPE + more + RULE.replace("SETTLE", settle == 0 ? "" : "settle " + settle + " s");
    }

    private List<String> alarmsOf(String rule) {
        Map<String, String> standing = new LinkedHashMap<>();
        for (Stored record : rehearsal.journal()) {
            if (record.type() == RecordType.ALARM) {
                switch (AlarmChange.read(record)) {
                    case AlarmChange.Raised raised ->
                        standing.put(raised.key().rule(), raised.key().device());
                    case AlarmChange.Cleared cleared ->
                        standing.remove(cleared.key().rule());
                    case AlarmChange.Acknowledged _ -> {}
                    case AlarmChange.Shelved _ -> {}
                    case AlarmChange.Unshelved _ -> {}
                }
            }
        }
        return standing.containsKey(rule) ? List.of(standing.get(rule)) : List.of();
    }

    private List<String> claimsMadeBy(String rule) {
        List<String> made = new ArrayList<>();
        for (ClaimChange change : claimChanges()) {
            if (change instanceof ClaimChange.Made(Claim claim)
                    && claim.origin().by().equals(rule)) {
                made.add(claim.id());
            }
        }
        return made;
    }

    private List<String> claimsHeldBy(String rule) {
        List<String> held = claimsMadeBy(rule);
        for (ClaimChange change : claimChanges()) {
            if (change instanceof ClaimChange.Released released) {
                held.remove(released.claimId());
            }
        }
        return held;
    }

    private List<ClaimChange> claimChanges() {
        List<ClaimChange> changes = new ArrayList<>();
        for (Stored record : rehearsal.journal()) {
            if (record.type() == RecordType.CLAIM) {
                ByteReader body = record.body();
                Cause.read(body);
                changes.add(ClaimChange.read(body));
            }
        }
        return changes;
    }

    private List<String> lit() {
        return decided().stream().filter(line -> line.startsWith("lit ")).toList();
    }

    @ParameterizedTest
    @CsvSource({
        "2, 0, false", "0, 2, false", "2, 6, false", "6, 2, false",
        "2, 0, true", "0, 2, true", "2, 6, true", "6, 2, true"
    })
    void goesOnBehindItsOlderVersion(int before, int after, boolean others) {
        declare(rules(before, others));
        register("l1", "Light", "hall/a");
        tell("l1", "level", "9");
        pass(10);
        assertThat(lit()).containsExactly("lit l1 ACTIVATED");
        rehearsal.restart();
        declare(rules(after, others));
        pass(10);
        assertThat(lit()).containsExactly("lit l1 ACTIVATED", "lit l1 ENDED", "lit l1 ACTIVATED");
        assertThat(alarmsOf("lit")).containsExactly("l1");
        assertThat(claimsMadeBy("lit")).hasSize(2).doesNotHaveDuplicates();
        assertThat(claimsHeldBy("lit")).containsExactly(claimsMadeBy("lit").getLast());
    }

    @ParameterizedTest
    @CsvSource({"2, 0", "0, 2", "2, 6", "6, 2"})
    void comesAndGoesInOneInstantWithoutANumberTwice(int one, int other) {
        declare(rules(one, false));
        register("l1", "Light", "hall/a");
        tell("l1", "level", "9");
        pass(10);
        for (int i = 0; i < 3; i++) {
            declare(rules(other, false));
            rehearsal.restart();
            declare(rules(one, false));
        }
        pass(10);
        assertThat(claimsMadeBy("lit")).hasSizeGreaterThan(1).doesNotHaveDuplicates();
        assertThat(claimsHeldBy("lit")).containsExactly(claimsMadeBy("lit").getLast());
        assertThat(alarmsOf("lit")).containsExactly("l1");
        assertThat(lit().getLast()).isEqualTo("lit l1 ACTIVATED");
    }

    @Test
    void anEdgeThatTheOlderVersionWaitedForIsNothingToTheNewOne() {
        String edge = TYPE + RULE.replace("l.level > 5", "l.level rises above 5");
        declare(edge.replace("SETTLE", "settle 6 s"));
        register("l1", "Light", "hall/a");
        tell("l1", "level", "1");
        pass(10);
        tell("l1", "level", "9");
        pass(2);
        declare(edge.replace("SETTLE", ""));
        pass(10);
        assertThat(decided()).isEmpty();
        tell("l1", "level", "1");
        pass(1);
        tell("l1", "level", "9");
        pass(1);
        assertThat(lit().getFirst()).isEqualTo("lit l1 ACTIVATED");
    }

    /** Its time is that of its arrival at most, and the hub knew a later one when it was told of rules. */
    @Test
    void aSampleThatIsAheadComesOnceHoweverOftenRulesAreDeclared() {
        String rules = TYPE.replace("number", "number  every 2 s")
                + RULE.replace("> 5", "> 5 for 8 s").replace("SETTLE", "settle 5 s");
        declare(rules);
        register("l1", "Light", "hall/a");
        pass(2);
        byte[] ahead =
                ("{\"ts\":" + (START + 62_000) + ",\"level\":9}").getBytes(StandardCharsets.UTF_8);
        rehearsal.publish("d/l1/up/all", ahead, "l1");
        pass(8);
        declare(rules + RULE.replace("lit for", "two for").replace("SETTLE", "settle 5 s"));
        pass(20);
        assertThat(decided()).startsWith("two l1 ACTIVATED").doesNotContain("lit l1 ACTIVATED");
    }
}
