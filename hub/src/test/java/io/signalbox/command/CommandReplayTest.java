package io.signalbox.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.effect.Cause;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A crash after any record, with or without a snapshot, changes nothing that the journal shows. */
class CommandReplayTest {
    private static final List<Consumer<Plant>> STORY = story();

    private static List<Consumer<Plant>> story() {
        List<Consumer<Plant>> inputs = new ArrayList<>();
        Claim.Proof proof = new Claim.Proof(2_000, 2, 1_000);
        inputs.add(Plant::declare);
        inputs.add(p -> p.register("p1"));
        inputs.add(p -> p.tickAt(1_000));
        inputs.add(p -> p.claim(Plant.stop("00000000000000aa", 9_000, proof)));
        inputs.add(p -> p.claim(Plant.speed("00000000000000b1", 30, 12, "slow", 20_000)));
        inputs.add(p -> p.claim(Plant.speed("00000000000000b2", 50, 15, "cosy", 30_000)));
        inputs.add(p -> p.tickAt(2_000));
        inputs.add(p -> p.publish("d/p1/up/speed", "30"));
        inputs.add(p -> p.claim(Plant.speed("00000000000000b3", 0, 8, "anna", 8_000)));
        inputs.add(p -> p.publish("d/p1/ack/speed", "{\"id\":\"00000000000000b3\"}"));
        inputs.add(p -> p.tickAt(3_000));
        inputs.add(p -> p.publish("d/p1/up/data", "{\"speed\":0,\"state\":\"running\"}"));
        inputs.add(p -> p.tickAt(4_000));
        inputs.add(p -> p.tickAt(5_000));
        inputs.add(p -> p.tickAt(6_000));
        inputs.add(p -> p.tickAt(8_000));
        inputs.add(p -> p.claim(Plant.stop("00000000000000ab", 25_000, proof)));
        inputs.add(p -> p.publish(
                "d/p1/ack/command", "{\"id\":\"00000000000000ab\",\"state\":\"refused\"}"));
        inputs.add(p -> p.claim(Plant.stop("00000000000000ac", 25_000, proof)));
        inputs.add(p -> p.publish("d/p1/up/state", "stopped"));
        inputs.add(p -> p.release("00000000000000b1"));
        inputs.add(p -> p.tickAt(30_000));
        inputs.add(p -> p.remove("p1"));
        return inputs;
    }

    private static Plant told(List<Consumer<Plant>> story) {
        Plant plant = new Plant();
        plant.outbox.goLive();
        story.forEach(input -> input.accept(plant));
        return plant;
    }

    @Test
    void aCrashAfterAnyRecordGivesTheSameJournalAgain() {
        Plant first = told(STORY);
        for (int survived = 0; survived <= first.journal.size(); survived++) {
            Plant second = new Plant();
            continueFrom(second, first, survived);
            assertThat(second.journal).as("after record %d", survived).isEqualTo(first.journal);
            assertThat(second.inVain).isEqualTo(first.inVain);
            assertThat(second.outbox.diverged()).isZero();
        }
    }

    @Test
    void aSnapshotAtAnyRecordGivesTheSameJournalAgain() {
        Plant first = told(STORY);
        Plant walker = new Plant();
        walker.journal.addAll(first.journal);
        for (int taken = 0; taken <= first.journal.size(); taken++) {
            Plant second = new Plant();
            second.restore(walker.snapshot());
            assertThat(second.snapshot()).isEqualTo(walker.snapshot());
            continueFrom(second, first, Math.min(taken + 3, first.journal.size()));
            assertThat(second.journal).as("snapshot at %d", taken).isEqualTo(first.journal);
            if (taken < first.journal.size()) {
                walker.step();
            }
        }
    }

    @Test
    void theStoryHasEveryStateThatNeedsNoInterlock() {
        Plant plant = told(STORY);
        assertThat(plant.ledger.entered().entrySet())
                .filteredOn(count -> count.getValue() == 0)
                .extracting(count -> count.getKey())
                .containsExactly(CommandState.VETOED);
    }

    @Test
    void everyEffectNamesItsOwnCause() {
        List<String> causes = told(STORY).journal.stream()
                .filter(Plant.Stored::caused)
                .map(entry -> Cause.read(entry.body()))
                .map(cause -> cause.sequence() + "/" + cause.number())
                .toList();
        assertThat(causes).isNotEmpty().doesNotHaveDuplicates();
    }

    /** Replays what survived, writes what the crash took, and goes on with the inputs left. */
    private static void continueFrom(Plant plant, Plant first, int survived) {
        plant.journal.addAll(first.journal.subList(0, survived));
        plant.run();
        plant.outbox.goLive();
        plant.run();
        long inputs = plant.journal.stream().filter(entry -> !entry.caused()).count();
        STORY.stream().skip(inputs).forEach(input -> input.accept(plant));
    }
}
