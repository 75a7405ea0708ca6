package io.signalbox.bench.nab;

/** What a detection is worth: the benchmark's application profiles. */
enum Profile {
    STANDARD("standard", 1, 0.11, 1),
    LOW_FALSE_POSITIVES("reward_low_FP_rate", 1, 0.22, 1),
    LOW_FALSE_NEGATIVES("reward_low_FN_rate", 1, 0.11, 2);

    private final String id;
    private final double hit;
    private final double falseAlarm;
    private final double miss;

    Profile(String id, double hit, double falseAlarm, double miss) {
        this.id = id;
        this.hit = hit;
        this.falseAlarm = falseAlarm;
        this.miss = miss;
    }

    /** Its name in the benchmark's files. */
    String id() {
        return id;
    }

    double hit() {
        return hit;
    }

    double falseAlarm() {
        return falseAlarm;
    }

    double miss() {
        return miss;
    }
}
