package io.signalbox.notify;

import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webclient.api.HttpClientResponse;
import io.helidon.webclient.http1.Http1Client;
import io.signalbox.alarm.Notice;
import io.signalbox.time.Clock;

import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;

/**
 * Posts notices to an address of the web as CloudEvents, signed after Standard Webhooks. 2xx means
 * that it has arrived; a refusal that will not change (400 to 499 but 408, 425 and 429) gives it up,
 * everything else is tried again. Redirects are not followed, and no more of an answer is read than
 * its headers.
 */
final class WebhookChannel implements Channel {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(15);

    private final String name;
    private final URI url;
    private final String hub;
    private final byte[] secret;
    private final Clock clock;
    private final Http1Client client;

    WebhookChannel(String name, URI url, String hub, byte[] secret, Egress egress, Clock clock) {
        this.name = name;
        this.url = url;
        this.hub = hub;
        this.secret = secret;
        this.clock = clock;
        this.client = Http1Client.builder()
                .followRedirects(false)
                .keepAlive(false)
                .connectTimeout(CONNECT_TIMEOUT)
                .readTimeout(ANSWER_TIMEOUT)
                .servicesDiscoverServices(false)
                .dnsResolver((host, _) -> egress.resolve(host))
                .build();
    }

    /** Without the query, which may hold a key of the receiver. */
    static String nameOf(URI url) {
        String port = url.getPort() < 0 ? "" : ":" + url.getPort();
        return "webhook " + url.getScheme() + "://" + url.getHost() + port + url.getRawPath();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Outcome send(Notice notice) {
        byte[] body = CloudEvent.of(notice, hub);
        String id = notice.id().toString();
        long seconds = clock.millis() / 1000;
        var request = client.post()
                .uri(url)
                .header(HeaderNames.CONTENT_TYPE, CloudEvent.MEDIA_TYPE)
                .header(HeaderNames.USER_AGENT, "signalbox")
                .header(HeaderNames.create("webhook-id"), id)
                .header(HeaderNames.create("webhook-timestamp"), Long.toString(seconds));
        if (secret.length > 0) {
            request.header(
                    HeaderNames.create("webhook-signature"),
                    Signature.of(secret, id, seconds, body));
        }
        try (HttpClientResponse response = request.submit(body)) {
            return outcome(response);
        } catch (Egress.Refused e) {
            return new Outcome.Never(String.valueOf(e.getMessage()));
        } catch (Egress.Unknown | UncheckedIOException | IllegalStateException e) {
            return new Outcome.Later(reason(e), 0);
        }
    }

    private static String reason(RuntimeException e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        String message = cause.getMessage();
        return message == null ? cause.getClass().getSimpleName() : message;
    }

    private static Outcome outcome(HttpClientResponse response) {
        Status status = response.status();
        int code = status.code();
        String told = "the receiver answered " + code + ' ' + status.reasonPhrase();
        if (code >= 200 && code < 300) {
            return new Outcome.Arrived();
        }
        boolean passing = code < 400 || code == 408 || code == 425 || code == 429 || code >= 500;
        return passing ? new Outcome.Later(told, retryAfter(response)) : new Outcome.Never(told);
    }

    /** The header Retry-After in seconds; a date is not looked at. */
    private static long retryAfter(HttpClientResponse response) {
        String text = response.headers().first(HeaderNames.RETRY_AFTER).orElse("");
        return text.matches("\\d{1,6}") ? Long.parseLong(text) * 1000 : 0;
    }
}
