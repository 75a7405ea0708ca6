package io.signalbox.payload;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** CBOR and SenML, as their senders declare them by the content type. */
class FormatsTest {
    /** 2023-11-14T22:13:20Z. */
    private static final long NOW = 1_700_000_000_000L;

    private static final String CBOR = "application/cbor";
    private static final String SENML = "application/senml+json";
    private static final String SENML_CBOR = "application/senml+cbor";

    private final ReadingDecoder decoder = new ReadingDecoder();

    private String decode(@Nullable String contentType, byte[] payload) {
        DecodeFailure failure = decoder.decode("p", contentType, payload, NOW);
        if (failure != null) {
            assertThat(failure.offset()).isBetween(0, payload.length);
            assertThat(decoder.size()).isZero();
            return failure.reason().id() + "@" + failure.offset();
        }
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < decoder.size(); i++) {
            long time = decoder.eventMillis(i);
            parts.add(decoder.point(i) + "=" + decoder.value(i)
                    + (decoder.unit(i).isEmpty() ? "" : " " + decoder.unit(i))
                    + (time == ReadingDecoder.NO_TIME ? "" : "@" + (time - NOW)));
        }
        decoder.refusals().forEach(r -> parts.add("(" + r.reason().id() + "@" + r.offset() + ")"));
        return String.join(", ", parts);
    }

    private String senml(String json) {
        return decode(SENML, json.getBytes(UTF_8));
    }

    private String hex(String contentType, String hex) {
        return decode(contentType, HexFormat.of().parseHex(hex.replace(" ", "")));
    }

    @Test
    void cborGivesWhatTheSameJsonGives() {
        String json = "{\"flow\":4.2,\"n\":-3,\"state\":\"running\",\"open\":true,\"x\":null,"
                + "\"deep\":{\"a\":[1]},\"ts\":1700000001}";
        String readings = "flow=4.2@1000, n=-3@1000, state=running@1000, open=true@1000,"
                + " (null@IT), (nested@IT)";
        String found = decode(CBOR, Cbor.of(json));
        assertThat(found.replaceAll("(null|nested)@\\d+", "$1@IT")).isEqualTo(readings);
        assertThat(decode("Application/CBOR; charset=binary", Cbor.of("7"))).isEqualTo("p=7");
        assertThat(decode(CBOR, Cbor.of("[{\"a\":1},{\"a\":2}]"))).isEqualTo("a=1, a=2");
    }

    @Test
    void nothingIsGuessedWithoutAContentType() {
        assertThat(decode(null, Cbor.of("{\"flow\":4.2}"))).startsWith("not-utf8@");
        assertThat(decode("text/plain", "{\"flow\":4.2}".getBytes(UTF_8))).isEqualTo("flow=4.2");
    }

    @Test
    void numbersOfAllWidthsAreRead() {
        assertThat(hex(CBOR, "f9 3e00")).as("half").isEqualTo("p=1.5");
        assertThat(hex(CBOR, "fa 3fc00000")).as("single").isEqualTo("p=1.5");
        assertThat(hex(CBOR, "38 63")).isEqualTo("p=-100");
        assertThat(hex(CBOR, "1b 0020000000000000")).isEqualTo("p=9.007199254740992E15");
        assertThat(hex(CBOR, "f9 7e00")).isEqualTo("not-a-number@0");
        assertThat(hex(CBOR, "c1 1a 6553f100"))
                .as("a tag is passed over")
                .isEqualTo("p=1700000000");
    }

    @ParameterizedTest
    @CsvSource({
        "too-deep, a161618181818181818181818181818181818181818181818101",
        "no-objects, 9f01",
        "syntax, bf616101",
        "trailing, bf616101ff01ff",
        "syntax, 9bffffffffffffffff01",
        "syntax, 9b7fffffffffffffff01",
        "syntax, 7b7fffffffffffffff61",
        "syntax, 7a7fffffff61",
        "nested, 5a7fffffff61",
        "duplicate-key, a2616101616102",
        "not-a-number, f97c00",
        "syntax, 1c",
        "syntax, a1",
        "syntax, c0",
        "empty, ''",
        "trailing, 0101",
    })
    void row64BadCborIsRefusedWithItsPlace(String reason, String hex) {
        assertThat(hex(CBOR, hex)).matches(reason + "@\\d+");
    }

    @Test
    void aPackOfRfc8428IsResolved() {
        assertThat(senml("""
                [{"bn":"urn:dev:ow:10e2073a0108006:","bt":1700000100,"bu":"A","bver":5,
                  "n":"voltage","u":"V","v":120.1},
                 {"n":"current","t":-5,"v":1.2},{"n":"current","t":-4,"v":1.3},
                 {"n":"open","vb":true},{"n":"label","vs":"x"},{"n":"raw","vd":"aGk"}]"""))
                .isEqualTo("voltage=120.1 V@100000, current=1.2 A@95000, current=1.3 A@96000,"
                        + " open=true A@100000, label=x A@100000, (nested@235)");
    }

    @Test
    void aNameComesOfTheBaseNameIfThereIsNoOther() {
        assertThat(senml("[{\"n\":\"urn:dev:ow:10e2:temp\",\"u\":\"Cel\",\"v\":23.1}]"))
                .isEqualTo("urn:dev:ow:10e2:temp=23.1 Cel");
        assertThat(senml("[{\"bn\":\"urn:dev:ow:10e2:temp\",\"v\":23.1}]")).isEqualTo("temp=23.1");
        assertThat(senml("[{\"bn\":\"coap://h/a/\",\"v\":1}]")).isEqualTo("a=1");
        assertThat(senml("[{\"bn\":\"dev/\",\"n\":\"3303/0/5700\",\"v\":1}]"))
                .isEqualTo("3303.0.5700=1");
        assertThat(senml("[{\"v\":1}]")).startsWith("bad-name@");
        assertThat(senml("[{\"n\":\"a b\",\"v\":1}]")).startsWith("bad-name@");
    }

    @Test
    void smallTimesCountFromTheArrivalAndZeroIsNow() {
        assertThat(
                        senml(
                                "[{\"n\":\"a\",\"v\":1,\"t\":-2.5},{\"n\":\"a\",\"v\":2,\"t\":0},"
                                        + "{\"n\":\"a\",\"v\":3,\"t\":268435455},{\"n\":\"a\",\"v\":4,\"t\":268435456}]"))
                .isEqualTo("a=1@-2500, a=2, a=3@268435455000, a=4@" + (268435456000L - NOW));
    }

    @Test
    void baseValuesAndSumsAreAdded() {
        assertThat(senml("[{\"bn\":\"m\",\"bv\":20,\"bs\":1000,\"v\":1.5,\"s\":7},"
                        + "{\"v\":-2},{\"s\":8}]"))
                .isEqualTo("m=21.5, m.sum=1007, m=18, m.sum=1008");
        assertThat(senml("[{\"n\":\"m\",\"bv\":1e308,\"v\":1e308}]")).startsWith("(overflow@");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{} | bad-senml",
                "[] | empty",
                "[1] | bad-senml",
                "[{\"n\":\"a\",\"v\":1,\"bver\":11}] | bad-senml",
                "[{\"n\":\"a\",\"v\":1,\"must_\":0}] | bad-senml",
                "[{\"n\":\"a\",\"v\":1,\"vs\":\"x\"}] | bad-senml",
                "[{\"n\":7,\"v\":1}] | bad-senml",
                "[{\"n\":\"a\",\"t\":\"now\",\"v\":1}] | bad-senml",
                "[{\"bt\":1e308,\"n\":\"a\",\"v\":1}] | bad-time",
                "[{\"bt\":1e999,\"n\":\"a\",\"v\":1}] | overflow",
                "[{\"n\":\"a\",\"n\":\"b\",\"v\":1}] | duplicate-key",
                "[{\"n\":\"a\",\"v\":1} | syntax",
                "[{\"n\":\"a\",\"v\":1}] 1 | trailing",
            })
    void row64BadSenmlIsRefusedWithItsPlace(String json, String reason) {
        assertThat(senml(json)).matches(reason + "@\\d+");
    }

    @Test
    void whatIsNotKnownAndNeedNotBeIsLeftOut() {
        assertThat(senml("[{\"n\":\"a\",\"v\":1,\"x\":{\"y\":[1]},\"ut\":5}]")).isEqualTo("a=1");
        assertThat(senml("[{\"n\":\"a\",\"v\":\"1\"},{\"n\":\"b\",\"v\":2}]"))
                .isEqualTo("b=2, (bad-senml@14)");
    }

    @Test
    void aMillionRecordsAreTooMany() {
        String record = "{\"n\":\"a\",\"v\":1},";
        String many = "[" + record.repeat(1_000_000) + "{}]";
        assertThat(senml(many)).startsWith("too-many-readings@");
    }

    @Test
    void senmlInCborHasNumbersForItsLabels() {
        assertThat(hex(
                        SENML_CBOR,
                        "81 a6 21 63 64 3a 31 22 fb 41d954fc40000000 23 61 41"
                                + " 00 66 766f6c746167 01 61 56 02 f9 5780"))
                .isEqualTo("voltag=120 V@0");
        assertThat(decode(SENML_CBOR, Cbor.of("[{\"n\":\"a\",\"v\":1}]"))).isEqualTo("a=1");
        assertThat(hex(SENML_CBOR, "9f")).startsWith("syntax@");
    }
}
