package io.signalbox.notify;

import io.signalbox.config.Network;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;

/**
 * Where the hub may be made to send something: addresses of the internet, and those that the
 * configuration allows. Everything else (this machine, the plant's network, the metadata service of
 * a cloud) is out of reach, whatever name or notation stands for it.
 */
final class Egress {
    /** The name of this policy, as refusals tell it. */
    static final String POLICY = "private-address";

    /** An address that the hub may not connect to. */
    static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1;

        Refused(String host, InetAddress address) {
            super("policy " + POLICY + ": " + host
                    + (host.equals(address.getHostAddress())
                            ? ""
                            : " stands for " + address.getHostAddress() + ", which")
                    + " is no address of the internet; notify.allow may name it");
        }
    }

    /** A name without an address. */
    static final class Unknown extends RuntimeException {
        private static final long serialVersionUID = 1;

        Unknown(String host) {
            super("there is no address for the name " + host);
        }
    }

    private final List<Network> allowed;

    Egress(List<Network> allowed) {
        this.allowed = allowed;
    }

    /**
     * The address to connect to, looked up now: whoever connects to it, and not to the name, cannot
     * be led elsewhere by a second answer.
     *
     * @throws Refused if one of the host's addresses is out of reach
     * @throws Unknown if it has none
     */
    InetAddress resolve(String host) {
        InetAddress[] all;
        try {
            all = InetAddress.getAllByName(host);
        } catch (UnknownHostException e) {
            throw new Unknown(host);
        }
        for (InetAddress address : all) {
            if (!reaches(address)) {
                throw new Refused(host, address);
            }
        }
        return all[0];
    }

    boolean reaches(InetAddress address) {
        for (Network network : allowed) {
            if (network.contains(address)) {
                return true;
            }
        }
        return isPublic(address);
    }

    static boolean isPublic(InetAddress address) {
        if (address.isAnyLocalAddress()
                || address.isLoopbackAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress()) {
            return false;
        }
        byte[] bytes = address.getAddress();
        return address instanceof Inet4Address
                ? isPublic4(bytes)
                : address instanceof Inet6Address && isPublic6(bytes);
    }

    /** [RFC 6890] */
    private static boolean isPublic4(byte[] bytes) {
        int a = bytes[0] & 0xFF;
        int b = bytes[1] & 0xFF;
        int c = bytes[2] & 0xFF;
        boolean shared = a == 100 && (b & 0xC0) == 64;
        boolean special = a == 192 && b == 0 && (c == 0 || c == 2);
        boolean test = (a == 198 && (b & 0xFE) == 18)
                || (a == 198 && b == 51 && c == 100)
                || (a == 203 && b == 0 && c == 113);
        return a != 0 && a < 240 && !shared && !special && !test;
    }

    /** Global unicast alone, without those that carry an IPv4 address or lead nowhere [RFC 4291]. */
    private static boolean isPublic6(byte[] bytes) {
        boolean global = (bytes[0] & 0xE0) == 0x20;
        boolean sixToFour = bytes[0] == 0x20 && bytes[1] == 0x02;
        boolean ietf = bytes[0] == 0x20 && bytes[1] == 0x01 && (bytes[2] & 0xFE) == 0;
        boolean documentation =
                Arrays.equals(Arrays.copyOf(bytes, 4), new byte[] {0x20, 0x01, 0x0D, (byte) 0xB8});
        return global && !sixToFour && !ietf && !documentation;
    }
}
