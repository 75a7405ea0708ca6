package io.signalbox.payload;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

class ReadingDecoderTest {
    private final ReadingDecoder decoder = new ReadingDecoder();

    /** What a payload on the topic of point {@code p} gives, in one line. */
    private String decode(byte[] payload) {
        DecodeFailure failure = decoder.decode("p", payload);
        if (failure != null) {
            assertThat(decoder.size()).isZero();
            assertThat(decoder.refusals()).isEmpty();
            assertThat(failure.offset()).isBetween(0, payload.length);
            return failure.reason().id() + "@" + failure.offset();
        }
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < decoder.size(); i++) {
            long time = decoder.eventMillis(i);
            parts.add(decoder.point(i) + "=" + decoder.value(i).getClass().getSimpleName() + ":"
                    + decoder.value(i)
                    + (time == ReadingDecoder.NO_TIME ? "" : "@" + time)
                    + (decoder.hasBadTime(i) ? "!" : ""));
        }
        decoder.refusals().forEach(r -> parts.add(r.reason().id() + "@" + r.offset()));
        return String.join(" ", parts);
    }

    private String decode(String payload) {
        return decode(payload.getBytes(UTF_8));
    }

    @Test
    void anObjectGivesAReadingPerKey() {
        assertThat(decode("{\"flow\": 4.2, \"state\":\"running\", \"open\":true, \"n\":-3}\n"))
                .isEqualTo("flow=Numeric:4.2 state=Text:running open=Bool:true n=Numeric:-3");
    }

    @Test
    void theTimeHoldsForTheWholeObjectWhereverItStands() {
        assertThat(decode("{\"a\":1,\"ts\":1700000000,\"b\":2}"))
                .isEqualTo("a=Numeric:1@1700000000000 b=Numeric:2@1700000000000");
    }

    @Test
    void aBatchHasATimePerObject() {
        assertThat(decode("[{\"ts\":1700000000,\"a\":1},{\"a\":2},{\"ts\":1700000002,\"a\":3}]"))
                .isEqualTo("a=Numeric:1@1700000000000 a=Numeric:2 a=Numeric:3@1700000002000");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "21.5|p=Numeric:21.5",
                "-7|p=Numeric:-7",
                "1e3|p=Numeric:1000",
                "-0.0|p=Numeric:0",
                "1e-999|p=Numeric:0",
                "running|p=Text:running",
                "ON|p=Text:ON",
                "true|p=Bool:true",
                "false|p=Bool:false",
                "tür|p=Text:tür",
                "\"two words\"|p=Text:two words",
                "9007199254740992|p=Numeric:9.007199254740992E15",
                "NaN|not-a-number@0",
                "nan|not-a-number@0",
                "-Infinity|not-a-number@0",
                "1e999|overflow@0",
                "-1e999|overflow@0",
                "9007199254740993|p=Whole:9007199254740993",
                "-9007199254740993|p=Whole:-9007199254740993",
                "9223372036854775808|beyond-64-bits@0",
                "123456789012345678901234567890|beyond-64-bits@0",
                "null|null@0",
                "two words|syntax@0",
                "5,2|syntax@1",
                "1 2|trailing@2",
                "[1,2]|no-objects@1",
            })
    void oneBareValueIsAReadingOfTheTopicsPoint(String payload, String expected) {
        assertThat(decode(payload)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"a\":1,\"a\":2}|duplicate-key",
                "{\"ts\":1,\"ts\":2,\"a\":1}|duplicate-key",
                "{\"a\":1}x|syntax",
                "{\"a\":1}{}|trailing",
                "{\"a\":1|syntax",
                "{\"a\":01}|syntax",
                "{\"a\":1,}|syntax",
                "{'a':1}|syntax",
                "{\"a\":}|syntax",
                "[{\"a\":1},3]|no-objects",
                "{\"a\":1}/* */|syntax",
            })
    void aPayloadThatCannotBeTrustedFailsAsAWhole(String payload, String reason) {
        assertThat(decode(payload)).startsWith(reason + "@");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"a\":NaN,\"b\":1}|b=Numeric:1 not-a-number@5",
                "{\"a\":-Infinity,\"b\":1}|b=Numeric:1 not-a-number@5",
                "{\"a\":1e999,\"b\":1}|b=Numeric:1 overflow@5",
                "{\"a\":9007199254740993,\"b\":1}|a=Whole:9007199254740993 b=Numeric:1",
                "{\"a\":null,\"b\":1}|b=Numeric:1 null@5",
                "{\"a\":{\"x\":[1]},\"b\":1}|b=Numeric:1 nested@5",
                "{\"a\":[[]],\"b\":1}|b=Numeric:1 nested@5",
                "{\"\":1,\"b\":1}|b=Numeric:1 bad-name@4",
                "{\"a b\":{},\"b\":1}|b=Numeric:1 bad-name@7",
                "{\"../x\":1,\"b\":1}|b=Numeric:1 bad-name@8",
                "{\"a\":\"\\u0000\",\"b\":1}|b=Numeric:1 bad-text@5",
                "{\"a\":\"\\ud800\",\"b\":1}|b=Numeric:1 bad-text@5",
                "{\"ts\":\"yesterday\",\"b\":1}|b=Numeric:1! bad-time@6",
                "{\"ts\":null,\"b\":1}|b=Numeric:1! bad-time@6",
                "{\"ts\":{\"x\":1},\"b\":1}|b=Numeric:1! bad-time@6",
                "{\"ts\":-5,\"b\":1}|b=Numeric:1! bad-time@6",
                "{\"ts\":NaN,\"b\":1}|b=Numeric:1! bad-time@6",
            })
    void oneValueThatIsNoneIsRefusedAlone(String payload, String expected) {
        assertThat(decode(payload)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1700000000|1700000000000",
                "1700000000.25|1700000000250",
                "1700000000123|1700000000123",
                "1700000000123456|1700000000123",
                "1700000000123456789|1700000000123",
                "\"1700000000\"|1700000000000",
                "\"2023-11-14T22:13:20Z\"|1700000000000",
                "\"2023-11-14T22:13:20.123456Z\"|1700000000123",
                "\"2023-11-14T23:13:20+01:00\"|1700000000000",
                "\"2023-11-14T22:13:20\"|1700000000000",
                "0|0",
                "12345|12345000",
            })
    void timesAreRecognised(String time, long millis) {
        assertThat(decode("{\"ts\":" + time + ",\"a\":1}")).isEqualTo("a=Numeric:1@" + millis);
    }

    @ParameterizedTest
    @CsvSource({
        "c3,0",
        "61ff,1",
        "c080,0",
        "eda080,0",
        "f4908080,0",
        "7b2261ff223a317d,3",
        "6100,1",
        "f8,0"
    })
    void whatIsNotUtf8IsNamedWithItsPlace(String hex, int offset) {
        assertThat(decode(HexFormat.of().parseHex(hex))).isEqualTo("not-utf8@" + offset);
    }

    @Test
    void otherEncodingsAreRefusedAndAByteOrderMarkIsNot() {
        assertThat(decode("{\"a\":1}".getBytes(java.nio.charset.StandardCharsets.UTF_16)))
                .isEqualTo("not-utf8@0");
        assertThat(decode("{\"a\":1}".getBytes(java.nio.charset.StandardCharsets.UTF_16BE)))
                .isEqualTo("not-utf8@0");
        assertThat(decode("\uFEFF{\"a\":1}")).isEqualTo("a=Numeric:1");
        assertThat(decode("\uFEFFon")).isEqualTo("p=Text:on");
    }

    @Test
    void nothingIsEmpty() {
        assertThat(decode("")).isEqualTo("empty@0");
        assertThat(decode(" \n")).isEqualTo("empty@0");
        assertThat(decode("{}")).isEmpty();
        assertThat(decode("[]")).isEmpty();
    }

    @Test
    void depthKeysNamesTextsAndNumbersHaveLimits() {
        assertThat(decode("{\"a\":" + "[".repeat(15) + "]".repeat(15) + "}")).isEqualTo("nested@5");
        assertThat(decode("{\"a\":" + "[".repeat(100_000))).startsWith("too-deep@");
        assertThat(decode(object(256))).startsWith("k0=");
        assertThat(decode(object(257))).startsWith("too-many-keys@");
        assertThat(decode("[" + (object(256) + ",").repeat(16) + "{\"x\":1}]"))
                .startsWith("too-many-readings@");
        assertThat(decode("{\"" + "n".repeat(64) + "\":1}")).endsWith("=Numeric:1");
        assertThat(decode("{\"" + "n".repeat(65) + "\":1}")).startsWith("bad-name@");
        assertThat(decode("{\"" + "n".repeat(300) + "\":1}")).startsWith("too-long@");
        assertThat(decode("\"" + "t".repeat(4096) + "\"")).startsWith("p=Text:ttt");
        assertThat(decode("\"" + "t".repeat(4097) + "\"")).isEqualTo("text-too-long@0");
        assertThat(decode("\"" + "ü".repeat(2049) + "\"")).isEqualTo("text-too-long@0");
        assertThat(decode("1".repeat(65))).startsWith("too-long@");
    }

    private static String object(int keys) {
        return IntStream.range(0, keys)
                .mapToObj(i -> "\"k" + i + "\":" + i)
                .collect(Collectors.joining(",", "{", "}"));
    }

    @Test
    void aBareValueNeedsAPointInTheTopic() {
        assertThat(decoder.decode("a b", "5".getBytes(UTF_8)))
                .isNotNull()
                .extracting(DecodeFailure::reason)
                .isEqualTo(Refusal.BAD_NAME);
        assertThat(decoder.decode("a b", "{\"x\":5}".getBytes(UTF_8))).isNull();
    }

    @Test
    void whateverComesItNeverThrows() {
        Random random = new Random(42);
        byte[] seed =
                "[{\"ts\":\"2023-11-14T22:13:20Z\",\"a\":-1.5e3,\"b\":\"x\\u00e4\"},{\"c\":[]}]"
                        .getBytes(UTF_8);
        for (int round = 0; round < 20_000; round++) {
            byte[] payload = seed.clone();
            for (int flips = random.nextInt(4); flips >= 0; flips--) {
                payload[random.nextInt(payload.length)] = (byte) random.nextInt(256);
            }
            assertThat(decode(payload)).isNotNull();
        }
    }
}
