package io.signalbox.importer;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.language.Checked;
import io.signalbox.language.Language;
import io.signalbox.language.Source;

import org.junit.jupiter.api.Test;

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
