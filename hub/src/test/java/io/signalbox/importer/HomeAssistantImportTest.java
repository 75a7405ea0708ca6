package io.signalbox.importer;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.language.Checked;
import io.signalbox.language.Language;
import io.signalbox.language.Source;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

class HomeAssistantImportTest {
    private static final String MOTION =
            "{trigger: state, entity_id: binary_sensor.motion, to: 'on'}";

    private static final String LIGHT = "{action: light.turn_on, target: {entity_id: light.hall}}";

    @Test
    void automationsOfOneAliasAreAcceptedTogether() {
        String one = automation(MOTION, "", LIGHT);
        Imported imported = HomeAssistantImport.read("a.yaml", one + one);
        assertThat(imported.losses()).isEmpty();
        assertThat(imported.rules()).isEqualTo(2);
        assertThat(imported.text()).contains("test \"A\"", "test \"a_2\"");
        accepted(imported);
    }

    @Test
    void aDwellOfTooManyDigitsIsALoss() {
        for (String dwell : List.of("99999999999999999999", "1:99999999999999999999:1")) {
            Imported imported = read(MOTION.replace("}", ", for: '" + dwell + "'}"), "", LIGHT);
            assertThat(imported.rules()).isZero();
            assertThat(imported.losses()).anyMatch(loss -> loss.contains(dwell));
        }
    }

