package io.signalbox.scenario;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.signalbox.mqtt.codec.ProtocolVersion;
import io.signalbox.time.Span;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads the files of {@code scenarios/mqtt}; CONTRIBUTING.md tells how they are written. */
final class ScenarioReader {
    static final Path FOLDER = Path.of("..", "scenarios", "mqtt");

    private static final Pattern STATEMENT = Pattern.compile("MQTT3?-\\d+\\.\\d+\\.\\d+-\\d+");
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*");
    private static final Set<String> SETTINGS =
            Set.of("keep-alive", "alias-maximum", "server-reference");
    private static final String LINES = "'client > PACKET', 'client < PACKET', 'client <~ PACKET',"
            + " 'client silent', 'client closed', 'client refused REASON', 'client drops',"
            + " 'after 5 s', 'hub restarts', 'hub dies', 'hub keep-alive=60',"
            + " 'not mosquitto: reason' or '# comment'";

    private final String file;
    private final Set<String> statements = new LinkedHashSet<>();
    private final Map<String, String> settings = new LinkedHashMap<>();
    private final Map<String, String> excluded = new LinkedHashMap<>();
    private final List<Step> steps = new ArrayList<>();
    private String title = "";
    private boolean namesVersion;
    private ProtocolVersion named = ProtocolVersion.V5;
    private int line;

    private ScenarioReader(String file) {
        this.file = file;
    }

    static List<Scenario> readAll() throws IOException {
        List<Scenario> all = new ArrayList<>();
        try (Stream<Path> files = Files.list(FOLDER)) {
            for (Path file : files.sorted().toList()) {
                all.add(read(file.getFileName().toString(), Files.readAllLines(file)));
            }
        }
        return all;
    }

    static Scenario read(String file, List<String> lines) {
        return new ScenarioReader(file).read(lines);
    }

    private Scenario read(List<String> lines) {
        for (String text : lines) {
            line++;
            if (text.startsWith("#")) {
                comment(text.substring(1).strip());
            } else if (!text.isBlank()) {
                step(text);
            }
        }
        if (title.isEmpty()) {
            throw at(1, "expected a comment that says what the scenario is about, found none");
        }
        if (steps.isEmpty()) {
            throw at(1, "expected one of " + LINES + ", found the end of the file");
        }
        return new Scenario(
                file.replace(".txt", ""),
                title,
                statements,
                namesVersion ? List.of(named) : List.of(ProtocolVersion.V3_1_1, ProtocolVersion.V5),
                settings,
                excluded,
                steps);
    }

    private BadScenario at(int column, String message) {
        return new BadScenario(file, Math.max(line, 1), column, message);
    }

    private void comment(String text) {
        if (title.isEmpty()) {
            title = text.replaceAll(" *\\[MQTT.*", "");
        }
        Matcher found = STATEMENT.matcher(text);
        while (found.find()) {
            statements.add(found.group());
        }
    }

    private void step(String text) {
        if (text.startsWith("not ")) {
            exclusion(text);
            return;
        }
        List<Word> words = Word.split(text, this::at);
        Word first = words.getFirst();
        if (first.is("hub")) {
            hub(words);
        } else if (first.is("after")) {
            after(words);
        } else if (NAME.matcher(first.value()).matches() && words.size() > 1) {
            client(first.value(), words);
        } else {
            throw at(first.column(), "expected one of " + LINES + ", found '" + text + "'");
        }
    }

    private void exclusion(String text) {
        Matcher form = Pattern.compile("not (mosquitto|socket): (.+)").matcher(text);
        if (!form.matches()) {
            throw at(5, "expected 'mosquitto: ' or 'socket: ' and why, found '" + text + "'");
        }
        excluded.put(form.group(1), form.group(2));
    }

    private void hub(List<Word> words) {
        Word what = words.size() == 2 ? words.get(1) : words.getFirst();
        if (what.is("restarts")) {
            steps.add(new Step.Restart(line));
        } else if (what.is("dies")) {
            steps.add(new Step.Kill(line));
        } else if (SETTINGS.contains(what.key()) && steps.isEmpty()) {
            settings.put(what.key(), what.value());
        } else {
            throw at(
                    what.column(),
                    "expected 'hub restarts', 'hub dies' or, before all else, a setting of "
                            + SETTINGS + "; found '" + what + "'");
        }
    }

