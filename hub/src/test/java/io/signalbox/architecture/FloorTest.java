package io.signalbox.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.constantpool.Utf8Entry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Holds the compiled classes against the floor table in ARCHITECTURE.md. */
class FloorTest {
    private static final String ROOT = "io.signalbox.";
    private static final Pattern ROW =
            Pattern.compile("\\| (\\d+) \\| `([a-z.]+)` \\|[^|]*\\|([^|]*)\\|");
    private static final Pattern TYPE_IN_DESCRIPTOR = Pattern.compile("L([\\w/$]+)[;<]");

    private record Floor(int number, String name, List<String> libraries) {}

    private final Map<String, Floor> floors = readTable();
    private final Map<String, Set<String>> uses = readClasses();

    @Test
    void everyPackageHasAFloorAndEveryFloorAPackage() {
        Set<String> packages = new TreeSet<>();
        uses.keySet().forEach(c -> packages.add(packageOf(c)));
        assertThat(packages).isEqualTo(floors.keySet());
    }

    @Test
    void packagesImportOnlyFromLowerFloors() {
        List<String> wrong = new ArrayList<>();
        uses.forEach((from, targets) -> {
            for (String target : targets) {
                if (!target.startsWith(ROOT) || packageOf(target).equals(packageOf(from))) {
                    continue;
                }
                Floor own = floors.get(packageOf(from));
                Floor other = floors.get(packageOf(target));
                if (own == null || other == null || other.number >= own.number) {
                    wrong.add(from + " (floor " + own + ") uses " + target + " (" + other + ")");
                }
            }
        });
        assertThat(wrong).isEmpty();
    }

    @Test
    void librariesAreImportedByTheirOwnersAlone() {
        List<String> wrong = new ArrayList<>();
        for (Floor floor : floors.values()) {
            for (String library : floor.libraries) {
                uses.forEach((from, targets) -> targets.stream()
                        .filter(t -> t.startsWith(library + "."))
                        .filter(t -> !owns(packageOf(from), library))
                        .forEach(t -> wrong.add(from + " uses " + t)));
            }
        }
        assertThat(wrong).isEmpty();
    }

    private boolean owns(String name, String library) {
        Floor floor = floors.get(name);
        return floor != null && floor.libraries.contains(library);
    }

    @Test
    void onlyTimeReadsTheClockAndChance() {
        Set<String> readers = new TreeSet<>();
        Set<String> forbidden = Set.of("currentTimeMillis", "nanoTime", "randomUUID");
        forEachClass((name, model) -> {
            if (packageOf(name).equals("time") || packageOf(name).equals("demo")) {
                return;
            }
            for (PoolEntry entry : model.constantPool()) {
                if (entry instanceof Utf8Entry text && forbidden.contains(text.stringValue())) {
                    readers.add(name + " calls " + text.stringValue());
                }
                if (entry instanceof ClassEntry type
                        && (type.asInternalName().equals("java/util/Random")
                                || type.asInternalName().endsWith("ThreadLocalRandom"))) {
                    readers.add(name + " uses " + type.asInternalName());
                }
            }
        });
        assertThat(readers).isEmpty();
    }

    private static Map<String, Floor> readTable() {
        try {
            Map<String, Floor> floors = new TreeMap<>();
            for (String line : Files.readAllLines(root().resolve("ARCHITECTURE.md"))) {
                Matcher row = ROW.matcher(line);
                if (row.matches()) {
                    List<String> libraries = Pattern.compile("`([^`]+)`")
                            .matcher(row.group(3))
                            .results()
                            .map(r -> r.group(1))
                            .toList();
                    floors.put(
                            row.group(2),
                            new Floor(Integer.parseInt(row.group(1)), row.group(2), libraries));
                }
            }
            return floors;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, Set<String>> readClasses() {
        Map<String, Set<String>> uses = new TreeMap<>();
        forEachClass((name, model) -> {
            Set<String> targets = uses.computeIfAbsent(name, n -> new TreeSet<>());
            for (PoolEntry entry : model.constantPool()) {
                if (entry instanceof ClassEntry type) {
                    targets.add(type.asInternalName().replace('/', '.'));
                } else if (entry instanceof Utf8Entry text) {
                    TYPE_IN_DESCRIPTOR
                            .matcher(text.stringValue())
                            .results()
                            .forEach(r -> targets.add(r.group(1).replace('/', '.')));
                }
            }
        });
        assertThat(uses).isNotEmpty();
        return uses;
    }

    private interface ClassVisitor {
        void visit(String name, ClassModel model);
    }

    private static void forEachClass(ClassVisitor visitor) {
        Path classes = root().resolve("hub/target/classes");
        try (Stream<Path> files = Files.walk(classes.toRealPath())) {
            for (Path file : files.filter(f -> f.toString().endsWith(".class")).toList()) {
                if (file.endsWith("package-info.class")) {
                    continue;
                }
                ClassModel model = ClassFile.of().parse(file);
                visitor.visit(model.thisClass().asInternalName().replace('/', '.'), model);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String packageOf(String className) {
        return className.substring(ROOT.length(), className.lastIndexOf('.'));
    }

    private static Path root() {
        Path here = Path.of("").toAbsolutePath();
        return Files.exists(here.resolve("ARCHITECTURE.md")) ? here : here.getParent();
    }
}
