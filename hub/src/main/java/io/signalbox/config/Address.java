package io.signalbox.config;

/**
 * Where a listener binds: a loopback address and a port.
 *
 * <p>Only loopback for as long as clients need not identify themselves. Names are not looked up:
 * a configuration means the same with and without a name server.
 *
 * @param host an IPv4 address in 127.0.0.0/8, {@code ::1} or {@code localhost}
 * @param port 0 to 65535; 0 lets the system choose a free one
 */
public record Address(String host, int port) {
    static Address parse(String text) throws BadValue {
        int colon = text.lastIndexOf(':');
        boolean bracketed = text.startsWith("[") && colon > 0 && text.charAt(colon - 1) == ']';
        String host =
                bracketed ? text.substring(1, colon - 1) : text.substring(0, Math.max(colon, 0));
        if (host.isEmpty() || (!bracketed && host.indexOf(':') >= 0)) {
            throw new BadValue("host:port such as \"127.0.0.1:1883\" or \"[::1]:1883\"", text);
        }
        int port = port(text.substring(colon + 1));
        if (!isLoopback(host)) {
            throw new BadValue("a loopback address such as \"127.0.0.1:" + port + "\"", text)
                    .because("clients need not identify themselves yet,"
                            + " so the hub serves this machine alone");
        }
        return new Address(host, port);
    }

    private static int port(String text) throws BadValue {
        boolean digits = !text.isEmpty()
                && text.length() <= 5
                && text.chars().allMatch(c -> c >= '0' && c <= '9');
        int port = digits ? Integer.parseInt(text) : -1;
        if (port < 0 || port > 65_535) {
            throw new BadValue("a port from 0 (any free one) to 65535", text);
        }
        return port;
    }

    private static boolean isLoopback(String host) {
        return host.equals("localhost")
                || host.equals("::1")
                || host.matches("127(\\.(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)){3}");
    }

    @Override
    public String toString() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
}
