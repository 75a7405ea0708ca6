package io.signalbox.console;

import io.signalbox.broker.Broker;
import io.signalbox.device.Links;

/** The links of devices whose MQTT client id is their device id. */
record SessionLinks(Broker broker) implements Links {
    @Override
    public Link of(String deviceId) {
        if (broker.isAttached(deviceId)) {
            return Link.CONNECTED;
        }
        return broker.hasSession(deviceId) ? Link.WAITING : Link.NONE;
    }
}
