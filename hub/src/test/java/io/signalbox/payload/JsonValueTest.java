package io.signalbox.payload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.signalbox.message.Value;
import io.signalbox.payload.JsonValue.JsonObject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonValueTest {
    @Test
    void whatIsWrongIsSaidWithoutWhatTheParserSaysOfItself() {
        assertThatThrownBy(() -> JsonValue.parse("{\"a\": 1".getBytes(UTF_8)))
                .isInstanceOf(MalformedJson.class)
                .hasMessageContaining("expected close marker for Object")
                .hasMessageNotContaining("Source");
        assertThatThrownBy(() -> JsonValue.parse("{'a': 1}".getBytes(UTF_8)))
                .hasMessageContaining("was expecting double-quote")
                .hasMessageNotContaining("code 39");
        assertThatThrownBy(() -> JsonValue.parse("[".repeat(70).getBytes(UTF_8)))
                .hasMessageEndingWith(
                        "Document nesting depth (65) exceeds the maximum allowed (64)");
    }

    @Test
    void aNumberThatIsNoneOfOursHasItsPlace() {
        for (String number : new String[] {"1e999", "123456789012345678901"}) {
            assertThatThrownBy(
                            () -> JsonValue.parse(("{\n \"a\": " + number + "}").getBytes(UTF_8)))
                    .isInstanceOfSatisfying(MalformedJson.class, e -> {
                        assertThat(e.line()).isEqualTo(2);
                        assertThat(e.column()).isEqualTo(7);
                    });
        }
    }

    @Test
    void writesInOnePass() {
        String json = new JsonWriter()
                .beginObject()
                .field("id", "p\"1")
                .field("n", 3.0)
                .field("x", 0.1)
                .field("big", Long.MAX_VALUE)
                .field("none", Double.NaN)
                .field("value", new Value.Text("on"))
                .name("list")
                .beginArray()
                .value(true)
                .value((String) null)
                .beginObject()
                .end()
                .end()
                .end()
                .toString();
        assertThat(json)
                .isEqualTo("{\"id\":\"p\\\"1\",\"n\":3,\"x\":0.1,\"big\":9223372036854775807,"
                        + "\"none\":null,\"value\":\"on\",\"list\":[true,null,{}]}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":[1,2.5,-3],\"b\":{\"c\":null,\"d\":\"ü\"},\"e\":true}",
                "[]",
                "\"x\"",
                "null"
            })
    void whatIsReadIsWrittenTheSame(String json) {
        assertThat(JsonValue.parse(json)).hasToString(json);
    }

    @Test
    void membersAreAskedForByTypeAndTheErrorNamesWhatIsThere() {
        JsonObject object = JsonValue.parse("{\"id\":\"p1\",\"n\":5,\"x\":null,\"f\":false}")
                .asObject();
        assertThat(object.text("id")).isEqualTo("p1");
        assertThat(object.integer("n")).isEqualTo(5);
        assertThat(object.flag("f")).isFalse();
        assertThat(object.optionalText("x")).isNull();
        assertThat(object.optionalText("y")).isNull();
        assertThatThrownBy(() -> object.text("n"))
                .isInstanceOf(MalformedJson.class)
                .hasMessage("expected a text in 'n', found 5");
        assertThatThrownBy(() -> object.number("y"))
                .hasMessage("expected a number in 'y', found none");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "{\"a\":1,\"a\":2}",
                "[1] 2",
                "{a:1}",
                "1e999",
                "9223372036854775808",
                "\0",
                "NaN"
            })
    void refusesWhatIsNoJsonOfOurs(String text) {
        assertThatThrownBy(() -> JsonValue.parse(text)).isInstanceOf(MalformedJson.class);
    }

    @Test
    void refusesDepthWithoutFallingOver() {
        assertThatThrownBy(() -> JsonValue.parse("[".repeat(100_000)))
                .isInstanceOf(MalformedJson.class)
                .hasMessageContaining("depth");
    }
}
