package io.signalbox.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.message.Qos;
import io.signalbox.time.ManualClock;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

class EventLoopTest {
    private static final long SECOND = 1_000_000_000;

    @Test
    void eachLoopbackAddressServesSoManyConnectionsAsItHasPortsFor() {
        assertThat(EventLoop.sourceAddress(24_999)).isNull();
        assertThat(EventLoop.sourceAddress(25_000)).isEqualTo("127.0.0.2");
        assertThat(EventLoop.sourceAddress(999_999)).isEqualTo("127.0.0.40");
        Set<String> different = new HashSet<>();
        for (int index = 25_000; index < 12_500_000; index += 25_000) {
            different.add(EventLoop.sourceAddress(index));
        }
        assertThat(different).hasSize(499);
    }

    @Test
    void tellsHowMuchOfAPhaseIsDoneAndWhatIsLeft() throws IOException {
        ManualClock clock = new ManualClock(0);
        List<Progress> heard = new ArrayList<>();
        LoadPlan plan = Plans.of(Shape.PUB, 1, Qos.AT_LEAST_ONCE, 1, 0);
        try (var loop = new EventLoop(plan, clock, new Counters(), heard::add)) {
            clock.advance(1000);
            loop.enterUntil("measuring", loop.nanos() + 10 * SECOND);
            clock.advance(4000);
            loop.turn(0);
            loop.turn(0);
        }
        assertThat(heard).hasSize(1);
        assertThat(heard.getFirst().phase()).isEqualTo("measuring");
        assertThat(heard.getFirst().seconds()).isEqualTo(5);
        assertThat(heard.getFirst().done()).isEqualTo(0.4);
        assertThat(heard.getFirst().leftSeconds()).isBetween(5.99, 6.01);
    }
}
