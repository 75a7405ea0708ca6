package io.signalbox.language;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.language.Lexer.Kind;
import io.signalbox.language.Lexer.Token;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

/** The layout of files: one, whatever the author's was, and the meaning untouched. */
class FormatTest {
    /** Words before which a line may end without a change of meaning. */
    private static final Set<String> BREAKABLE = Set.of(
            "and",
            "or",
            "then",
            "clear",
            "when",
            "expires",
            "confirm",
            "retry",
            "otherwise",
            "set",
            "alarm",
            "by",
            "|",
            "never",
            "force",
            "while",
            "=",
            ">",
            "<",
            "->",
            "writable");

    @Test
    void putsEachEventOnALineOfItsOwn() {
        assertThat(
                        laidOut(
                                "type Pump { event seized   \"stuck\" event event\n"
                                        + "event : bar every 5 s\n  x : on | event writable affects event up by on event z}\n"))
                .isEqualTo("""
                type Pump {
                  event seized "stuck"
                  event event
                  event : bar         every 5 s
                  x     : on | event  writable  affects event up by on
                  event z
                }
                """);
    }

    @Test
    void laysOutEveryKindOfLine() {
        String text = """
                # What the plant is made of.


                type Pump in Hall "Pump" {

                state:running|stopped   every 5 s # by the drive
                flow : l/min every 1 s min 0 l/min  max 500 l/min   # magnetic

                  # the order
                 command : start | stop writable confirm state }
                rule dry "Dry" for each Pump p as protection priority 3
                when (p.state is running and p.flow<5l/min)for 20 s clear when p.flow>8 l/min
                then set p.command=stop expires in 1 min confirm within 5 s retry 3 every 5 s
                otherwise alarm critical "{p}" alarm major "{p} runs dry"
                on clear set p.command = start expires in 10 s
                interlock guard for each Pump p never p.command = start while p.flow > - 3 l/min force p.command=stop
                test "dry" p1 : Pump in hall3
                at 0 s p1.state = stopped,p1.flow = 0 l/min
                at 10 s   restart
                every 1 s from 10 s to 40 s p1.flow = 1 l/min
                expect set p1.command = stop
                at 30 s p1.state = running
                also shuffled within 1 s,also with 5 % loss
                  # what comes is another matter

                # the end
                """;
        assertThat(laidOut(text)).isEqualTo("""
                # What the plant is made of.

                type Pump in Hall "Pump" {
                  state   : running | stopped  every 5 s                              # by the drive
                  flow    : l/min              every 1 s  min 0 l/min  max 500 l/min  # magnetic

                  # the order
                  command : start | stop       writable   confirm state
                }

                rule dry "Dry" for each Pump p  as protection  priority 3
                  when (p.state is running and p.flow < 5 l/min) for 20 s
                  clear when p.flow > 8 l/min
                  then set p.command = stop  expires in 1 min  confirm within 5 s  retry 3 every 5 s
                         otherwise alarm critical "{p}"
                       alarm major "{p} runs dry"
                  on clear set p.command = start  expires in 10 s

                interlock guard for each Pump p
                  never p.command = start while p.flow > -3 l/min
                  force p.command = stop

                test "dry"
                  p1 : Pump in hall3
                  at 0 s   p1.state = stopped, p1.flow = 0 l/min
                  at 10 s  restart
                  every 1 s from 10 s to 40 s  p1.flow = 1 l/min
                  expect set p1.command = stop
                  at 30 s  p1.state = running
                  also shuffled within 1 s, also with 5 % loss
                  # what comes is another matter

                # the end
                """);
    }

    @Test
    void aWordBehindTheNumberOfAHeadIsNoUnit() {
        String text = "rule r for each Pump p  priority 9  settle 5 s\n"
                + "  when p.flow > 5 l/min\n  then alarm minor \"x\"\n";
        assertThat(Format.of(new Source("f", text.replaceAll("  +(?=priority|settle)", " ")))
                        .text())
                .contains(text);
        String other = text.replace("settle 5 s", "as protection  repeat every 5 min");
        assertThat(Format.of(new Source("f", other.replaceAll("  +(?=as|repeat)", " ")))
                        .text())
                .contains(other);
    }

    @Test
    void breaksLongLinesWhereTheyMeanMost() {
        String text = """
                type T {
                  a : number
                  b : number
                }

                rule long for each T t
                  when (t.a > 100000000 and t.b > 100000000) or (t.a < 100000000 and t.b < 100000000) or t.a is unknown for 5 min
                  then alarm info "long"
                """;
        assertThat(laidOut(text)).contains("""
                  when (t.a > 100000000 and t.b > 100000000)
                       or (t.a < 100000000 and t.b < 100000000)
                       or t.a is unknown for 5 min
                  then alarm info "long"
                """);
    }

    @Test
    void aNumberKeepsItsDistanceFromWhatWouldBeItsUnit() {
        String text = "type T {\n  a : number  max 5\n      min 3\n}\n";
        assertThat(laidOut(text)).isEqualTo(text);
    }

    @Test
    void leavesAFileWithErrorsAlone() {
        Format format = Format.of(new Source("a.rules", "type Pump {\n  flow l/min\n}"));
        assertThat(format.text()).isEmpty();
        assertThat(format.findings().getFirst().toString()).startsWith("a.rules:2:8: error: ':'");
    }

