package io.signalbox.payload;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.signalbox.fuzz.Fuzz;
import io.signalbox.fuzz.Mutator;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** Payloads of any bytes: values, or a reason with its place, and never more memory than sense. */
class PayloadFuzzTest {
    private static final long NOW = 1_700_000_000_000L;

    private static final List<String> JSON = List.of(
            "{\"ts\":1700000000,\"ENERGY\":{\"Power\":12.5,\"list\":[1,2,{\"a\":null}]},"
                    + "\"POWER\":\"ON\",\"n\":-3,\"big\":12345678901234567890,\"t\":true,"
                    + "\"at\":{\"lat\":52.5,\"lon\":13.4,\"alt\":3}}",
            "[{\"a\":1},{\"a\":2,\"ts\":\"2026-01-01T00:00:00Z\"}]",
            "[{\"bn\":\"urn:dev:ow:10e2:\",\"bt\":1.7e9,\"bu\":\"A\",\"bver\":5,\"n\":\"volt\","
                    + "\"u\":\"V\",\"v\":120.1},{\"n\":\"b\",\"t\":-5,\"vs\":\"x\"},"
                    + "{\"n\":\"c\",\"vb\":true,\"s\":4,\"bs\":2,\"bv\":1}]",
            "\"text\"",
            "-1.5e3");

    private static final Layout FIELDS = new Layout.Fields(
            Encoding.JSON,
            PointerTree.of(List.of(
                    JsonPointer.parse("/ENERGY/Power"),
                    JsonPointer.parse("/ENERGY"),
                    JsonPointer.parse("/POWER"),
                    JsonPointer.parse("/ENERGY/list/2/a"),
                    JsonPointer.parse("/0/a"),
                    JsonPointer.parse("/ts"))),
            5);

    private static List<byte[]> json() {
        return JSON.stream().map(text -> text.getBytes(UTF_8)).toList();
    }

    private static List<byte[]> cbor() {
        List<byte[]> all = new ArrayList<>(JSON.stream().map(Cbor::of).toList());
        all.add(new byte[] {
            (byte) 0x81,
            (byte) 0xa3,
            0x00,
            0x61,
            0x61,
            0x02,
            (byte) 0xf9,
            0x57,
            (byte) 0x80,
            0x22,
            0x1a,
            0x65,
            0x53,
            (byte) 0xf1,
            0x00
        });
        all.add(new byte[] {(byte) 0xbf, 0x61, 0x61, 0x7f, 0x61, 0x62, 0x61, 0x63, (byte) 0xff, -1
        });
        all.add(new byte[] {(byte) 0x9f, (byte) 0xc2, 0x43, 1, 2, 3, 0x5f, 0x41, 1, -1, -1});
        return all;
    }

    private static void fuzz(String name, List<byte[]> good, Fuzz.Target target) {
        Fuzz.run(
                name,
                3_000,
                chance ->
                        new Mutator(chance).mutate(good.get((int) chance.below(good.size())), good),
                target);
    }

    private static void readings(String name, List<byte[]> good, String contentType) {
        ReadingDecoder decoder = new ReadingDecoder();
        AtomicInteger read = new AtomicInteger();
        fuzz(name, good, input -> {
            DecodeFailure failure = decoder.decode("p", contentType, input, NOW);
            if (failure == null) {
                read.addAndGet(decoder.size());
            } else {
                placed(failure, input);
            }
            decoder.refusals().forEach(refusal -> placed(refusal, input));
        });
        assertThat(read).hasPositiveValue();
    }

    private static void layouts(String name, List<byte[]> good, Layout layout) {
        AtomicInteger read = new AtomicInteger();
        fuzz(name, good, input -> {
            Extract extract = LayoutReader.read(layout, input, NOW);
            DecodeFailure failure = extract.failure();
            if (failure != null) {
                placed(failure, input);
            }
            extract.refusals().forEach(refusal -> placed(refusal, input));
            read.addAndGet(extract.values().size());
        });
        assertThat(read).hasPositiveValue();
    }

    private static void placed(DecodeFailure failure, byte[] input) {
        assertThat(failure.offset()).isBetween(0, input.length);
        assertThat(failure.detail()).isNotEmpty();
    }

    @Test
    void objectsInCbor() {
        readings("cbor", cbor(), "application/cbor");
    }

    @Test
    void senmlInJson() {
        readings("senml-json", json(), "application/senml+json");
    }

    @Test
    void senmlInCbor() {
        readings("senml-cbor", cbor(), "application/senml+cbor");
    }

    @Test
    void pointersIntoJson() {
        layouts("pointers-json", json(), FIELDS);
    }

    @Test
    void pointersIntoCbor() {
        Layout.Fields fields = (Layout.Fields) FIELDS;
        layouts("pointers-cbor", cbor(), new Layout.Fields(Encoding.CBOR, fields.tree(), 5));
    }

    @Test
    void namesInSenml() {
        layouts("senml-layout", cbor(), new Layout.Senml(Encoding.CBOR, Map.of("volt", 0, "a", 1)));
    }

    @Test
    void bytesAndWholePayloads() {
        layouts("whole", json(), new Layout.Whole());
        List<BinaryField> fields = List.of(
                new BinaryField(BinaryField.Kind.SIGNED, 0, 3, true, 0, 0),
                new BinaryField(BinaryField.Kind.FLOAT, 2, 8, false, 0, 0),
                new BinaryField(BinaryField.Kind.UNSIGNED, 1, 8, false, 3, 61),
                new BinaryField(BinaryField.Kind.UNSIGNED, 4, 4, false, 0, 0));
        layouts("binary", cbor(), new Layout.Binary(fields, 3));
    }
}
