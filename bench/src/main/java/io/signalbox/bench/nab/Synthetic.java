package io.signalbox.bench.nab;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Series made by chance, with anomalies at known places: what the parameters of {@code anomaly} were
 * chosen on. Eight kinds of machine, eleven kinds of trouble; windows as the benchmark lays them, a
 * tenth of the series divided among its anomalies, each in the middle of its own.
 */
final class Synthetic {
    private static final long START = 1_767_225_600_000L;
    private static final long DAY = 86_400_000;
    private static final int MACHINES = 8;
    private static final int TROUBLES = 11;

    private final Random random;
    private final int length;
    private final long stepMillis;
    private final double[] values;
    private final long[] millis;

    private Synthetic(long seed) {
        random = new Random(seed * 0x9E3779B97F4A7C15L);
        length = 1_500 + random.nextInt(4_500);
        stepMillis = List.of(300_000L, 300_000L, 300_000L, 900_000L, 3_600_000L, 60_000L)
                .get(random.nextInt(6));
        values = new double[length];
        millis = new long[length];
    }

    /** A corpus of so many series. */
    static List<Series> corpus(long firstSeed, int count) {
        List<Series> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(new Synthetic(firstSeed + i).series(i));
        }
        return all;
    }

    private Series series(int number) {
        long at = START + random.nextInt(7) * DAY;
        boolean jitter = random.nextInt(4) == 0;
        for (int i = 0; i < length; i++) {
            at += stepMillis + (jitter ? random.nextLong(stepMillis / 4) : 0);
            at += random.nextInt(2_000) == 0 ? 10 * stepMillis : 0;
            millis[i] = at;
        }
        int machine = number % MACHINES;
        double scale = Math.pow(10, random.nextDouble() * 4 - 1);
        double usual = machine(machine);
        List<Integer> places = places(number % 6 == 5 ? 0 : 1 + random.nextInt(3));
        StringBuilder name = new StringBuilder("m" + machine);
        for (int place : places) {
            name.append(" t").append(trouble(place, usual));
        }
        for (int i = 0; i < length; i++) {
            values[i] = scale * values[i];
        }
        List<Series.Window> windows = new ArrayList<>();
        for (int place : places) {
            int half = length / 20 / places.size();
            windows.add(new Series.Window(
                    Math.max(0, place - half), Math.min(length - 1, place + half)));
        }
        return new Series(name.toString(), millis, values, windows);
    }

    private List<Integer> places(int count) {
        List<Integer> places = new ArrayList<>();
        int from = length / 4;
        for (int i = 0; i < count; i++) {
            int part = (length - from) / count;
            places.add(from + i * part + part / 5 + random.nextInt(part / 2));
        }
        return places;
    }

    /** Fills in what is usual; gives how far it usually varies within an hour or so. */
    private double machine(int kind) {
        double noise = 0.05 + 0.3 * random.nextDouble();
        double amplitude = 1 + 3 * random.nextDouble();
        double phase = random.nextDouble();
        double weekend = random.nextBoolean() ? 0.5 : 1;
        double keep = random.nextDouble() * 0.95;
        double state = 0;
        int left = 0;
        double slow = 0;
        for (int i = 0; i < length; i++) {
            double day = (double) (millis[i] % DAY) / DAY + phase;
            boolean rest = millis[i] / DAY % 7 >= 5;
            double wave = Math.sin(2 * Math.PI * day) * (rest ? weekend : 1);
            state = keep * state + Math.sqrt(1 - keep * keep) * random.nextGaussian();
            slow = 0.999 * slow + 0.045 * random.nextGaussian();
            values[i] = switch (kind) {
                case 0 -> 10 + noise * state;
                case 1 -> 10 + amplitude * wave + noise * state;
                case 2 -> {
                    double rate = 20 + 18 * wave + 3 * Math.sin(4 * Math.PI * day);
                    yield Math.max(0, rate + Math.sqrt(Math.max(rate, 1)) * random.nextGaussian());
                }
                case 3 -> {
                    double peak = random.nextInt(60) == 0
                            ? 3 * Math.pow(random.nextDouble() + 0.05, -0.6)
                            : 0;
                    yield 2 + noise * Math.abs(state) + peak;
                }
                case 4 -> {
                    if (left-- <= 0) {
                        left = 10 + random.nextInt(60);
                        slow = slow > 0 ? 0 : 1;
                    }
                    yield (slow > 0 ? 8 : 2) + noise * random.nextGaussian();
                }
                case 5 -> 20 + amplitude * slow + noise * random.nextGaussian();
                case 6 -> Math.rint(4 * (10 + noise * state)) / 4;
                default -> {
                    left = left <= 0 ? 150 + random.nextInt(20) : left - 1;
                    yield 50 - 0.2 * left + noise * random.nextGaussian();
                }
            };
        }
        return switch (kind) {
            case 2 -> 5;
            case 3 -> 2;
            case 4 -> 3;
            case 7 -> 10;
            default -> Math.max(2 * noise, kind == 1 ? amplitude / 3 : 0);
        };
    }

    private int trouble(int place, double usual) {
        int kind = random.nextInt(TROUBLES);
        double sign = random.nextInt(3) == 0 ? -1 : 1;
        double size = usual * (2.5 + 4 * random.nextDouble());
        int lasts = 20 + random.nextInt(Math.max(30, length / 25));
        switch (kind) {
            case 0 -> add(place, 1 + random.nextInt(3), i -> sign * size * 1.5);
            case 1 -> add(place, lasts, i -> sign * size);
            case 2 -> add(place, length, i -> sign * size * 0.7);
            case 3 -> add(place, lasts, i -> 0.6 * size * random.nextGaussian());
            case 4 -> {
                double stuck = values[place];
                for (int i = place; i < Math.min(length, place + lasts); i++) {
                    values[i] = stuck;
                }
            }
            case 5 -> add(place, lasts, i -> random.nextInt(6) == 0 ? size * 1.5 : 0);
            case 6 -> add(place, 2 * lasts, i -> sign * size * i / lasts);
            case 7 -> shiftDay(place);
            case 8 -> {
                double low = values[place] - size;
                for (int i = place; i < Math.min(length, place + lasts); i++) {
                    values[i] = low;
                }
            }
            case 9 -> {
                int end = Math.min(length, place + lasts);
                double mean = 0;
                for (int i = place; i < end; i++) {
                    mean += values[i] / (end - place);
                }
                for (int i = place; i < end; i++) {
                    values[i] = mean + (values[i] - mean) * 3;
                }
            }
            default -> {
                add(place, 2, i -> sign * size * 1.2);
                add(place + 15, lasts, i -> -sign * size * 0.6);
            }
        }
        return kind;
    }

    private interface Shape {
        double at(int sinceBegin);
    }

    private void add(int place, int lasts, Shape shape) {
        for (int i = place; i < Math.min(length, place + lasts); i++) {
            values[i] += shape.at(i - place);
        }
    }

    /** Half a day's samples are those of half a day before. */
    private void shiftDay(int place) {
        int half = (int) Math.min(DAY / 2 / stepMillis, place);
        for (int i = place; i < Math.min(length, place + half); i++) {
            values[i] = values[Math.max(0, i - half)];
        }
    }
}
