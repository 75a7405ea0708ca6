package io.signalbox.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalbox.bytes.ByteReader;
import io.signalbox.bytes.ByteWriter;

import org.junit.jupiter.api.Test;

class SkippedTest {
    private final Skipped two = Skipped.NONE.and(10, 20).and(30, 31);

    @Test
    void holdsWhatIsBehindTheFirstUpToTheLast() {
        assertThat(Skipped.NONE.holds(1)).isFalse();
        assertThat(two.holds(10)).isFalse();
        assertThat(two.holds(11)).isTrue();
        assertThat(two.holds(20)).isTrue();
        assertThat(two.holds(21)).isFalse();
        assertThat(two.holds(31)).isTrue();
        assertThat(two.holds(32)).isFalse();
    }

    @Test
    void oneThatJoinsTheLastMakesItLonger() {
        Skipped longer = two.and(31, 40);
        assertThat(longer.through()).isEqualTo(40);
        assertThat(longer.holds(35)).isTrue();
        assertThat(longer.behind(40)).isSameAs(Skipped.NONE);
        assertThatThrownBy(() -> two.and(30, 40)).hasMessageContaining("behind record 31");
        assertThatThrownBy(() -> two.and(31, 31)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void forgetsWhatACursorHasPassed() {
        assertThat(two.behind(19)).isSameAs(two);
        assertThat(two.behind(20).holds(15)).isFalse();
        assertThat(two.behind(20).holds(31)).isTrue();
        assertThat(two.behind(31)).isSameAs(Skipped.NONE);
    }

    @Test
    void isReadAsItWasWritten() {
        ByteWriter out = new ByteWriter();
        two.write(out);
        Skipped read = Skipped.read(new ByteReader(out.toByteArray()));
        assertThat(read.holds(20)).isTrue();
        assertThat(read.holds(25)).isFalse();
        assertThat(read.through()).isEqualTo(31);
    }
}
