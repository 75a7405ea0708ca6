package io.signalbox.mqtt;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What all loops know together to decide who comes in. */
record Reception(
        ClientIds clientIds,
        Addresses addresses,
        ConnectRates rates,
        Map<String, EnhancedAuthentication> authentications) {

    static Reception open(
            MqttConfig config, List<EnhancedAuthentication> authentications, long startMillis) {
        return new Reception(
                new ClientIds(startMillis),
                new Addresses(),
                new ConnectRates(config.admission()),
                authentications.stream()
                        .collect(Collectors.toUnmodifiableMap(
                                EnhancedAuthentication::method, Function.identity())));
    }
}
