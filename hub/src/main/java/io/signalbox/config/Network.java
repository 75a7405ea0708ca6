package io.signalbox.config;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * A range of addresses that begin with the same bits, such as {@code 10.0.0.0/8}; one address is a
 * range, too. Names are not looked up.
 *
 * @param address the first of them
 * @param bits how many bits of it count
 */
public record Network(InetAddress address, int bits) {
    /** Most of them in one key. */
    private static final int MOST = 100;

    public Network {
        if (bits < 0 || bits > address.getAddress().length * 8) {
            throw new IllegalArgumentException("no network: " + address + "/" + bits);
        }
    }

    /** Ranges with spaces between; none for the empty text. */
    static List<Network> parseAll(String text) throws BadValue {
        List<Network> networks = new ArrayList<>();
        for (String part : text.isEmpty() ? new String[0] : text.split(" ", MOST + 1)) {
            networks.add(parse(part));
        }
        return networks;
    }

    private static Network parse(String text) throws BadValue {
        int slash = text.indexOf('/');
        String host = slash < 0 ? text : text.substring(0, slash);
        String length = slash < 0 ? "" : text.substring(slash + 1);
        boolean literal = host.indexOf(':') >= 0 || host.matches("\\d{1,3}(\\.\\d{1,3}){3}");
        if (!literal || !(slash < 0 || length.matches("\\d{1,3}"))) {
            throw expected(text);
        }
        InetAddress address;
        try {
            address = InetAddress.ofLiteral(host);
        } catch (IllegalArgumentException e) {
            throw expected(text);
        }
        int all = address.getAddress().length * 8;
        int bits = slash < 0 ? all : Integer.parseInt(length);
        if (bits > all || !begins(address, bits)) {
            throw expected(text).because("after the first bits all of the address must be 0");
        }
        return new Network(address, bits);
    }

    private static BadValue expected(String found) {
        return new BadValue("addresses such as \"127.0.0.1 10.1.0.0/16 fd00::/8\"", found);
    }

    private static boolean begins(InetAddress address, int bits) {
        byte[] bytes = address.getAddress();
        for (int bit = bits; bit < bytes.length * 8; bit++) {
            if ((bytes[bit / 8] >> (7 - bit % 8) & 1) != 0) {
                return false;
            }
        }
        return true;
    }

    public boolean contains(InetAddress other) {
        byte[] mine = address.getAddress();
        byte[] its = other.getAddress();
        if (mine.length != its.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit++) {
            if (((mine[bit / 8] ^ its[bit / 8]) >> (7 - bit % 8) & 1) != 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return address.getHostAddress() + "/" + bits;
    }
}
