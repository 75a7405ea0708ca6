package io.signalbox.console;

import io.helidon.common.buffers.DataReader;
import io.helidon.common.uri.UriQuery;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import io.signalbox.payload.JsonValue;
import io.signalbox.payload.MalformedJson;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;

/** One request as an endpoint sees it: what it asks for is there and of its kind, or a problem. */
final class ApiRequest {
    private static final int MAX_SHOWN = 80;

    private final ServerRequest request;
    private final Departures departures;
    private Departures.@Nullable Watch watch;

    ApiRequest(ServerRequest request) {
        this(request, new Departures());
    }

    ApiRequest(ServerRequest request, Departures departures) {
        this.request = request;
        this.departures = departures;
    }

    /** Interrupts this thread if the client leaves before this is closed; the body has been read. */
    Departures.Watch watch() {
        Departures.Watch watching = departures.watch(request);
        watch = watching;
        return watching;
    }

    /** True if the connection cannot have another request. */
    boolean watched() {
        return watch != null;
    }

    /** True if the client did not wait for the answer. */
    boolean abandoned() {
        return watch != null && watch.gone();
    }

    /** Refuses query parameters other than these. */
    ApiRequest allow(String... names) {
        List<String> known = List.of(names);
        for (String name : request.query().names()) {
            if (!known.contains(name)) {
                throw Problem.badRequest(
                        "parameter-unknown",
                        "there is no parameter '" + shortened(name) + "' here",
                        known.isEmpty() ? null : "there are " + String.join(", ", known));
            }
        }
        return this;
    }

    /** A query parameter that has to be there, once. */
    String parameter(String name) {
        String value = optional(name);
        if (value == null) {
            throw Problem.badRequest(
                    "parameter-missing",
                    "expected the parameter '" + name + "', found none",
                    "add ?" + name + "=…");
        }
        return value;
    }

    /** A query parameter that may be there once, or null. */
    @Nullable
    String optional(String name) {
        List<String> all = all(name);
        if (all.size() > 1) {
            throw Problem.badRequest(
                    "parameter-twice",
                    "expected the parameter '" + name + "' once, found it " + all.size() + " times",
                    null);
        }
        return all.isEmpty() || all.getFirst().isEmpty() ? null : all.getFirst();
    }

    /** Every value of a query parameter, in order. */
    List<String> all(String name) {
        UriQuery query = request.query();
        return query.contains(name) ? query.all(name) : List.of();
    }

    /** A whole number of a query parameter within bounds, or {@code otherwise} without it. */
    int integer(String name, int least, int most, int otherwise) {
        String text = optional(name);
        if (text == null) {
            return otherwise;
        }
        try {
            int value = Integer.parseInt(text);
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            // falls to the refusal of numbers out of bounds
        }
        throw Problem.badRequest(
                "parameter-invalid",
                "expected a whole number from " + least + " to " + most + " in '" + name
                        + "', found '" + shortened(text) + "'",
                null);
    }

    /** The sequence of a journal record in a query parameter, or {@code otherwise} without it. */
    long sequence(String name, long otherwise) {
        String text = optional(name);
        if (text == null) {
            return otherwise;
        }
        if (!text.matches("\\d{1,18}")) {
            throw Problem.badRequest(
                    "parameter-invalid",
                    "expected the number of a journal record in '" + name + "', found '"
                            + shortened(text) + "'",
                    null);
        }
        return Long.parseLong(text);
    }

    /** A named part of the path, decoded. */
    String segment(String name) {
        return request.path().pathParameters().get(name);
    }

    /** The body as JSON; {@code maxBytes} is checked before anything is taken into memory. */
    JsonValue body(int maxBytes) {
        try {
            return JsonValue.parse(json(maxBytes));
        } catch (MalformedJson e) {
            throw Problem.badRequest("malformed-json", String.valueOf(e.getMessage()), null);
        }
    }

    /** The body as it came, which says that it is JSON. */
    byte[] json(int maxBytes) {
        String type = header("content-type").toLowerCase(Locale.ROOT);
        if (!type.equals("application/json") && !type.startsWith("application/json;")) {
            throw new Problem(
                    415,
                    "media-type",
                    "expected a body of application/json, found '" + shortened(type) + "'",
                    "send the header Content-Type: application/json");
        }
        return bytes(maxBytes);
    }

    private byte[] bytes(int maxBytes) {
        long declared = request.headers().contentLength().orElse(0);
        if (declared <= maxBytes) {
            try (InputStream in = request.content().inputStream()) {
                byte[] body = in.readNBytes(maxBytes + 1);
                if (body.length <= maxBytes) {
                    return body;
                }
                declared = body.length;
            } catch (IOException | DataReader.InsufficientDataAvailableException e) {
                throw Problem.badRequest("body-broken", "the body ended early", null);
            }
        }
        throw new Problem(
                413,
                "body-too-large",
                "expected a body of at most " + maxBytes + " bytes, found " + declared + " or more",
                "send it in parts");
    }

    /** The header {@code Idempotency-Key}, quoted as its draft says or plain, or null. */
    @Nullable
    String idempotencyKey(int mostChars) {
        String key = header("Idempotency-Key");
        if (key.length() >= 2 && key.startsWith("\"") && key.endsWith("\"")) {
            key = key.substring(1, key.length() - 1);
        }
        if (key.length() > mostChars) {
            throw Problem.badRequest(
                    "key-invalid",
                    "expected an Idempotency-Key of at most " + mostChars + " characters, found "
                            + key.length(),
                    null);
        }
        return key.isEmpty() ? null : key;
    }

    private String header(String name) {
        return request.headers().first(HeaderNames.create(name)).orElse("").strip();
    }

    /** Text of a stranger as it may stand in a sentence. */
    static String shortened(String text) {
        return text.length() <= MAX_SHOWN ? text : text.substring(0, MAX_SHOWN) + '…';
    }
}
