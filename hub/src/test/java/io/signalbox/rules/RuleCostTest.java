package io.signalbox.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.language.Checked;
import io.signalbox.language.Language;
import io.signalbox.language.Program;
import io.signalbox.language.Source;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;

/** What is said of the memory of rules is what the engine takes. */
class RuleCostTest {
    private static final int ROWS = 100;

    private static Program program(String when) {
        Checked checked = Language.check(List.of(new Source("f", """
                type T {
                  x : bar   every 1 s
                  y : bar   every 10 s
                  s : a | b every 1 min
                  z : boolean
                }
                rule r for each T t
                  when %s
                  then alarm minor "x"
                """.formatted(when))));
        assertThat(checked.accepted()).as("%s", checked.findings()).isTrue();
        return checked.program().orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "t.x > 1 bar",
                "t.x > 1 bar for 5 s",
                "t.x > 1 bar followed by t.y > 1 bar within 20 s",
                "t.x > 1 bar not followed by t.y > 1 bar within 20 s",
                "avg(t.x, 5 min) > 1 bar",
                "stddev(t.x, 5 min) > 1 bar and p95(t.y, 1 h) > 2 bar",
                "(max(t.x, 5 min) > 1 bar or count(t.s, 1 h) > 5) for 1 min",
            })
    void countsWhatTheArraysTake(String when) throws IllegalAccessException {
        Program program = program(when);
        Instances instances = new Rulebook(program).instances().getFirst();
        instances.resize(ROWS);
        long taken = arrays(instances);
        for (Object memory : (List<?>) field(instances, "memories")) {
            taken += arrays(memory);
        }
        assertThat(RuleCost.of(program).getFirst().bytes() * (long) ROWS).isEqualTo(taken);
    }

    /** Bytes of the arrays that hold something for each row, also of what is held within. */
    private static long arrays(Object of) throws IllegalAccessException {
        long bytes = 0;
        for (Field field : of.getClass().getDeclaredFields()) {
            field.setAccessible(true);
            if (Modifier.isStatic(field.getModifiers())) {
                continue;
            }
            Object value = field.get(of);
            if (value == null) {
                continue;
            }
            if (value instanceof Spread
                    || value.getClass().getEnclosingClass() == RowMemory.class) {
                bytes += arrays(value);
            } else if (value.getClass().isArray()) {
                int length = Array.getLength(value);
                bytes += length % ROWS == 0 ? length * size(value.getClass().componentType()) : 0;
            }
        }
        return bytes;
    }

    private static Object field(Object of, String name) throws IllegalAccessException {
        List<Field> all = new ArrayList<>(List.of(of.getClass().getDeclaredFields()));
        Field found =
                all.stream().filter(f -> f.getName().equals(name)).findFirst().orElseThrow();
        found.setAccessible(true);
        return found.get(of);
    }

    private static long size(Class<?> type) {
        return type == long.class || type == double.class ? 8 : type == int.class ? 4 : 1;
    }

    @Test
    void countsPartsAndMessages() {
        RuleCost cost = RuleCost.of(program("t.x > 1 bar and (t.s is a or t.y > 2 bar for 1 min)"))
                .getFirst();
        assertThat(cost.parts()).isEqualTo(4);
        assertThat(cost.messagesPerMinute()).isEqualTo(60 + 6 + 1);
    }
}