    private static final String GLARE = "{condition: state, entity_id: light.b, state: 'on'}";

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            {condition: time, after: '22:00', before: '06:00', weekday: [mon, tue]}              \
             | (time in 00:00..06:00 on mon, tue or time in 22:00..24:00 on mon, tue)
            {condition: time, after: '22:00', before: '06:00'} | time in 22:00..06:00
            {condition: time, after: '22:00', before: '00:00', weekday: fri}                     \
             | time in 22:00..24:00 on fri
            {condition: time, before: '06:00', weekday: fri} | time in 00:00..06:00 on fri
            {condition: time, after: '06:00', before: '06:00'} | time in 00:00..24:00
            {condition: sun, after: sunset, before: sunrise} | h.sun_sun is below_horizon
            {condition: sun, after: sunrise, before: sunset} | h.sun_sun is above_horizon
            {condition: sun, after: sunset}                                                      \
             | (h.sun_sun is below_horizon and time in 12:00..24:00)
            {condition: sun, before: sunrise}                                                    \
             | (h.sun_sun is below_horizon and time in 00:00..12:00)
            {condition: sun, after: sunrise}                                                     \
             | (h.sun_sun is above_horizon or time in 12:00..24:00)
            {condition: sun, before: sunset}                                                     \
             | (h.sun_sun is above_horizon or time in 00:00..12:00)
            {condition: state, entity_id: [light.b, light.c], state: 'on', match: any}           \
             | (h.light_b is on or h.light_c is on)
            {condition: state, entity_id: [light.b, light.c], state: 'on'}                       \
             | (h.light_b is on and h.light_c is on)
            {<<: {condition: state, entity_id: light.b, state: 'on'}, state: 'off'} | h.light_b is off
            {<<: [{condition: state, state: 'on'}, {state: 'off', entity_id: light.b}]} | h.light_b is on
            {or: [{condition: sun, after: sunset, enabled: false}, {condition: state,            \
             entity_id: light.b, state: 'on'}]} | h.light_b is on
            """)
    void aConditionKeepsItsMeaning(String condition, String words) {
        Imported imported = read(MOTION, condition, LIGHT);
        assertThat(imported.losses()).isEmpty();
        assertThat(imported.text().replaceAll("\\s+", " "))
                .contains(" when h.binary_sensor_motion becomes on and " + words + " then ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{condition: sun, after: sunrise, before: sunrise}",
                "{condition: sun}",
                "{condition: state, entity_id: light.b, state: 'on', match: some}",
                "{condition: state, entity_id: light.b, state: 'on', enabled: '{{ x }}'}",
                "{condition: state, entity_id: {x: light.b}, state: 'on'}",
                "{condition: state, entity_id: [light.b_1, light.b__1], state: 'on'}",
            })
    void aConditionThatCannotBeSaidTakesItsRuleWithIt(String condition) {
        Imported imported = read(MOTION, condition, LIGHT);
        assertThat(imported.rules()).isZero();
        assertThat(imported.losses()).singleElement().asString().contains("too often");
    }

    @Test
    void whatIsSwitchedOffDoesNotAct() {
        Imported imported = read(
                MOTION + ", " + off(MOTION.replace("'on'", "'off'")),
                off(GLARE),
                LIGHT + ", " + off(LIGHT.replace("hall", "stairs")) + ", "
                        + off("{delay: 5}") + ", " + off("{stop: x}") + ", " + off(GLARE) + ", "
                        + LIGHT.replace("hall", "attic"));
        assertThat(imported.losses()).isEmpty();
        assertThat(imported.text()).contains("""
                  when h.binary_sensor_motion becomes on
                  then set h.light_hall = on  expires in 1 min
                       set h.light_attic = on  expires in 1 min
                """);
        assertThat(read(off(MOTION), "", LIGHT).rules()).isZero();
        assertThat(HomeAssistantImport.read(
                                "a.yaml",
                                automation(MOTION, "", LIGHT) + "  initial_state: false\n")
                        .rules())
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{condition: state, entity_id: light.b, state: 'on'}",
                "{or: [{condition: state, entity_id: light.b, state: 'on'}]}",
                "'{{ is_state(1, 2) }}'",
                "{if: [], then: [{stop: enough}]}",
            })
    void aConditionAmongActionsTakesItsRuleWithIt(String step) {
        Imported imported = read(MOTION, "", LIGHT + ", " + step + ", " + LIGHT);
        assertThat(imported.rules()).isZero();
        assertThat(imported.losses())
                .singleElement()
                .asString()
                .contains("a.yaml:4: ", "automation 'A': a condition among its actions");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            {stop: enough}                   | 1
            {delay: 5}                       | 2
            {if: [], then: [{delay: 5}]}     | 2
            {wait_template: x}               | 2
            """)
    void whatComesBehindAStopOrADelayIsNotDone(String step, int losses) {
        Imported imported =
                read(MOTION, "", LIGHT + ", " + step + ", " + LIGHT.replace("hall", "stairs"));
        assertThat(imported.text()).contains("light_hall").doesNotContain("stairs");
        assertThat(imported.losses()).hasSize(losses).allMatch(l -> l.contains("comes behind"));
    }

    @Test
    void aTriggerByStateKeepsItsMeaning() {
        String dwell = MOTION.replace("to: 'on'", "for: 60");
        assertThat(read(dwell, "", LIGHT).losses()).anyMatch(l -> l.contains("'for' without 'to'"));
        assertThat(read(dwell, "", LIGHT).rules()).isZero();
        for (String any : List.of("null", "~", "")) {
            Imported imported =
                    read("{trigger: state, entity_id: sensor.x, to: " + any + "}", "", LIGHT);
            assertThat(imported.text()).contains("when h.sensor_x changes");
        }
        assertThat(read("{trigger: state, entity_id: sensor.x, to: 'null'}", "", LIGHT)
                        .text())
                .contains("when h.sensor_x becomes \"null\"");
        Imported opening = read("{trigger: state, entity_id: cover.x, to: opening}", "", LIGHT);
        assertThat(opening.losses()).isEmpty();
        assertThat(opening.text()).contains("becomes opening", "test \"A\"");
        assertThat(read("{trigger: time, at: '07:00', weekday: [mon]}", "", LIGHT)
                        .text())
                .contains("when time in 07:00..07:01 on mon\n");
        assertThat(read("{trigger: sun, event: noon}", "", LIGHT).rules()).isZero();
    }

    @Test
    void anAreaBesideAnEntityIsALoss() {
        Imported imported =
                read(MOTION, "", LIGHT.replace("light.hall", "light.hall, area_id: kitchen"));
        assertThat(imported.rules()).isEqualTo(1);
        assertThat(imported.losses()).singleElement().asString().contains("'area_id'");
        Imported old = read(
                MOTION,
                "",
                "{service: light.turn_on, entity_id: light.a, data_template: {brightness: '{{ x }}'}}");
        assertThat(old.losses()).anyMatch(loss -> loss.contains("'data_template'"));
    }

    @Test
    void anAttributeThatIsReadFirstCanBeSet() {
        Imported imported = read(
                "{trigger: numeric_state, entity_id: climate.x, attribute: temperature, above: 25}",
                "",
                "{action: climate.set_temperature, target: {entity_id: climate.x},"
                        + " data: {temperature: 21}}");
        assertThat(imported.losses()).isEmpty();
        assertThat(imported.text())
                .contains("climate_x_temperature : number  writable", "rises above 25");
    }

    private static String off(String part) {
        return part.substring(0, part.length() - 1) + ", enabled: false}";
    }

    private static Imported read(String trigger, String condition, String actions) {
        Imported imported =
                HomeAssistantImport.read("a.yaml", automation(trigger, condition, actions));
        if (imported.rules() > 0) {
            accepted(imported);
        }
        return imported;
    }

    private static String automation(String trigger, String condition, String actions) {
        return "- alias: A\n  triggers: [" + trigger + "]\n  conditions: [" + condition
                + "]\n  actions: [" + actions + "]\n";
    }

    private static void accepted(Imported imported) {
        Checked checked = Language.check(List.of(new Source("a.rules", imported.text())));
        assertThat(checked.accepted()).as(checked.findings().toString()).isTrue();
    }
}
