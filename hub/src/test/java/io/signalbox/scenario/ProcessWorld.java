package io.signalbox.scenario;

import io.signalbox.outside.HubProcess;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;

/** The built hub in a process of its own, which can really be killed, and on real time. */
final class ProcessWorld implements World {
    private static final int PATIENCE_MILLIS = 20_000;
    private final Path data;
    private HubProcess hub;

    ProcessWorld(Path data) {
        this.data = data;
        this.hub = HubProcess.start(data);
    }

    @Override
    public Link open() throws IOException {
        InetAddress here = InetAddress.getLoopbackAddress();
        return new SocketLink(new InetSocketAddress(here, hub.mqttPort()), PATIENCE_MILLIS);
    }

    @Override
    public void pass(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void restart() {
        hub.stop();
        hub = HubProcess.start(data);
    }

    @Override
    public void kill() {
        hub.kill();
        hub = HubProcess.start(data);
    }

    @Override
    public boolean isSettled() {
        return false;
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
