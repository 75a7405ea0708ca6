package io.signalbox.hub;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OpenFilesTest {
    @Test
    void connectionsLeaveFilesForTheRestOfTheHub() {
        assertThat(OpenFiles.fitting(100_000, 1_048_576, 90)).isEqualTo(100_000);
        assertThat(OpenFiles.fitting(100_000, 20_000, 90)).isEqualTo(19_398);
        assertThat(OpenFiles.fitting(100_000, 1_024, 90)).isEqualTo(806);
        assertThat(OpenFiles.fitting(100, 1_024, 90)).isEqualTo(100);
        assertThat(OpenFiles.fitting(100_000, 256, 90)).isEqualTo(102);
        assertThat(OpenFiles.fitting(100_000, 100, 90)).isEqualTo(1);
    }
}
