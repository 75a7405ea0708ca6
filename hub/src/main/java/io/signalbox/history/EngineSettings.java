package io.signalbox.history;

import java.util.Properties;

/** What every engine that the hub starts is told. */
final class EngineSettings {
    private EngineSettings() {}

    /** So much memory, one thread, and nothing from outside. */
    static Properties closed(String memory) {
        Properties settings = new Properties();
        settings.setProperty("memory_limit", memory);
        settings.setProperty("threads", "1");
        settings.setProperty("autoinstall_known_extensions", "false");
        settings.setProperty("autoload_known_extensions", "false");
        settings.setProperty("allow_community_extensions", "false");
        settings.setProperty("enable_external_access", "false");
        return settings;
    }
}