    @Test
    void knowsNothingOfOtherFiles() {
        assertThat(laidOut("rule r for each Elsewhere e when e.x>1 then alarm info \"x\""))
                .contains("  when e.x > 1\n");
    }

    @Test
    void keepsCommentsOfAFileThatDeclaresNothing() {
        assertThat(laidOut("\n\n# nothing yet\r\n")).isEqualTo("# nothing yet\n");
        assertThat(laidOut("")).isEmpty();
    }

    @Test
    void keepsTheVersionOfEveryDeclaration() throws IOException {
        for (String text : examples()) {
            Program before = program(text);
            Program after = program(laidOut(text));
            assertThat(after.types().stream().map(DeviceType::hash).toList())
                    .isEqualTo(before.types().stream().map(DeviceType::hash).toList());
            assertThat(after.rules().stream().map(Rule::hash).toList())
                    .isEqualTo(before.rules().stream().map(Rule::hash).toList());
            assertThat(after.scenarios()).hasSameSizeAs(before.scenarios());
        }
    }

    @Test
    void theLayoutOfTheAuthorLeavesNoTrace() throws IOException {
        Random random = new Random(5);
        for (String text : examples()) {
            String laidOut = laidOut(text);
            assertThat(laidOut(laidOut)).isEqualTo(laidOut);
            for (int i = 0; i < 3; i++) {
                assertThat(laidOut(shaken(laidOut, random))).isEqualTo(laidOut);
            }
        }
    }

    @Test
    void whatIsWrittenByChanceIsLaidOutForGood() {
        for (int seed = 0; seed < 300; seed++) {
            String text = new RandomText(new Random(seed)).program();
            String laidOut = laidOut(text);
            assertThat(laidOut(laidOut)).as("seed %d", seed).isEqualTo(laidOut);
            assertThat(laidOut.lines())
                    .allSatisfy(line -> assertThat(line.replaceAll(" +# .*", "").length())
                            .isLessThanOrEqualTo(Typesetter.WIDTH));
        }
    }

    /** What is not understood is refused; what is understood is laid out; nothing else happens. */
    @Test
    void survivesWhateverTheFileIs() throws IOException {
        Random random = new Random(11);
        List<String> texts = examples();
        int laidOut = 0;
        for (int i = 0; i < 400; i++) {
            String text = damaged(texts.get(random.nextInt(texts.size())), random);
            laidOut += Format.of(new Source("damaged", text)).text().isPresent() ? 1 : 0;
        }
        assertThat(laidOut).isBetween(20, 380);
    }

    private static String laidOut(String text) {
        Format format = Format.of(new Source("test", text));
        assertThat(format.text()).as("%s in %s", format.findings(), text).isPresent();
        return format.text().orElseThrow();
    }

    private static Program program(String text) {
        return Language.check(List.of(new Source("test", text))).program().orElseThrow();
    }

    /** The same tokens and comments in another layout. */
    private static String shaken(String text, Random random) {
        List<Token> tokens = Lexer.tokens(new Source("test", text), new Findings());
        StringBuilder out = new StringBuilder();
        boolean lines = false;
        int last = 0;
        for (int i = 0; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            String gap = text.substring(last, token.start());
            boolean first = gap.contains("\n");
            if (first && List.of("test", "mapping").contains(token.text())) {
                lines = true;
            } else if (first && List.of("type", "rule", "interlock").contains(token.text())) {
                lines = false;
            }
            boolean fixed = gap.contains("#") || gap.contains("\n\n") || token.kind() == Kind.END;
            boolean joint = first && gap.endsWith("  ") && !lines && !isUnit(tokens, i);
            boolean split = !lines && BREAKABLE.contains(token.text());
            if (fixed || gap.isEmpty() || (first && !joint)) {
                out.append(gap);
            } else {
                boolean newLine = (joint || split) && random.nextBoolean();
                out.append(newLine ? "\n" : "").repeat(' ', 1 + random.nextInt(4));
            }
            out.append(text, token.start(), token.end());
            last = token.end();
        }
        return out.toString();
    }

    private static boolean isUnit(List<Token> tokens, int index) {
        return tokens.get(index - 1).kind() == Kind.NUMBER;
    }

    private static String damaged(String text, Random random) {
        int at = random.nextInt(text.length());
        int end = Math.min(text.length(), at + 1 + random.nextInt(6));
        return switch (random.nextInt(5)) {
            case 0 -> text.substring(0, at) + text.substring(end);
            case 1 -> text.substring(0, at) + " " + text.substring(at);
            case 2 -> text.substring(0, at) + "\n" + text.substring(at);
            case 3 -> text.substring(0, at) + "# " + text.substring(at);
            default -> text.substring(0, end) + text.substring(at);
        };
    }

    private static List<String> examples() throws IOException {
        Path root = Path.of(Files.exists(Path.of("ARCHITECTURE.md")) ? "." : "..");
        List<String> texts = new ArrayList<>();
        try (Stream<Path> files = Files.walk(root.resolve("examples"))) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith(".rules")).sorted().toList()) {
                texts.add(Files.readString(file));
            }
        }
        String page = Files.readString(root.resolve("docs/language.md"));
        StringBuilder program = new StringBuilder();
        String fence = "```signalbox\n";
        for (int at = page.indexOf(fence); at >= 0; at = page.indexOf(fence, at + 1)) {
            program.append(page, at + fence.length(), page.indexOf("```", at + fence.length()));
        }
        texts.add(program.toString());
        return texts;
    }
}
