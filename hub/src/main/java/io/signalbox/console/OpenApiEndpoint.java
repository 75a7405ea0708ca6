package io.signalbox.console;

import io.signalbox.payload.JsonValue;
import io.signalbox.payload.JsonWriter;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** {@code /api/v1/openapi.json}: the API as OpenAPI 3.1 describes it, a file in the program. */
final class OpenApiEndpoint {
    private static final String FILE = "/api/openapi.json";

    Answer document(ApiRequest request) {
        request.allow();
        try (InputStream in = OpenApiEndpoint.class.getResourceAsStream(FILE)) {
            if (in == null) {
                throw new IllegalStateException("the program lacks its resource " + FILE);
            }
            return Answer.ok(new JsonWriter().value(JsonValue.parse(in.readAllBytes())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
