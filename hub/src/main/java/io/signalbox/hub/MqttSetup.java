package io.signalbox.hub;

import io.signalbox.config.Address;
import io.signalbox.config.HubConfig;
import io.signalbox.mqtt.MqttConfig;
import io.signalbox.mqtt.TlsConfig;

import org.jspecify.annotations.Nullable;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The listeners for MQTT, in the words of those who open them. */
final class MqttSetup {
    private MqttSetup() {}

    static MqttConfig config(HubConfig config) {
        HubConfig.Mqtt mqtt = config.mqtt();
        String elsewhere = mqtt.serverReference().isEmpty() ? null : mqtt.serverReference();
        HubConfig.Listen listen = config.listen();
        List<MqttConfig.Listener> listeners = new ArrayList<>();
        addListener(listeners, MqttConfig.Kind.MQTT, listen.mqtt(), listen.proxy());
        addListener(listeners, MqttConfig.Kind.MQTTS, listen.mqtts(), listen.proxy());
        addListener(listeners, MqttConfig.Kind.WS, listen.ws(), listen.proxy());
        addListener(listeners, MqttConfig.Kind.WSS, listen.wss(), listen.proxy());
        MqttConfig.Admission admission = new MqttConfig.Admission(
                MqttConfig.Admission.DEFAULT.waitingPerAddress(),
                config.limits().connectionsPerAddress(),
                config.limits().reconnects(),
                listen.proxy().from());
        int connections = OpenFiles.connections(config.limits());
        return MqttConfig.on(config.limits().payload(), connections)
                .with(admission)
                .with(listeners, tlsConfig(config.tls()))
                .with(mqtt.origins())
                .with(new MqttConfig.Terms(mqtt.topicAliases(), mqtt.keepAlive(), elsewhere));
    }

    private static void addListener(
            List<MqttConfig.Listener> listeners,
            MqttConfig.Kind kind,
            @Nullable Address address,
            HubConfig.Proxy proxy) {
        if (address != null) {
            boolean proxied = proxy.listeners().contains(kind.name().toLowerCase(Locale.ROOT));
            listeners.add(new MqttConfig.Listener(kind, socket(address), proxied));
        }
    }

    private static @Nullable TlsConfig tlsConfig(HubConfig.@Nullable Tls tls) {
        if (tls == null) {
            return null;
        }
        return new TlsConfig(
                tls.certificate(),
                tls.key(),
                tls.clientAuthority(),
                tls.revocations(),
                switch (tls.clients()) {
                    case NONE -> TlsConfig.ClientCertificate.NONE;
                    case REQUEST -> TlsConfig.ClientCertificate.REQUEST;
                    case REQUIRE -> TlsConfig.ClientCertificate.REQUIRE;
                },
                tls.jdk());
    }

    private static InetSocketAddress socket(Address address) {
        return new InetSocketAddress(address.host(), address.port());
    }
}
