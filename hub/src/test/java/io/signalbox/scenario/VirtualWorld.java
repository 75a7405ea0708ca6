package io.signalbox.scenario;

import io.signalbox.mqtt.MqttConfig;
import io.signalbox.mqtt.VirtualHub;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;

/** The hub without a network, on time that passes when a line says so. */
final class VirtualWorld implements World {
    private final VirtualHub hub;

    VirtualWorld(Path folder, MqttConfig config) {
        hub = new VirtualHub(folder, config);
    }

    @Override
    public Link open() {
        VirtualHub.Link link = hub.open();
        return new Link() {
            @Override
            public void send(byte[] bytes) {
                link.send(bytes);
            }

            @Override
            public byte @Nullable [] receive() {
                byte[] bytes = link.take();
                return bytes.length > 0 || link.isClosed() ? bytes : null;
            }

            @Override
            public void drop() {
                link.drop();
            }
        };
    }

    @Override
    public void pass(long millis) {
        hub.pass(millis);
    }

    @Override
    public void restart() {
        hub.restart();
    }

    @Override
    public void kill() {
        hub.die();
    }

    @Override
    public boolean isSettled() {
        return true;
    }

    @Override
    public boolean isForeign() {
        return false;
    }

    @Override
    public void close() {
        hub.close();
    }
}
