package io.signalbox.device;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.EnumMap;
import java.util.Map;

class PresenceTest {
    private static final String TYPES = """
            type Fast { a : number every 1 s   b : number every 1 min }
            type Slow { a : number every 1 h }
            type Still { a : number }
            """;

    private final Fleet fleet = new Fleet().declare(TYPES);

    private String offlineAfter(long millis) {
        fleet.now += millis;
        String found = fleet.find("offline");
        fleet.now -= millis;
        return found;
    }

    @Test
    void aDeviceHasThreeTimesItsShortestIntervalAndTenSecondsAtLeast() {
        fleet.register("fast", "Fast", "yard")
                .register("slow", "Slow", "yard")
                .register("still", "Still", "yard");
        assertThat(fleet.find("offline")).isEqualTo("fast slow still");
        for (String id : new String[] {"fast", "slow", "still", "stranger"}) {
            fleet.publish(id, "{\"a\":1}");
        }
        assertThat(offlineAfter(10_000)).isEmpty();
        assertThat(offlineAfter(10_001)).isEqualTo("fast");
        assertThat(offlineAfter(15 * 60_000)).isEqualTo("fast");
        assertThat(offlineAfter(15 * 60_000 + 1)).isEqualTo("fast still stranger");
        assertThat(offlineAfter(3 * 3_600_000)).isEqualTo("fast still stranger");
        assertThat(offlineAfter(3 * 3_600_000 + 1)).isEqualTo("fast slow still stranger");
    }

    @Test
    void aChangedTypeCountsAtOnceAndAfterARestart() {
        fleet.register("d", "Still", "yard");
        fleet.publish("d", "{\"a\":1}");
        assertThat(offlineAfter(60_000)).isEmpty();
        fleet.declare("type Still { a : number every 1 s }");
        assertThat(offlineAfter(60_000)).isEqualTo("d");
        DeviceView restored = fleet.restored().view("d").orElseThrow();
        assertThat(restored.presence(_ -> Links.Link.NONE, fleet.now + 60_000))
                .isEqualTo(Presence.OFFLINE);
    }

    @Test
    void aConnectionMakesOnlineAndASessionThatWaitsMakesAsleepInTime() {
        fleet.links = id -> switch (id.charAt(0)) {
            case 'c' -> Links.Link.CONNECTED;
            case 'w' -> Links.Link.WAITING;
            default -> Links.Link.NONE;
        };
        fleet.register("c", "Fast", "yard").register("w", "Fast", "yard");
        fleet.register("n", "Fast", "yard");
        assertThat(fleet.find("online")).isEqualTo("c");
        assertThat(fleet.find("offline")).isEqualTo("n w");
        fleet.publish("w", "{\"a\":1}");
        fleet.publish("n", "{\"a\":1}");
        assertThat(fleet.find("asleep")).isEqualTo("w");
        assertThat(fleet.find("online")).isEqualTo("c n");
        fleet.now += 11_000;
        assertThat(fleet.find("offline")).isEqualTo("n w");
        assertThat(fleet.find("online")).isEqualTo("c");
    }

    @Test
    void theCountsAreThoseOfAllDevices() {
        Map<Links.Link, Integer> links = new EnumMap<>(Links.Link.class);
        fleet.links = id -> Links.Link.values()[Integer.parseInt(id.substring(1)) % 3];
        for (int i = 0; i < 5000; i++) {
            fleet.register("d" + i, "Fast", "yard");
            fleet.publish("d" + i, "{\"a\":1}");
            links.merge(Links.Link.values()[i % 3], 1, Integer::sum);
        }
        assertThat(fleet.registry.presence(fleet.links, fleet.now))
                .isEqualTo(new PresenceCounts(
                        count(links, Links.Link.CONNECTED) + count(links, Links.Link.NONE),
                        count(links, Links.Link.WAITING),
                        0));
        assertThat(fleet.registry.presence(fleet.links, fleet.now + 11_000))
                .isEqualTo(new PresenceCounts(
                        count(links, Links.Link.CONNECTED),
                        0,
                        count(links, Links.Link.WAITING) + count(links, Links.Link.NONE)));
    }

    private static int count(Map<Links.Link, Integer> links, Links.Link link) {
        return links.getOrDefault(link, 0);
    }
}
