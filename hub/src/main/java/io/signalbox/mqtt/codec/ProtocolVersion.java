package io.signalbox.mqtt.codec;

/** The protocol versions spoken here, with their level on the wire [MQTT-3.1.2-2]. */
public enum ProtocolVersion {
    V3_1_1(4),
    V5(5);

    private final int level;

    ProtocolVersion(int level) {
        this.level = level;
    }

    public int level() {
        return level;
    }
}
