package io.signalbox.console;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.Handler;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * The overview page: three files from the program itself. Nothing is loaded from elsewhere and no
 * script stands in the markup; the policy in the headers holds browsers to it.
 */
record Page(String path, String file, String type) {
    static final Page[] ALL = {
        new Page("/", "index.html", "text/html; charset=utf-8"),
        new Page("/console.css", "console.css", "text/css; charset=utf-8"),
        new Page("/console.js", "console.js", "text/javascript; charset=utf-8"),
    };

    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self';"
            + " connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none';"
            + " frame-ancestors 'none'";

    Handler handler() {
        byte[] content = content();
        return (request, response) -> response.header(HeaderNames.CONTENT_TYPE, type)
                .header(HeaderNames.create("Content-Security-Policy"), POLICY)
                .header(HeaderNames.create("X-Content-Type-Options"), "nosniff")
                .header(HeaderNames.create("Referrer-Policy"), "no-referrer")
                .header(HeaderNames.CACHE_CONTROL, "no-cache")
                .send(content);
    }

    private byte[] content() {
        try (InputStream in = Page.class.getResourceAsStream("/console/" + file)) {
            if (in == null) {
                throw new IllegalStateException("the program lacks its resource " + file);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