    private void after(List<Word> words) {
        StringBuilder said = new StringBuilder();
        words.subList(1, words.size()).forEach(w -> said.append(w.value()));
        OptionalLong millis = Span.parse(said.toString());
        if (millis.isEmpty()) {
            throw at(7, "expected a time such as 250 ms, 5 s or 2 h, found '" + said + "'");
        }
        steps.add(new Step.After(line, millis.getAsLong()));
    }

    private void client(String client, List<Word> words) {
        Word what = words.get(1);
        List<Word> rest = words.subList(2, words.size());
        switch (what.value()) {
            case ">" -> send(client, what, rest);
            case "<", "<~" -> {
                Said packet = new PacketWords(this::at, true).read(what, rest);
                steps.add(new Step.Receive(line, client, packet, what.is("<~")));
            }
            case "silent" -> {
                end(rest, 0);
                steps.add(new Step.Silence(line, client));
            }
            case "drops" -> {
                end(rest, 0);
                steps.add(new Step.Drop(line, client));
            }
            case "closed" -> {
                end(rest, 1);
                steps.add(new Step.Closed(line, client, rest.isEmpty() ? null : reason(rest)));
            }
            case "refused" -> {
                end(rest, 1);
                steps.add(new Step.Refused(line, client, reason(rest)));
            }
            default ->
                throw at(
                        what.column(),
                        "expected >, <, <~, silent, closed, refused or drops after a client,"
                                + " found '" + what + "'");
        }
    }

    private String reason(List<Word> words) {
        if (words.isEmpty()) {
            throw at(
                    1, "expected a reason such as 0x85 after 'refused', found the end of the line");
        }
        return new PacketWords(this::at, true).value(Form.Kind.REASON, words.getFirst());
    }

    private void end(List<Word> words, int most) {
        if (words.size() > most) {
            Word more = words.get(most);
            throw at(more.column(), "expected the end of the line, found '" + more + "'");
        }
    }

    private void send(String client, Word arrow, List<Word> words) {
        boolean more = !words.isEmpty() && words.getLast().is("&");
        List<Word> packet = more ? words.subList(0, words.size() - 1) : words;
        if (!packet.isEmpty() && packet.getFirst().is("hex")) {
            bytes(client, packet.subList(1, packet.size()), more);
            return;
        }
        Said said = new PacketWords(this::at, false).read(arrow, packet);
        if (said.form().type().equals("CONNECT")) {
            note(said.has("v5"), said.has("v3.1.1"));
        }
        steps.add(new Step.Send(line, client, said, more));
    }

    private void note(boolean v5, boolean v3) {
        namesVersion |= v5 || v3;
        if (v3) {
            named = ProtocolVersion.V3_1_1;
        }
    }

    private void bytes(String client, List<Word> words, boolean more) {
        ProtocolVersion version = null;
        StringBuilder digits = new StringBuilder();
        for (Word word : words) {
            if (word.is("v5") || word.is("v3.1.1")) {
                version = word.is("v5") ? ProtocolVersion.V5 : ProtocolVersion.V3_1_1;
                note(word.is("v5"), word.is("v3.1.1"));
            } else {
                digits.append(word.quoted() ? Said.hex(utf8(word.value())) : repeated(word));
            }
        }
        steps.add(new Step.SendBytes(line, client, parse(words, digits), version, more));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(UTF_8);
    }

    /** {@code 61*1000} is a thousand times 61. */
    private String repeated(Word word) {
        int star = word.value().indexOf('*');
        if (star < 0) {
            return word.value();
        }
        try {
            int times = Integer.parseInt(word.value().substring(star + 1));
            return word.value().substring(0, star).repeat(times);
        } catch (NumberFormatException e) {
            throw at(
                    word.column(),
                    "expected bytes and how often, such as 61*100; found '" + word + "'");
        }
    }

    private byte[] parse(List<Word> words, StringBuilder digits) {
        try {
            return HexFormat.of().parseHex(digits);
        } catch (IllegalArgumentException e) {
            int column = words.isEmpty() ? 1 : words.getFirst().column();
            throw at(
                    column, "expected bytes such as 10 0c \"text\" 61*100, found '" + digits + "'");
        }
    }
}
