package io.signalbox.scenario;

import io.signalbox.mqtt.MqttConfig;
import io.signalbox.mqtt.TestHub;
import io.signalbox.time.ManualClock;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/** The hub behind real sockets, on a clock that stands still. */
final class SocketWorld implements World {
    private static final int PATIENCE_MILLIS = 10_000;
    private final Path folder;
    private final MqttConfig config;
    private final ManualClock clock = new ManualClock(1_800_000_000_000L);
    private final Set<Link> open = new HashSet<>();
    private TestHub hub;

    SocketWorld(Path folder, MqttConfig config) throws IOException {
        this.folder = folder;
        this.config = config;
        this.hub = TestHub.start(folder, clock, config);
    }

    @Override
    public Link open() throws IOException {
        HubLink link = new HubLink(new SocketLink(hub.address(), PATIENCE_MILLIS));
        open.add(link);
        return link;
    }

    /**
     * A connection that is gone when it is dropped: a hub that has not seen it yet would send to it,
     * and later the same again.
     */
    private final class HubLink implements Link {
        private final Link link;

        private HubLink(Link link) {
            this.link = link;
        }

        @Override
        public void send(byte[] bytes) throws IOException {
            link.send(bytes);
        }

        @Override
        public byte @Nullable [] receive() throws IOException {
            return link.receive();
        }

        @Override
        public void drop() throws IOException {
            link.drop();
            open.remove(this);
            hub.awaitOpen(open.size());
        }
    }

    @Override
    public void pass(long millis) {
        throw new UnsupportedOperationException("nobody knows when a hub has seen what time it is");
    }

    @Override
    public void restart() throws IOException {
        hub.close();
        hub = TestHub.start(folder, clock, config);
    }

    @Override
    public void kill() {
        throw new UnsupportedOperationException("a process of its own would have to be killed");
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
