package io.signalbox.bytes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ByteReaderTest {
    @Test
    void readsBackWhatWasWritten() {
        long[] numbers = {0, 1, -1, 127, 128, 1L << 35, Long.MAX_VALUE, Long.MIN_VALUE};
        ByteWriter out = new ByteWriter(1);
        for (long number : numbers) {
            out.varint(number).zigzag(number).u64(number).f64(number / 3.0);
        }
        out.u8(255).u16(65_535).u32(-2).string("grün").block(new byte[] {1, 2});
        ByteReader in = new ByteReader(out.array(), 0, out.size());
        for (long number : numbers) {
            assertThat(in.varint()).isEqualTo(number);
            assertThat(in.zigzag()).isEqualTo(number);
            assertThat(in.u64()).isEqualTo(number);
            assertThat(in.f64()).isEqualTo(number / 3.0);
        }
        assertThat(in.u8()).isEqualTo(255);
        assertThat(in.u16()).isEqualTo(65_535);
        assertThat(in.u32()).isEqualTo(-2);
        assertThat(in.string()).isEqualTo("grün");
        assertThat(in.block()).containsExactly(1, 2);
        assertThat(in.remaining()).isZero();
    }

    @Test
    void saysWhatIsMissing() {
        assertThatThrownBy(() -> new ByteReader(new byte[] {5, 1}).block())
                .isInstanceOf(MalformedBytes.class)
                .hasMessage("expected 5 more bytes, found 1");
        assertThatThrownBy(() -> new ByteReader(new byte[] {-1, -1}).varint())
                .isInstanceOf(MalformedBytes.class);
    }
}
