package io.signalbox.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.bytes.ByteReader;
import io.signalbox.bytes.ByteWriter;
import io.signalbox.effect.Cause;
import io.signalbox.journal.Concern;
import io.signalbox.journal.Entry;
import io.signalbox.journal.RecordType;
import io.signalbox.message.Message;
import io.signalbox.message.MessageProperties;
import io.signalbox.message.Qos;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PublishRecordTest {
    @ParameterizedTest
    @CsvSource({
        "d/p1/up/flow, true",
        "d/, true",
        "d, false",
        "e/p1, false",
        "/d/x, false",
        "dd/x, false"
    })
    void whatATopicBeginsWithIsSeenBehindEverythingThatMayStandBeforeIt(String topic, boolean is) {
        Message message = Hub.message("publisher", topic, "4.2", Qos.EXACTLY_ONCE);
        for (Cause cause : new @Nullable Cause[] {null, new Cause(300, 0, 1)}) {
            for (int packetId : new int[] {0, 300}) {
                ByteWriter body = new ByteWriter();
                int[] filters = {1, 200, 70_000};
                int flags = PublishRecord.write(body, cause, filters, 3, message, packetId);
                Entry entry = entry(flags, body);
                assertThat(PublishRecord.isOn(entry, "d/")).isEqualTo(is);
                assertThat(PublishRecord.read(entry).topic()).isEqualTo(topic);
            }
        }
    }

    @Test
    void isOfConcernToThoseAloneWhoHaveSomethingToDoWithIt() {
        int read = Concern.MESSAGES;
        assertThat(concerns("e/p1", 0, 0, false, null)).isEqualTo(read);
        assertThat(concerns("e/p1", 1, 0, false, null)).isEqualTo(read | Concern.KEYS);
        assertThat(concerns("e/p1", 0, 7, false, null)).isEqualTo(read | Concern.BROKER);
        assertThat(concerns("e/p1", 0, 0, true, null)).isEqualTo(read | Concern.BROKER);
        assertThat(concerns("d/p1/up/flow", 0, 0, false, null)).isEqualTo(read | Concern.FOLDS);
        assertThat(concerns("e/p1", 0, 0, false, new Cause(3, 0, 1)))
                .isEqualTo(read | Concern.FOLDS);
        assertThat(concerns("d/p1/cmd/x", 2, 7, true, new Cause(3, 0, 1))).isEqualTo(Concern.ALL);
    }

    private static int concerns(
            String topic, int filters, int packetId, boolean retain, @Nullable Cause cause) {
        Message message = new Message(
                topic,
                new byte[0],
                Qos.EXACTLY_ONCE,
                retain,
                MessageProperties.NONE,
                "publisher",
                Hub.START);
        int flags = PublishRecord.write(
                new ByteWriter(), cause, new int[filters], filters, message, packetId);
        return PublishRecord.concerns(flags, filters, topic);
    }

    private static Entry entry(int flags, ByteWriter body) {
        return new Entry() {
            @Override
            public long sequence() {
                return 1;
            }

            @Override
            public RecordType type() {
                return RecordType.PUBLISH;
            }

            @Override
            public int flags() {
                return flags;
            }

            @Override
            public long timeMillis() {
                return Hub.START;
            }

            @Override
            public ByteReader body() {
                return new ByteReader(body.toByteArray());
            }
        };
    }
}
