package io.signalbox.console;

import io.signalbox.payload.JsonWriter;

import org.jspecify.annotations.Nullable;

import java.util.function.Consumer;

/**
 * Why a request was refused, in the form of RFC 9457: {@code application/problem+json} with a code
 * for programs, a sentence for people and one way to mend it.
 */
final class Problem extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int status;
    private final String code;
    private final String detail;
    private final @Nullable String fix;
    private final transient @Nullable Consumer<JsonWriter> more;

    /**
     * @param detail what was expected, and what was found
     * @param fix what to do about it, or null where the detail says it already
     */
    Problem(int status, String code, String detail, @Nullable String fix) {
        this(status, code, detail, fix, null);
    }

    /** @param more writes further members */
    Problem(
            int status,
            String code,
            String detail,
            @Nullable String fix,
            @Nullable Consumer<JsonWriter> more) {
        super(code + ": " + detail, null, false, false);
        this.status = status;
        this.code = code;
        this.detail = detail;
        this.fix = fix;
        this.more = more;
    }

    static Problem badRequest(String code, String detail, @Nullable String fix) {
        return new Problem(400, code, detail, fix);
    }

    static Problem notFound(String code, String detail, @Nullable String fix) {
        return new Problem(404, code, detail, fix);
    }

    int status() {
        return status;
    }

    byte[] toBytes() {
        JsonWriter json = new JsonWriter()
                .beginObject()
                .field("type", "about:blank")
                .field("title", title(status))
                .field("status", status)
                .field("code", code)
                .field("detail", detail);
        if (fix != null) {
            json.field("fix", fix);
        }
        if (more != null) {
            more.accept(json);
        }
        return json.end().toBytes();
    }

    private static String title(int status) {
        return switch (status) {
            case 400 -> "Bad Request";
            case 403 -> "Forbidden";
            case 404 -> "Not Found";
            case 405 -> "Method Not Allowed";
            case 409 -> "Conflict";
            case 413 -> "Content Too Large";
            case 415 -> "Unsupported Media Type";
            case 422 -> "Unprocessable Content";
            case 429 -> "Too Many Requests";
            case 503 -> "Service Unavailable";
            case 507 -> "Insufficient Storage";
            default -> status < 500 ? "Refused" : "Internal Server Error";
        };
    }
}
