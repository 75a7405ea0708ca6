package io.signalbox.broker;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.signalbox.bytes.ByteReader;
import io.signalbox.bytes.ByteWriter;
import io.signalbox.bytes.MalformedBytes;
import io.signalbox.fuzz.Fuzz;
import io.signalbox.fuzz.Mutator;
import io.signalbox.journal.Entry;
import io.signalbox.journal.JournalReader;
import io.signalbox.journal.RecordType;
import io.signalbox.message.MessageProperties;
import io.signalbox.message.Qos;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The broker's records and snapshots with bytes that nobody wrote: they are refused with a sentence,
 * or read, and cost no more than they are long.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RecordFuzzTest {
    /** A record outside a journal. */
    private record Loose(long sequence, RecordType type, int flags, long timeMillis, byte[] bytes)
            implements Entry {
        @Override
        public ByteReader body() {
            return new ByteReader(bytes);
        }
    }

    /** Before the body of an input: type and flags. */
    private static final int HEAD = 2;

    @TempDir
    static Path folder;

    private final List<Loose> journal = new ArrayList<>();
    private byte[] snapshot = {};

    /** Every kind of record that a broker writes. */
    @BeforeAll
    void write() {
        try (Hub hub = new Hub(folder)) {
            Client member = hub.client("m").silent().connect();
            member.subscribe("$share/g/a/#", Qos.EXACTLY_ONCE, 3)
                    .subscribe("a/b")
                    .subscribe("c/+");
            Client willing = hub.client("w").will("a/w", "gone", 5).expiry(60).connect();
            Client publisher = hub.client("p").connect();
            publisher.retain("c/1", "kept");
            MessageProperties all = new MessageProperties(
                    true, 60, "text/plain", "a/answer", new byte[] {1, 2}, List.of("n", "v"));
            publisher.send(Hub.message("p", "c/2", "x", Qos.EXACTLY_ONCE, true, all, Hub.START));
            hub.settle();
            member.subscribe("c/2", Qos.EXACTLY_ONCE, 0);
            for (int i = 0; i < 4; i++) {
                publisher.publish("a/b", "text " + i, Qos.EXACTLY_ONCE);
            }
            member.loop().pubrec(member.attachment(), member.ids.getLast(), false);
            publisher.loop().pubrel(publisher.attachment(), 2);
            member.unsubscribe("a/b");
            willing.lose();
            member.lose();
            hub.pass(1);
            BrokerState state = new BrokerState();
            try (JournalReader reader = hub.journal().reader(1)) {
                while (reader.next()) {
                    Entry e = reader.entry();
                    byte[] bytes = e.body().bytes(e.body().remaining());
                    journal.add(
                            new Loose(e.sequence(), e.type(), e.flags(), e.timeMillis(), bytes));
                    state.apply(e);
                }
            }
            snapshot = BrokerStateTest.encode(state);
        }
        assertThat(journal)
                .extracting(Loose::type)
                .contains(
                        RecordType.PUBLISH,
                        RecordType.SESSION,
                        RecordType.SUBSCRIPTION,
                        RecordType.FILTER,
                        RecordType.CURSOR,
                        RecordType.EXCHANGE,
                        RecordType.LEASE,
                        RecordType.GIVEN);
    }

    @Test
    void recordsOfEveryKind() {
        List<byte[]> others = journal.stream().map(RecordFuzzTest::input).toList();
        AtomicInteger taken = new AtomicInteger();
        Fuzz.run(
                "broker-records",
                3_000,
                chance -> new Mutator(chance)
                        .mutate(others.get((int) chance.below(others.size())), others),
                input -> apply(input, taken));
        assertThat(taken).hasPositiveValue();
    }

    private static byte[] input(Loose record) {
        ByteWriter out = new ByteWriter();
        return out.u8(record.type.ordinal())
                .u8(record.flags)
                .bytes(record.bytes)
                .toByteArray();
    }

    private void apply(byte[] input, AtomicInteger taken) {
        if (input.length < HEAD) {
            return;
        }
        RecordType type = RecordType.values()[(input[0] & 0xFF) % RecordType.values().length];
        byte[] body = new byte[input.length - HEAD];
        System.arraycopy(input, HEAD, body, 0, body.length);
        long next = journal.getLast().sequence() + 1;
        Loose record = new Loose(next, type, input[1] & 0x7F, Hub.START, body);
        BrokerState state = BrokerStateTest.decode(snapshot);
        try {
            state.apply(record);
            if (type == RecordType.PUBLISH) {
                PublishRecord.isOn(record, "d/");
                PublishRecord.read(record);
            } else if (type == RecordType.LEASE) {
                LeaseRecord.message(record);
            } else if (type == RecordType.GIVEN) {
                GivenRecord.message(record);
            }
        } catch (MalformedBytes e) {
            assertThat(e).hasMessageContaining("expected");
            return;
        }
        taken.incrementAndGet();
        BrokerState again = BrokerStateTest.decode(BrokerStateTest.encode(state));
        assertThat(again.sequence).isEqualTo(next);
        assertThat(again.sessions).hasSameSizeAs(state.sessions);
    }

    @Test
    void snapshots() {
        byte[] other = "another state altogether".getBytes(UTF_8);
        Fuzz.run(
                "broker-snapshot",
                3_000,
                chance -> new Mutator(chance).mutate(snapshot, List.of(snapshot, other)),
                input -> {
                    try {
                        BrokerStateTest.encode(BrokerStateTest.decode(input));
                    } catch (MalformedBytes e) {
                        assertThat(e).hasMessageContaining("expected");
                    }
                });
    }

    /** Without damage nothing is refused. */
    @Test
    void whatWasWrittenIsTaken() {
        BrokerState state = new BrokerState();
        journal.forEach(state::apply);
        assertThat(BrokerStateTest.encode(state)).isEqualTo(snapshot);
    }
}
