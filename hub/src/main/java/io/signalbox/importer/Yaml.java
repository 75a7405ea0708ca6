package io.signalbox.importer;

import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A piece of a YAML file and the line on which it stands.
 *
 * <p>Nothing is made of tags: a text stays a text, whatever class a file names. A file that nests
 * too deeply, is too long, or grows by its aliases is refused.
 *
 * @param text of a scalar as it was written; empty for others, and for a null
 * @param fields of a mapping in their order, behind them those that it merges by {@code <<}
 * @param list of a sequence
 */
record Yaml(int line, String text, Map<String, Yaml> fields, List<Yaml> list) {
    /** Longest file in characters. */
    static final int MAX_CHARACTERS = 4 << 20;

    /** Mappings and sequences inside each other. */
    static final int MAX_DEPTH = 50;

    /** Most pieces, those that aliases repeat counted again. */
    static final int MAX_PIECES = 500_000;

    private static final Set<String> NULLS = Set.of("null", "Null", "NULL", "~");

    private static final LoadSettings SETTINGS = LoadSettings.builder()
            .setCodePointLimit(MAX_CHARACTERS)
            .setMaxAliasesForCollections(100)
            .setAllowRecursiveKeys(false)
            .setAllowDuplicateKeys(false)
            .build();

    Yaml {
        list = List.copyOf(list);
    }

    /** The only document of a file; nothing if the file is empty. */
    static Optional<Yaml> read(String file, String text) {
        try {
            measure(file, text);
            int[] left = {MAX_PIECES};
            return new Compose(SETTINGS).composeString(text).map(node -> of(file, node, left));
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1);
            throw new ImportFailure(file, line, "this is not YAML: " + e.getProblem());
        } catch (YamlEngineException e) {
            throw new ImportFailure(file, 1, "this cannot be read: " + e.getMessage());
        }
    }

    /** Looks at the events alone, which takes no stack, before a tree is made of them. */
    private static void measure(String file, String text) {
        int depth = 0;
        for (Event event : new Parse(SETTINGS).parseString(text)) {
            switch (event.getEventId()) {
                case MappingStart, SequenceStart -> depth++;
                case MappingEnd, SequenceEnd -> depth--;
                default -> {}
            }
            if (depth > MAX_DEPTH) {
                int line = event.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
                throw new ImportFailure(
                        file, line, "this is nested deeper than " + MAX_DEPTH + " levels");
            }
        }
    }

    private static Yaml of(String file, Node node, int[] left) {
        int line = node.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
        if (--left[0] < 0 || node.isRecursive()) {
            throw new ImportFailure(file, line, "aliases make this larger than can be read");
        }
        Map<String, Yaml> fields = new LinkedHashMap<>();
        List<Yaml> list = new ArrayList<>();
        String text = "";
        switch (node) {
            case ScalarNode scalar -> text = isPlain(scalar, NULLS) ? "" : scalar.getValue();
            case SequenceNode sequence ->
                sequence.getValue().forEach(item -> list.add(of(file, item, left)));
            case MappingNode mapping -> {
                List<Yaml> merged = new ArrayList<>();
                for (NodeTuple tuple : mapping.getValue()) {
                    if (isPlain(tuple.getKeyNode(), Set.of("<<"))) {
                        Yaml value = of(file, tuple.getValueNode(), left);
                        merged.addAll(value.items());
                        continue;
                    }
                    String key = tuple.getKeyNode() instanceof ScalarNode scalar
                            ? scalar.getValue()
                            : "";
                    fields.putIfAbsent(key, of(file, tuple.getValueNode(), left));
                }
                merged.forEach(more -> more.fields.forEach(fields::putIfAbsent));
            }
            default -> {}
        }
        return new Yaml(line, text, fields, list);
    }

    private static boolean isPlain(Node node, Set<String> words) {
        return node instanceof ScalarNode scalar
                && scalar.getScalarStyle() == ScalarStyle.PLAIN
                && words.contains(scalar.getValue());
    }

    Optional<Yaml> get(String key) {
        return Optional.ofNullable(fields.get(key));
    }

    /** The text of a field; empty if it is not there or no text. */
    String text(String key) {
        return get(key).map(Yaml::text).orElse("");
    }

    /** The items of a field, of which one alone may stand without a list. */
    List<Yaml> items(String key) {
        return get(key).map(Yaml::items).orElse(List.of());
    }

    /** The items of a list, or this alone. */
    List<Yaml> items() {
        return list.isEmpty() && !(text.isEmpty() && fields.isEmpty()) ? List.of(this) : list;
    }
}
