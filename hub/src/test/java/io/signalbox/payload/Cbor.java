package io.signalbox.payload;

import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.dataformat.cbor.CBORFactory;

import java.io.ByteArrayOutputStream;

/** CBOR, written as JSON in tests. */
final class Cbor {
    private static final JsonFactory JSON = new JsonFactory();
    private static final CBORFactory CBOR = new CBORFactory();

    private Cbor() {}

    static byte[] of(String json) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), json);
                JsonGenerator out = CBOR.createGenerator(ObjectWriteContext.empty(), bytes)) {
            parser.nextToken();
            out.copyCurrentStructure(parser);
        }
        return bytes.toByteArray();
    }
}
