package io.signalbox.console;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Keeps web pages of strangers away from the API of a hub that trusts everybody on its machine: a
 * page in a browser can reach loopback, by its own name for it (DNS rebinding) or across origins.
 */
final class Guard implements Filter {
    private static final Pattern LOOPBACK = Pattern.compile(
            "(localhost|127(\\.\\d{1,3}){3}|\\[::1])(:\\d{1,5})?", Pattern.CASE_INSENSITIVE);

    @Override
    public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
        try {
            check(request);
        } catch (Problem problem) {
            ApiServer.refuse(response, problem);
        }
        chain.proceed();
    }

    private static void check(RoutingRequest request) {
        List<String> hosts = request.headers().values(HeaderNames.HOST);
        if (hosts.size() != 1 || !LOOPBACK.matcher(hosts.getFirst()).matches()) {
            String found = hosts.isEmpty() ? "none" : ApiRequest.shortened(hosts.getFirst());
            throw new Problem(
                    403,
                    "host-refused",
                    "expected a Host that names this machine's loopback, found '" + found + "'",
                    "ask for http://127.0.0.1:PORT or http://localhost:PORT");
        }
        String origin = request.headers().first(HeaderNames.ORIGIN).orElse("");
        if (!origin.isEmpty() && !origin.equalsIgnoreCase("http://" + hosts.getFirst())) {
            throw new Problem(
                    403,
                    "origin-refused",
                    "expected the hub's own page or none, found the Origin '"
                            + ApiRequest.shortened(origin)
                            + "': other web pages may not use this API",
                    "use the command line or a program");
        }
    }
}
