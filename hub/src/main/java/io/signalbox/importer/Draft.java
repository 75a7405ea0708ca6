package io.signalbox.importer;

import io.signalbox.language.Finding;
import io.signalbox.language.Format;
import io.signalbox.language.Language;
import io.signalbox.language.Source;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A program that is being put together from rules of another system. */
final class Draft {
    /** A rule with its test, and the line that it comes from. */
    private record Piece(int line, String what, String type, Set<String> points, String text) {}

    private record Loss(int line, String text) {}

    private final String file;
    private final String remark;
    private final Map<String, Map<String, String>> types = new LinkedHashMap<>();
    private final List<Piece> pieces = new ArrayList<>();
    private final List<Loss> losses = new ArrayList<>();
    private final Set<String> names = new LinkedHashSet<>();
    private final Set<String> titles = new LinkedHashSet<>();
    private final Map<String, String> meanings = new LinkedHashMap<>();

    /** A draft of what stands in a file; the remark says what readers of the result should know. */
    Draft(String file, String remark) {
        this.file = file;
        this.remark = remark;
    }

    /** Says that something is not in the result. */
    void lose(int line, String what, String why) {
        losses.add(new Loss(line, what + ": " + why));
    }

    /** A name of the language like this one, which no rule of the draft has yet. */
    String ruleName(String like) {
        String name =
                name(like.replaceAll("(\\p{Ll}|\\d)(\\p{Lu})", "$1_$2")).toLowerCase(Locale.ROOT);
        String unique = name;
        for (int i = 2; !names.add(unique); i++) {
            unique = name + "_" + i;
        }
        return unique;
    }

    /** The title, between quotes, of the test of a rule: what it was called, unless one is called so. */
    String testTitle(String called, String rule) {
        String title = quoted(called);
        for (int i = 1; !titles.add(title); i++) {
            title = quoted(i == 1 ? rule : rule + " " + i);
        }
        return title;
    }

    /** A name of the language like this text. */
    static String name(String like) {
        StringBuilder name = new StringBuilder();
        like.strip().codePoints().forEach(c -> {
            boolean fits = Character.isLetter(c) || (c >= '0' && c <= '9');
            name.appendCodePoint(fits ? c : '_');
        });
        String squeezed = name.toString().replaceAll("_+", "_").replaceAll("^_|_$", "");
        boolean starts = !squeezed.isEmpty() && Character.isLetter(squeezed.codePointAt(0));
        String whole = starts ? squeezed : "x_" + squeezed;
        return whole.equals("ts") ? "ts_" : whole;
    }

    /** A name such as {@code NodeExporter}. */
    static String typeName(String like) {
        StringBuilder type = new StringBuilder();
        for (String part : name(like).split("_", -1)) {
            type.append(
                    part.isEmpty()
                            ? ""
                            : part.substring(0, 1).toUpperCase(Locale.ROOT) + part.substring(1));
        }
        return type.toString();
    }

    /** The text between quotes for a text that was written elsewhere. */
    static String quoted(String text) {
        String line = text.strip().replaceAll("\\s+", " ");
        return '"' + line.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    /** Braces of a text that fill no place. */
    static String plain(String text) {
        return text.replace("{", "{{").replace("}", "}}");
    }

    /** A duration in the largest unit that says it exactly. */
    static String duration(long millis) {
        long[] sizes = {86_400_000, 3_600_000, 60_000, 1_000, 1};
        String[] units = {"d", "h", "min", "s", "ms"};
        int i = 0;
        while (millis % sizes[i] != 0) {
            i++;
        }
        return millis / sizes[i] + " " + units[i];
    }

    /** Whether a name stands for this, and for nothing else where the draft comes from. */
    boolean means(String name, String meaning) {
        return meaning.equals(meanings.computeIfAbsent(name, n -> meaning));
    }

    /** Gives a type a point, unless it has it; one that is only read may become writable. */
    void point(String type, String point, String declaration) {
        types.computeIfAbsent(type, t -> new LinkedHashMap<>())
                .merge(point, declaration, (old, now) -> now.startsWith(old) ? now : old);
    }

    /** How a point of a type is declared; empty if it has none of that name. */
    String declaration(String type, String point) {
        return types.getOrDefault(type, Map.of()).getOrDefault(point, "");
    }

    /** Adds a rule with its tests; {@code what} is what it is called where it comes from. */
    void rule(int line, String what, String type, Set<String> points, String text) {
        pieces.add(new Piece(line, what, type, new LinkedHashSet<>(points), text));
    }

    /** The program, without the rules that the check refuses: these are losses, too. */
    Imported finish() {
        List<Piece> kept = new ArrayList<>(pieces);
        kept.removeIf(piece -> refused(piece, declared(List.of(piece)) + piece.text));
        while (!kept.isEmpty()) {
            Format format = Format.of(new Source(file, whole(kept)));
            String text = format.text()
                    .orElseThrow(() -> new IllegalStateException(
                            "what was checked piece by piece can be read: " + format.findings()));
            Optional<Finding> error = error(text);
            if (error.isEmpty()) {
                return new Imported(text, kept.size(), told());
            }
            Piece piece = kept.remove(lastAccepted(kept));
            lose(
                    piece.line,
                    piece.what,
                    "the check refuses it together with the others: "
                            + error.get().message());
        }
        return new Imported("", 0, told());
    }

    private boolean refused(Piece piece, String text) {
        Optional<Finding> error = error(text);
        error.ifPresent(finding ->
                lose(piece.line, piece.what, "the check refuses it: " + finding.message()));
        return error.isPresent();
    }

    private Optional<Finding> error(String text) {
        return Language.check(List.of(new Source(file, text))).findings().stream()
                .filter(Finding::isError)
                .findFirst();
    }

    /** How many of the pieces the check accepts together, so that the next is one too many. */
    private int lastAccepted(List<Piece> kept) {
        int accepted = 0;
        int refused = kept.size();
        while (refused - accepted > 1) {
            int middle = (accepted + refused) >>> 1;
            if (error(whole(kept.subList(0, middle))).isEmpty()) {
                accepted = middle;
            } else {
                refused = middle;
            }
        }
        return accepted;
    }

    private String whole(List<Piece> kept) {
        StringBuilder text = new StringBuilder(remark).append(declared(kept));
        for (Piece piece : kept) {
            String what = piece.what.replaceAll("[\\s\\p{Cntrl}]+", " ");
            text.append("\n# ").append(what).append(", line ").append(piece.line);
            text.append('\n').append(piece.text).append('\n');
        }
        return text.toString();
    }

    private List<String> told() {
        return losses.stream()
                .sorted(Comparator.comparingInt(Loss::line))
                .map(loss -> file + ":" + loss.line + ": not carried over: " + loss.text)
                .toList();
    }

    /** The types with those of their points that the rules speak of. */
    private String declared(List<Piece> kept) {
        StringBuilder text = new StringBuilder();
        types.forEach((type, points) -> {
            Set<String> used = new LinkedHashSet<>();
            kept.stream().filter(p -> p.type.equals(type)).forEach(p -> used.addAll(p.points));
            if (!used.isEmpty()) {
                text.append("type ").append(type).append(" {\n");
                points.forEach((point, declaration) -> text.append(
                        used.contains(point) ? "  " + point + " : " + declaration + '\n' : ""));
                text.append("}\n\n");
            }
        });
        return text.toString();
    }
}
