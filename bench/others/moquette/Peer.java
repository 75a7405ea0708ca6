import io.moquette.broker.Server;
import io.moquette.broker.config.MemoryConfig;

import java.util.Properties;

/**
 * Moquette with its own defaults, persistence included, but for: a queue as long as those of its
 * peers, and no statistics sent home. Arguments: port and an empty folder.
 */
final class Peer {
    private Peer() {}

    public static void main(String[] arguments) throws Exception {
        Properties config = new Properties();
        config.setProperty("port", arguments[0]);
        config.setProperty("host", "127.0.0.1");
        config.setProperty("websocket_port", "disabled");
        config.setProperty("data_path", arguments[1]);
        config.setProperty("allow_anonymous", "true");
        // By itself it waits until its buffer is full, or longer than a client.
        config.setProperty("buffer_flush_millis", "immediate");
        config.setProperty("session_queue_size", "100000");
        config.setProperty("telemetry_enabled", "false");
        new Server().startServer(new MemoryConfig(config));
        System.out.println("ready");
    }
}
