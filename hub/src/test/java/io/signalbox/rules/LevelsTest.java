package io.signalbox.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.command.Claim;
import io.signalbox.command.ClaimChange;
import io.signalbox.command.CommandId;
import io.signalbox.command.CommandView;
import io.signalbox.device.Declaration;
import io.signalbox.device.DeviceChange;
import io.signalbox.language.Checked;
import io.signalbox.language.Finding;
import io.signalbox.language.Language;
import io.signalbox.language.Level;
import io.signalbox.language.Source;
import io.signalbox.message.Value;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeMap;

/** Rules of all levels, a person and an interlock on one actuator, from the sample to the fate of each claim. */
class LevelsTest {
    private static final long START = 1_767_225_600_000L;
    private static final String TYPE = """
            type Burner {
              wanted : boolean
              flame  : boolean
              hot    : boolean
              water  : %
              gas    : open | shut  writable for safety
              fan    : on | off     writable
            }
            """;
    private static final String RULES = """
            rule heat for each Burner b
              when b.wanted is true
              then set b.gas = open
            rule cool for each Burner b as protection
              when b.hot is true
              then set b.gas = shut expires in 1 h
            rule flame_out for each Burner b as safety
              when b.flame is false
              then set b.gas = shut expires in 10 s
            interlock dry for each Burner b
              never b.gas = open while b.water < 20 %
              force b.gas = shut
            """;

    private final Rehearsal rehearsal = new Rehearsal(Language::check, START);
    private long millis = START;

    LevelsTest() {
        rehearsal.tick();
        rehearsal.declare(new Declaration(List.of(new Source("f", TYPE + RULES))));
        rehearsal.device(new DeviceChange.Registered("b1", "Burner", null, new TreeMap<>()));
    }

    private void tell(String point, String value) {
        byte[] payload = value.getBytes(StandardCharsets.UTF_8);
        rehearsal.publish("d/b1/up/" + point, payload, "b1");
    }

    private void pass(int seconds) {
        for (int i = 0; i < seconds; i++) {
            millis += 1_000;
            rehearsal.moveTo(millis);
            rehearsal.tick();
        }
    }

    private void order(String value, int seconds) {
        rehearsal.claim(new ClaimChange.Made(new Claim(
                CommandId.of("ada", value, Long.toString(millis)),
                "b1",
                "gas",
                new Value.Text(value),
                new Claim.Rank(Level.OPERATOR.number(), 0),
                millis + seconds * 1_000L,
                Claim.Origin.person("ada"),
                Claim.Proof.NONE)));
    }

    /** Who holds the actuator, and those behind. */
    private List<String> claims() {
        return rehearsal.decisions().ledger().claims("b1").stream()
                .map(claim ->
                        claim.rank().level() + " " + claim.origin().word() + " " + claim.value())
                .toList();
    }

    /** The last command that was sent, and how it stands. */
    private String last() {
        List<CommandView> all = rehearsal.decisions().ledger().commands("b1");
        CommandView last = all.getLast();
        return last.claim().value() + " by " + last.claim().origin().by() + " "
                + last.state().id() + " "
                + last.steps().getLast().reason();
    }

    private List<String> why(String rule) {
        return rehearsal.decisions().why(rule, "b1").lines();
    }

    @Test
    void aPersonHidesAutomationsUntilTheLeaseEndsAndTheyComeBackByThemselves() {
        tell("water", "60");
        tell("wanted", "true");
        order("shut", 5);
        assertThat(claims()).containsExactly("8 person:ada shut", "12 rule:heat open");
        assertThat(last()).isEqualTo("shut by ada sent ");
        assertThat(why("heat")).anyMatch(line -> line.contains("superseded (by "));
        pass(5);
        assertThat(claims()).containsExactly("12 rule:heat open");
        assertThat(last()).isEqualTo("open by heat sent ");
        tell("gas", "open");
        assertThat(why("heat"))
                .anyMatch(line -> line.contains("gas = open, superseded"))
                .anyMatch(line -> line.contains("gas = open, confirmed"));
    }

    @Test
    void protectionAndSafetyWeighMoreThanPeople() {
        tell("water", "60");
        order("open", 60);
        tell("hot", "true");
        assertThat(claims()).containsExactly("5 rule:cool shut", "8 person:ada open");
        assertThat(last()).isEqualTo("shut by cool sent ");
        tell("flame", "false");
        assertThat(claims())
                .containsExactly("2 rule:flame_out shut", "5 rule:cool shut", "8 person:ada open");
        pass(10);
        assertThat(claims()).containsExactly("5 rule:cool shut", "8 person:ada open");
        assertThat(why("flame_out")).anyMatch(line -> line.contains("expired"));
    }

    @Test
    void anInterlockForbidsWhatIsLeftAndTakesUnknownAsDangerous() {
        order("open", 60);
        assertThat(claims()).containsExactly("1 rule:dry shut", "8 person:ada open");
        assertThat(why("dry")).anyMatch(line -> line.contains("b.water < 20 % -> unknown"));
        tell("water", "60");
        assertThat(claims()).containsExactly("8 person:ada open");
        assertThat(last()).isEqualTo("open by ada sent ");
        tell("water", "10");
        assertThat(last()).isEqualTo("shut by dry sent ");
        assertThat(claims().getFirst()).isEqualTo("1 rule:dry shut");
    }

    @Test
    void withoutForceTheForbiddenValueIsVetoedAndSentWhenItIsAllowed() {
        String guard =
                "interlock dry for each Burner b\n never b.gas = open while b.water < 20 %\n";
        rehearsal.declare(new Declaration(List.of(
                new Source("f", TYPE + RULES.substring(0, RULES.indexOf("interlock")) + guard))));
        tell("water", "10");
        tell("wanted", "true");
        assertThat(last()).isEqualTo("open by heat vetoed dry: b.water < 20 %");
        assertThat(why("heat")).anyMatch(line -> line.contains("vetoed (dry: b.water < 20 %)"));
        tell("water", "30");
        pass(1);
        assertThat(last()).isEqualTo("open by heat sent ");
    }

    @Test
    void aRuleForSafetySetsNothingButWhatIsMarked() {
        assertThat(findings("set b.gas = shut expires in 1 min")).isEmpty();
        assertThat(findings("set b.fan = off expires in 1 min"))
                .containsExactly("'fan' of 'Burner' is not marked for safety: no rule 'as safety'"
                        + " sets it");
        assertThat(findings("after 1 min: set b.fan = off expires in 1 min")).hasSize(1);
        assertThat(findings("set b.gas = shut expires in 1 min confirm within 1 s"
                        + " otherwise set b.fan = off expires in 1 min"))
                .hasSize(1);
        assertThat(findings("alarm minor \"x\""))
                .containsExactly("this rule is 'as safety' and sets nothing");
    }

    private static List<String> findings(String action) {
        Checked checked = Language.check(List.of(new Source(
                "f",
                TYPE + "rule r for each Burner b as safety when b.hot is true then " + action)));
        return checked.findings().stream().map(Finding::message).toList();
    }
}
