package io.signalbox.device;

/** How many devices are there, and how many are not; they are all devices. */
public record PresenceCounts(int online, int asleep, int offline) {
    static final PresenceCounts NONE = new PresenceCounts(0, 0, 0);

    PresenceCounts plus(PresenceCounts other) {
        return new PresenceCounts(
                online + other.online, asleep + other.asleep, offline + other.offline);
    }
}
