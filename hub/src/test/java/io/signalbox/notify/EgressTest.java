package io.signalbox.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalbox.config.Network;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.InetAddress;
import java.util.List;

class EgressTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "0.1.2.3",
                "10.1.2.3",
                "100.64.0.1",
                "100.127.255.255",
                "127.0.0.1",
                "127.9.9.9",
                "169.254.169.254",
                "172.16.0.1",
                "172.31.255.255",
                "192.0.0.1",
                "192.0.2.9",
                "192.168.1.1",
                "198.18.0.1",
                "198.51.100.7",
                "203.0.113.7",
                "224.0.0.1",
                "240.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "::7f00:1",
                "::ffff:127.0.0.1",
                "::ffff:7f00:1",
                "64:ff9b::7f00:1",
                "100::1",
                "2001::1",
                "2001:db8::1",
                "2002:7f00:1::",
                "fc00::1",
                "fd12:3456::1",
                "fe80::1",
                "fec0::1",
                "ff02::1",
                "localhost",
                "2130706433",
                "127.1"
            })
    void refusesWhatIsNoAddressOfTheInternet(String host) {
        Egress egress = new Egress(List.of());
        assertThatThrownBy(() -> egress.resolve(host))
                .isInstanceOfAny(Egress.Refused.class, Egress.Unknown.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "9.9.9.9",
                "100.63.255.255",
                "100.128.0.1",
                "172.15.0.1",
                "172.32.0.1",
                "192.0.1.1",
                "198.17.0.1",
                "223.255.255.254",
                "2606:4700::1111",
                "2a00:1450::1"
            })
    void letsTheInternetThrough(String host) {
        assertThat(new Egress(List.of()).resolve(host)).isEqualTo(InetAddress.ofLiteral(host));
    }

    @Test
    void letsThroughWhatTheConfigurationNames() {
        Egress egress = new Egress(List.of(new Network(InetAddress.ofLiteral("10.1.0.0"), 16)));
        assertThat(egress.resolve("10.1.2.3").getHostAddress()).isEqualTo("10.1.2.3");
        assertThatThrownBy(() -> egress.resolve("10.2.0.1"))
                .isInstanceOf(Egress.Refused.class)
                .hasMessage("policy private-address: 10.2.0.1 is no address of the internet;"
                        + " notify.allow may name it");
    }
}
