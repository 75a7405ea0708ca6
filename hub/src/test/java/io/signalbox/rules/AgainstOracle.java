package io.signalbox.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Holds what the engine decides against what the {@link Oracle} decides, in cases by chance. The
 * seed of a case in which they differ is printed and kept in {@code src/test/corpus/oracle}; those
 * come first in every run.
 */
final class AgainstOracle {
    private static final Path KEPT = Path.of("src/test/corpus/oracle/seeds");

    private AgainstOracle() {}

    /** Runs a case; how many decisions were compared. */
    static int compare(long seed) {
        return compare(seed, 1);
    }

    /** Runs a case in so many shards. */
    static int compare(long seed, int shards) {
        RandomCase random = new RandomCase(seed, shards);
        try {
            random.run();
            List<String> expected = sorted(random.oracle().decisions());
            assertThat(sorted(random.decisions()))
                    .as("seed %d in %d shards, %s", seed, shards, random.declared())
                    .isEqualTo(expected);
            sayTheSame(random.said(), random.oracle().said(), seed);
            List<String> commands = commands(random.oracle());
            if (!commands(random).equals(commands) && isDefined(seed, shards, commands)) {
                assertThat(commands(random)).as("commands in seed %d", seed).isEqualTo(commands);
            }
            assertThat(random.standing()).as("claims in seed %d", seed).isEqualTo(random.wanted());
            return expected.size();
        } catch (AssertionError | RuntimeException e) {
            keep(seed);
            throw new AssertionError(
                    "seed " + seed + " is kept in " + KEPT + "; once more with"
                            + " -Dsignalbox.oracle.seed=" + seed,
                    e);
        }
    }

    /** Runs a case of rules that settle, whose samples come late and in any order. */
    static int compareSettled(long seed, int shards) {
        SettledCase random = new SettledCase(seed, shards);
        try {
            random.run();
            List<String> expected = sorted(random.expected());
            assertThat(sorted(random.decisions()))
                    .as("settled seed %d in %d shards, %s", seed, shards, random.declared())
                    .isEqualTo(expected);
            sayTheSame(random.said(), random.expectedSaid(), seed);
            return expected.size();
        } catch (AssertionError | RuntimeException e) {
            keep(seed);
            throw new AssertionError("settled seed " + seed + " is kept in " + KEPT, e);
        }
    }

    /** What rules said and set, with the values that were worked out for it. */
    private static void sayTheSame(List<Said> actual, List<Said> expected, long seed) {
        List<Said> one = Said.sorted(actual);
        List<Said> other = Said.sorted(expected);
        boolean same = one.size() == other.size();
        for (int i = 0; same && i < one.size(); i++) {
            same = one.get(i).isLike(other.get(i));
        }
        if (!same) {
            assertThat(lines(one)).as("said in seed %d", seed).isEqualTo(lines(other));
        }
    }

    /** What devices were told and what was in vain. */
    private static List<String> commands(RandomCase random) {
        return commands(random.told(), random.gaveUp());
    }

    private static List<String> commands(Oracle oracle) {
        return commands(oracle.claims().lines(), oracle.gaveUp());
    }

    private static List<String> commands(List<String> told, List<String> gaveUp) {
        List<String> commands = new ArrayList<>(told.stream()
                .sorted(Comparator.comparing(line -> line.split(" ", -1)[1]))
                .toList());
        commands.addAll(sorted(gaveUp));
        return commands;
    }

    /**
     * False if other values follow where those who act in one instant do so in another order, which
     * is the engine's own business: an event of one device may end what another one has only begun.
     */
    private static boolean isDefined(long seed, int shards, List<String> commands) {
        RandomCase backwards = new RandomCase(seed, shards);
        backwards.oracle().turnAround();
        backwards.run();
        return commands(backwards.oracle()).equals(commands);
    }

    private static String lines(List<Said> all) {
        return all.stream().map(Said::toString).collect(Collectors.joining("\n"));
    }

    /** Seeds of cases that once failed. */
    static List<Long> kept() {
        try {
            return Files.exists(KEPT)
                    ? Files.readAllLines(KEPT).stream().map(Long::valueOf).toList()
                    : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static synchronized void keep(long seed) {
        if (kept().contains(seed)) {
            return;
        }
        try {
            Files.createDirectories(KEPT.getParent());
            Files.writeString(
                    KEPT, seed + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** At one instant the order of rules and devices is the engine's own business. */
    private static List<String> sorted(List<String> decisions) {
        return decisions.stream()
                .sorted(Comparator.comparing(line -> {
                    String[] words = line.split(" ", -1);
                    return words[0] + " " + words[1] + " " + words[2];
                }))
                .toList();
    }
}
