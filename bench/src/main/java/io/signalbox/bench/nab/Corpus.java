package io.signalbox.bench.nab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A copy of the benchmark's repository: its series, their windows and the published results. */
final class Corpus {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"");
    private static final Pattern MEMBER =
            Pattern.compile("\"(\\w+)\"\\s*:\\s*(\\{|[-+.0-9eE]+)|\\}");

    private final Path folder;

    Corpus(Path folder) {
        this.folder = folder;
    }

    /** All series, in the order of the benchmark's list of windows. */
    List<Series> series() throws IOException {
        Map<String, List<String>> windows = new LinkedHashMap<>();
        List<String> times = List.of();
        Matcher word = WORD.matcher(text("labels/combined_windows.json"));
        while (word.find()) {
            if (word.group(1).endsWith(".csv")) {
                times = new ArrayList<>();
                windows.put(word.group(1), times);
            } else {
                times.add(word.group(1));
            }
        }
        List<Series> all = new ArrayList<>();
        for (Map.Entry<String, List<String>> entry : windows.entrySet()) {
            all.add(series(entry.getKey(), entry.getValue()));
        }
        return all;
    }

    private Series series(String name, List<String> windows) throws IOException {
        List<String> lines = Files.readAllLines(folder.resolve("data").resolve(name));
        int count = lines.size() - 1;
        long[] millis = new long[count];
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            String[] cells = lines.get(i + 1).split(",");
            millis[i] = millis(cells[0]);
            values[i] = Double.parseDouble(cells[1]);
        }
        List<Series.Window> found = new ArrayList<>();
        for (int i = 0; i < windows.size(); i += 2) {
            found.add(new Series.Window(
                    first(millis, millis(windows.get(i))),
                    first(millis, millis(windows.get(i + 1)))));
        }
        return new Series(name, millis, values, found);
    }

    private static int first(long[] millis, long wanted) {
        for (int i = 0; i < millis.length; i++) {
            if (millis[i] == wanted) {
                return i;
            }
        }
        throw new IllegalStateException("a window begins or ends where there is no sample");
    }

    private static long millis(String time) {
        String seconds = time.substring(0, 19);
        return LocalDateTime.parse(seconds, TIME).toInstant(ZoneOffset.UTC).toEpochMilli();
    }

    /** The published scores: by detector, then by profile. */
    Map<String, Map<String, Double>> published() throws IOException {
        return numbers("results/final_results.json", "");
    }

    /** The thresholds with which they were scored. */
    Map<String, Map<String, Double>> thresholds() throws IOException {
        return numbers("config/thresholds.json", "threshold");
    }

    /** Objects of two names and a number, or of three names, the last of which is {@code last}. */
    private Map<String, Map<String, Double>> numbers(String file, String last) throws IOException {
        Map<String, Map<String, Double>> numbers = new TreeMap<>();
        List<String> open = new ArrayList<>();
        Matcher member = MEMBER.matcher(text(file));
        while (member.find()) {
            if (member.group().equals("}")) {
                open.subList(Math.max(0, open.size() - 1), open.size()).clear();
            } else if (member.group(2).equals("{")) {
                open.add(member.group(1));
            } else if (last.isEmpty() || last.equals(member.group(1))) {
                String profile = last.isEmpty() ? member.group(1) : open.get(1);
                numbers.computeIfAbsent(open.getFirst(), name -> new TreeMap<>())
                        .put(profile, Double.valueOf(member.group(2)));
            }
        }
        return numbers;
    }

    /** What a detector said of a series, as its authors published it. */
    double[] result(String detector, Series series) throws IOException {
        int slash = series.name().indexOf('/');
        Path file = folder.resolve("results")
                .resolve(detector)
                .resolve(series.name().substring(0, slash))
                .resolve(detector + "_" + series.name().substring(slash + 1));
        List<String> lines = Files.readAllLines(file);
        int column = List.of(lines.getFirst().split(",")).indexOf("anomaly_score");
        double[] scores = new double[lines.size() - 1];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = Double.parseDouble(lines.get(i + 1).split(",")[column]);
        }
        return scores;
    }

    private String text(String file) throws IOException {
        return Files.readString(folder.resolve(file));
    }
}
