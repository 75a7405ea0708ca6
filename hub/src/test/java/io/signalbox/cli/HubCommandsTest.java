package io.signalbox.cli;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.signalbox.console.SmallHub;
import io.signalbox.payload.JsonValue;
import io.signalbox.payload.JsonValue.JsonObject;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The commands that speak to a hub, against a real one. */
class HubCommandsTest {
    private static final String PLANT = """
            type Pump in Hall "Centrifugal pump" {
              state   : running | stopped          every 10 s
              flow    : l/min                      every 1 s
              command : start | stop   writable    confirm state
            }

            rule hot "Too much flow" for each Pump p
              when p.flow > 100 l/min
              then set p.command = stop expires in 1 min
                   alarm major "{p} flows at {p.flow}"
            """;

    @TempDir
    static Path folder;

    private static SmallHub hub;

    @BeforeAll
    static void start() throws IOException {
        hub = new SmallHub(folder.resolve("data"));
        Path run = Files.createDirectories(folder.resolve("data/run"));
        Files.writeString(
                run.resolve("hub.json"), "{\"addresses\":{\"http\":\"" + hub.address() + "\"}}");
        Files.writeString(folder.resolve("plant.rules"), PLANT);
    }

    @AfterAll
    static void stop() throws InterruptedException {
        hub.close();
    }

    private TerminalDouble ran(int expected, String... arguments) {
        return ran(expected, new byte[0], arguments);
    }

    private TerminalDouble ran(int expected, byte[] input, String... arguments) {
        TerminalDouble terminal = new TerminalDouble();
        terminal.folder = folder;
        terminal.environment.put("SIGNALBOX_SERVER__DATA", "data");
        terminal.in = input;
        assertThat(terminal.run(arguments)).as(terminal.err()).isEqualTo(expected);
        return terminal;
    }

    private static JsonObject json(TerminalDouble terminal) {
        return JsonValue.parse(terminal.out()).asObject();
    }

    @Test
    void statusIsForPeopleAndPrograms() {
        assertThat(ran(0, "status").out()).contains("serving").contains("durability fsync");
        assertThat(json(ran(0, "status", "--json")).text("state")).isEqualTo("serving");
    }

    @Test
    void statusFitsATerminalOf80Columns() {
        String status = ran(0, "status").out();
        assertThat(status.lines()).allMatch(line -> line.length() <= 80 || line.contains("data "));
        assertThat(status).containsPattern("(?m)^uptime +[0-9]+ s$").doesNotContain("micros");
    }

    @Test
    void aDeviceOfAnUnknownTypeIsWarnedOfAndMayBeRegisteredAgain() {
        ran(0, "apply", "-f", "plant.rules");
        assertThat(ran(0, "device", "create", "p7", "--type", "Pmp").err())
                .contains("warning: there is no type 'Pmp' yet");
        assertThat(ran(0, "device", "create", "p7", "--type", "Pump").err()).isEmpty();
        assertThat(ran(1, "device", "create", "p7", "--type", "Pmp").err())
                .contains("registered already, as Pump");
        assertThat(ran(2, "device", "create", "p8", "--type", "").err()).contains("the type");
    }

    @Test
    void withoutANameTheDemosHubIsFoundIfNothingElseRunsHere() throws IOException {
        Path here = Files.createDirectories(folder.resolve("here"));
        Path demo = Files.createDirectories(here.resolve("signalbox-demo/run"));
        Files.copy(folder.resolve("data/run/hub.json"), demo.resolve("hub.json"));
        TerminalDouble terminal = new TerminalDouble();
        terminal.folder = here;
        assertThat(terminal.run("status")).as(terminal.err()).isZero();
        Path usual = Files.createDirectories(here.resolve("signalbox-data/run"));
        Files.writeString(usual.resolve("hub.json"), "{\"addresses\":{\"http\":\"127.0.0.1:1\"}}");
        assertThat(terminal.run("status")).isEqualTo(69);
        assertThat(terminal.err()).contains("signalbox-data");
    }

    @Test
    void theHubIsFoundByItsFolder() throws IOException {
        ran(0, "status", "--data", folder.resolve("data").toString());
        assertThat(ran(69, "status", "--data", "nowhere").err()).contains("no hub runs on");
        Path dead = Files.createDirectories(folder.resolve("dead/run"));
        Files.writeString(dead.resolve("hub.json"), "{\"addresses\":{\"http\":\"127.0.0.1:1\"}}");
        assertThat(ran(69, "status", "--data", "dead").err()).contains("does not answer");
        Files.writeString(dead.resolve("hub.json"), "{\"addr");
        assertThat(ran(74, "status", "--data", "dead").err()).contains("restart the hub");
    }

    @Test
    void sqlIsForPeopleAndProgramsAndSpreadsheets() {
        ran(0, "pub", "-t", "d/q1/up/word", "-m", "\"=cmd()\"");
        ran(0, "pub", "-t", "d/q1/up/flow", "-m", "-7.5");
        String select = "select point, value, text from readings where device = 'q1' order by seq;";
        assertThat(ran(0, "data", "sql", select).out().lines().map(String::strip))
                .containsExactly("point  value  text", "word   -      =cmd()", "flow   -7.5   -");
        assertThat(ran(0, "data", "sql", "--csv", select).out())
                .isEqualTo("point,value,text\nword,,'=cmd()\nflow,-7.5,\n");
        TerminalDouble few = ran(0, "data", "sql", "--json", "--limit", "1", select);
        assertThat(json(few).items("rows")).hasSize(1);
        assertThat(json(few).flag("more")).isTrue();
        assertThat(ran(2, "data", "sql", "drop table readings").err()).contains("one SELECT");
    }

    @Test
    void anExportIsAWholeFileOrNone() throws IOException {
        ran(0, "pub", "-t", "d/e1/up/flow", "-m", "5");
        ran(0, "pub", "-t", "d/e1/up/flow", "-m", "6");
        assertThat(ran(0, "data", "export", "e1.csv", "--device", "e1").err())
                .contains("2 readings in e1.csv");
        assertThat(Files.readAllLines(folder.resolve("e1.csv")))
                .hasSize(3)
                .first()
                .isEqualTo("device,point,ts,value,text,quality,seq,received");
        ran(0, "data", "export", "e1.parquet", "--device", "e1");
        assertThat(Files.readAllBytes(folder.resolve("e1.parquet"))).startsWith('P', 'A', 'R', '1');
        assertThat(ran(0, "data", "export", "-", "--format", "json", "--device", "e1")
                        .out()
                        .lines())
                .hasSize(2);
        assertThat(ran(2, "data", "export", "e1.xml").err()).contains("--format");
        assertThat(ran(74, "data", "export", "nowhere/e1.csv").err()).contains("cannot write");
        assertThat(ran(2, "data", "export", "e2.csv", "--from", "soon").err()).contains("from:");
        assertThat(folder.resolve("e2.csv")).doesNotExist();
        assertThat(folder.resolve("e2.csv.part")).doesNotExist();
    }

    @Test
    void anImportAddsEachReadingOnce() throws IOException {
        Files.writeString(folder.resolve("in.csv"), """
                point,device,ts,value,text
                a,i1,2025-01-01T00:00:00Z,1.5,
                b,i1,2025-01-01T00:00:00+01:00,,"'=x, ""y""
                z"
                b,i1,2025-01-01T00:00:01Z,,""
                c,i1,2025-01-01T00:00:00Z,1,true
                d,i1,2025-01-01T00:00:00Z,9.007199254740993E15,9007199254740993
                e,i1,2025-01-01T00:00:00Z,,"geo:52.5,13.4"
                """);
        for (int i = 0; i < 2; i++) {
            assertThat(ran(0, "data", "import", "in.csv").err()).contains("6 readings");
        }
        String all = ran(0, "data", "export", "-", "--device", "i1").out();
        assertThat(all)
                .contains("i1,a,2025-01-01T00:00:00.000Z,1.5,,good,")
                .contains("i1,b,2024-12-31T23:00:00.000Z,,\"'=x, \"\"y\"\"\nz\",good,")
                .contains("i1,b,2025-01-01T00:00:01.000Z,,\"\",good,")
                .contains("i1,c,2025-01-01T00:00:00.000Z,1,true,good,")
                .contains(",9007199254740993,good,")
                .contains("i1,e,2025-01-01T00:00:00.000Z,,\"geo:52.5,13.4\",good,");
        assertThat(all.lines()).hasSize(8);
        Files.writeString(folder.resolve("again.csv"), all);
        String json = ran(0, "data", "export", "-", "--format", "json", "--device", "i1")
                .out();
        assertThat(json).contains(":9007199254740993,", "{\"lat\":52.5,\"lon\":13.4}");
        Files.writeString(folder.resolve("again.jsonl"), json);
        ran(0, "data", "import", "again.csv");
        ran(0, "data", "import", "again.jsonl");
        assertThat(ran(0, "data", "export", "-", "--device", "i1").out()).isEqualTo(all);
        assertThat(ran(1, "device", "get", "i1").err()).contains("there is no device");
    }

    @Test
    void aFileThatIsNotRightIsToldWithItsPlace() throws IOException {
        String head = "device,point,ts,value,text\n";
        String good = "p1,a,2025-01-01T00:00:00Z,1,\n";
        assertThat(refusal(head + good + "p1,a,yesterday,1,\n")).contains("bad.csv:3:6: error: ts");
        assertThat(refusal(head + good + "p1,a,2025-01-01T00:00:00Z,one,\n"))
                .contains("bad.csv:3:27: error: expected a number, found 'one'");
        assertThat(refusal(head + "p 1,a,2025-01-01T00:00:00Z,1,\n"))
                .contains("bad.csv:2:1: error");
        assertThat(refusal(head + "p1,a\n")).contains("bad.csv:2:1: error: expected 5 cells");
        assertThat(refusal(head + good + "p1,\"a\n"))
                .contains("bad.csv:3:4: error: expected the quote");
        assertThat(refusal(head + "\"p1\"x,a\n")).contains("bad.csv:2:5: error: expected a comma");
        assertThat(refusal("device,point,when,value\n"))
                .contains("bad.csv:1:14: error")
                .contains("when");
        assertThat(refusal("")).contains("bad.csv:1:1: error");
        Files.writeString(folder.resolve("bad.jsonl"), "{\"device\":\"p1\"}\n\n{\"device\":}\n");
        assertThat(ran(1, "data", "import", "bad.jsonl").err()).contains("bad.jsonl:3:1: error");
        ran(74, "data", "import", "nothing.csv");
        ran(2, "data", "import", "all.parquet");
    }

    private String refusal(String text) throws IOException {
        Files.writeString(folder.resolve("bad.csv"), text);
        return ran(1, "data", "import", "bad.csv").err();
    }

    @Test
    void theHistoryIsHeldAgainstTheJournal() {
        ran(0, "pub", "-t", "d/v1/up/flow", "-m", "5");
        assertThat(ran(0, "data", "verify").out())
                .startsWith("equal: ")
                .contains("of records 1 to");
        assertThat(json(ran(0, "data", "verify", "--json")).flag("equal")).isTrue();
    }

    @Test
    void aCommandOfARuleForAPlaceTellsThePlace() throws Exception {
        Files.writeString(folder.resolve("room.rules"), """
                place room in house
                type Thermometer in room { temp : °C }
                type Fan in room { power : on | off  writable }
                rule cooling for each room r
                  when avg(Thermometer.temp in r) > 26 °C
                  then set Fan.power in r = on expires in 1 h
                """);
        ran(0, "apply", "-f", "room.rules");
        ran(0, "device", "create", "t1", "--type", "Thermometer", "--in", "house/bath");
        ran(0, "device", "create", "f1", "--type", "Fan", "--in", "house/bath");
        hub.pass(1);
        ran(0, "pub", "-t", "d/t1/up/temp", "-m", "30");
        hub.passUntil(() -> ran(0, "command", "list", "--device", "f1").out().contains("sent"));
        assertThat(ran(0, "command", "list").out()).contains("cooling in house/bath");
    }

    @Test
    void aPlantFromItsFirstRuleToItsLastQuestion() throws InterruptedException {
        assertThat(ran(0, "apply", "-f", "plant.rules").out())
                .contains("1 type, 0 mappings, 1 rule");
        assertThat(ran(0, "device", "create", "p1", "--type", "Pump", "--in", "hall3")
                        .out())
                .contains("d/p1/up/");
        ran(0, "device", "create", "p1", "--type", "Pump", "--in", "hall3");
        assertThat(ran(1, "device", "create", "p1", "--type", "Pump").err())
                .contains("registered already");
        assertThat(ran(0, "device", "list", "--type", "Pump").out())
                .contains("p1")
                .contains("hall3");

        hub.pass(1);
        ran(0, "pub", "-t", "d/p1/up/flow", "-m", "120");
        hub.passUntil(() -> ran(0, "command", "list", "--device", "p1").out().contains("sent"));

        assertThat(ran(0, "device", "get", "p1").out()).contains("flow").contains("120  ");
        assertThat(json(ran(0, "device", "get", "p1", "--json")).text("id")).isEqualTo("p1");
        assertThat(ran(0, "alarm", "list").out()).contains("p1 flows at 120 l/min");
        assertThat(ran(0, "alarm", "history", "--from", "-1h").out())
                .contains("raised", "major", "hot", "p1 flows at 120 l/min");
        assertThat(ran(0, "command", "list", "--from", "-1h", "--state", "sent").out())
                .contains("sent", "p1", "command", "stop", "hot");
        assertThat(ran(0, "command", "list", "--device", "p1", "--state", "failed")
                        .err())
                .contains("no commands");
        assertThat(ran(2, "command", "list", "--from", "soon").err()).contains("from: expected");
        assertThat(ran(0, "why", "hot", "p1").out()).contains("active").contains("stop");
        assertThat(ran(1, "why", "hit", "p1").err()).contains("did you mean 'hot'?");
        assertThat(ran(1, "why", "nothing_near", "p1").err()).contains("rules: hot");
        assertThat(ran(0, "data", "query", "--device", "p1", "--point", "flow", "--from", "-1h")
                        .out())
                .contains("120")
                .contains("good");
        assertThat(ran(2, "data", "query", "--device", "p1", "--point", "flow", "--from", "soon")
                        .err())
                .contains("from: expected");
        assertThat(ran(1, "device", "get", "p9").err()).contains("there is no device 'p9'");
    }

    @Test
    void aSlipOfADeviceIsShownWithWhatWasExpected() {
        ran(0, "apply", "-f", "plant.rules");
        ran(0, "pub", "-t", "d/q7/up/data", "-m", "{\"flow\": 4}");
        assertThat(ran(0, "device", "get", "q7").out())
                .contains("q7  no type", "no rule sees it", "signalbox device adopt q7 --type");
        ran(0, "device", "adopt", "q7", "--type", "Pump");
        ran(0, "pub", "-t", "d/q7/up/data", "-m", "{\"flwo\": 4, \"state\": \"Running\"}");
        ran(0, "pub", "-t", "d/q7/up/data", "-m", "{'flow': 4}");
        assertThat(ran(0, "device", "get", "q7").out())
                .contains("flwo: Pump declares no such point", "did you mean 'flow'?")
                .contains("state: expected one of running, stopped, found Running")
                .contains("not taken, the last time at ", "syntax, ");
        assertThat(ran(1, "device", "create", "q7", "--type", "Pump", "--in", "hall4")
                        .err())
                .contains("signalbox device set q7");
        assertThat(ran(0, "data", "query", "--device", "q7", "--point", "flo", "--from", "-1h")
                        .err())
                .contains("q7 has sent no 'flo', but flow, flwo, state", "did you mean 'flow'?");
        assertThat(ran(1, "data", "query", "--device", "q77", "--point", "flow", "--from", "-1h")
                        .err())
                .contains("there is no device 'q77'");
    }

    @Test
    void aDeviceIsToldWhatToDoAndRemoved() throws InterruptedException {
        ran(0, "apply", "-f", "plant.rules");
        ran(0, "device", "create", "p5", "--type", "Pump");
        hub.pass(1);
        String id = json(ran(
                        0,
                        "device",
                        "command",
                        "p5",
                        "command=stop",
                        "--no-wait",
                        "--key",
                        "k",
                        "--json"))
                .text("id");
        hub.passUntil(() -> ran(0, "command", "list", "--device", "p5").out().contains("sent"));
        assertThat(ran(0, "device", "command", "p5", "command=stop", "--no-wait", "--key", "k")
                        .out())
                .contains(id);
        ran(0, "pub", "-t", "d/p5/up/state", "-m", "stopped");
        hub.passUntil(
                () -> ran(0, "command", "list", "--device", "p5").out().contains("confirmed"));
        assertThat(ran(0, "device", "command", "p5", "command=stop", "--key", "k")
                        .out())
                .contains("sent", "confirmed");
        assertThat(ran(0, "command", "release", "p5", id).out()).contains(id);
        assertThat(ran(2, "device", "command", "p5", "stop").err()).contains("POINT=VALUE");
        assertThat(ran(2, "device", "command", "p5", "command=stop", "--key", "a\r\nb")
                        .err())
                .contains("printable ASCII");
        assertThat(ran(1, "device", "command", "p5", "flow=1").err()).contains("there are command");
        assertThat(ran(2, "device", "delete", "p5").err()).contains("--yes");
        assertThat(ran(0, "device", "delete", "p5", "--yes").out()).contains("history stays");
        assertThat(ran(1, "device", "get", "p5").err()).contains("no device");
    }

    @Test
    void whatIsNoLongerInTheFolderIsNamedAndTakenAwayIfThatIsSaid() throws IOException {
        ran(0, "apply", "-f", "plant.rules");
        Path rules = Files.createDirectories(folder.resolve("more"));
        String rule = "rule %s for each Pump p when p.flow > 9 l/min then alarm info \"x\"";
        Files.writeString(rules.resolve("old.rules"), rule.formatted("old"));
        ran(0, "apply", "-f", "more");
        Files.delete(rules.resolve("old.rules"));
        Files.writeString(rules.resolve("new.rules"), rule.formatted("new"));

        assertThat(ran(0, "apply", "-f", "more").err())
                .contains("still in force from before: ", "more/old.rules", "--only");
        assertThat(ran(1, "apply", "-f", "more", "--only").err()).contains("no type 'Pump'");
        TerminalDouble dry =
                ran(0, "apply", "-f", "more", "-f", "plant.rules", "--only", "--dry-run");
        assertThat(dry.err()).contains("would be taken away: more/old.rules");
        TerminalDouble only = ran(0, "apply", "-f", "more", "-f", "plant.rules", "--only");
        assertThat(only.out()).contains("now in force: 1 type, 0 mappings, 2 rules");
        assertThat(only.err()).contains("taken away: more/old.rules").doesNotContain("still");
        assertThat(ran(0, "apply", "-f", "plant.rules", "--only").out()).contains(" 1 rule");
    }

    @Test
    void findingsOfAppliedFilesNameTheirPlace() throws IOException {
        Files.createDirectories(folder.resolve("bad"));
        Files.writeString(folder.resolve("bad/one.rules"), "type Tonk {\n  level : furlong\n}\n");
        TerminalDouble refused = ran(1, "apply", "-f", "bad");
        assertThat(refused.err()).contains("bad/one.rules:2:").contains(": error: ");
        assertThat(refused.err()).contains("nothing was changed");
        assertThat(refused.out()).isEmpty();
        assertThat(ran(1, "rule", "check", "bad").err()).contains("bad/one.rules:2:");
        assertThat(json(ran(1, "rule", "check", "--json", "bad/one.rules")).flag("accepted"))
                .isFalse();
        assertThat(ran(0, "rule", "check", "plant.rules").out()).contains("1 rule");
        assertThat(ran(74, "rule", "check", "missing.rules").err()).contains("there is no file");
        Files.createDirectories(folder.resolve("empty"));
        assertThat(ran(2, "apply", "-f", "empty").err()).contains("no files *.rules");
    }

    @Test
    void testsOfRulesRunWithoutAHub() throws IOException {
        String test = """

                test "stops a pump that flows too much"
                  p1 : Pump in hall3
                  at 5 s  p1.flow = 120 l/min
                  expect set p1.command = stop at 5 s by hot
                """;
        Files.writeString(folder.resolve("good-test.rules"), PLANT + test);
        assertThat(ran(0, "rule", "test", "good-test.rules").out())
                .contains("passed  stops a pump")
                .contains("1 test, all passed");
        Files.writeString(folder.resolve("bad-test.rules"), PLANT + test.replace("120", "20"));
        TerminalDouble failed = ran(1, "rule", "test", "bad-test.rules");
        assertThat(failed.err()).contains("bad-test.rules:15:").contains(": error: ");
        assertThat(json(ran(1, "rule", "test", "--json", "bad-test.rules")).integer("failed"))
                .isEqualTo(1);
    }

    @Test
    void subShowsWhatPubSends() throws IOException {
        ran(0, "pub", "-t", "s/kept", "-m", "kühl", "-r");
        assertThat(ran(0, "sub", "s/#", "-C", "1", "-v").out()).isEqualTo("s/kept kühl\n");
        JsonObject message = json(ran(0, "sub", "-t", "s/kept", "-C", "1", "--json"));
        assertThat(message.text("payload")).isEqualTo("kühl");

        Files.write(folder.resolve("bytes"), new byte[] {(byte) 0xFF, 0, 10});
        ran(0, "pub", "-t", "s/bytes", "-f", "bytes", "-r");
        assertThat(ran(0, "sub", "s/bytes", "-C", "1").out.toByteArray())
                .containsExactly(0xFF, 0, 10, '\n');

        ran(0, "one\ntwo\nlast".getBytes(UTF_8), "pub", "-t", "s/lines", "-l", "-r");
        assertThat(ran(0, "sub", "s/lines", "-C", "1").out()).isEqualTo("last\n");
        ran(0, "pub", "-t", "s/lines", "-n", "-r");
        assertThat(ran(0, "sub", "s/#", "-C", "2", "-v").out())
                .contains("s/kept ")
                .doesNotContain("s/lines");
    }

    @Test
    void tapsWhatIsPublishedAndSaysWhatItLeftOut() {
        ran(0, "pub", "-t", "tapped/a", "-m", "one", "-r");
        ran(0, "pub", "-t", "tapped/b", "-m", "two", "-r");
        assertThat(ran(0, "tap", "tapped/a", "-C", "1").out())
                .matches(
                        "(?s)\\d\\d:\\d\\d:\\d\\d\\.\\d{3} #\\d+ \\S+ -> tapped/a q0r 3 B {2}one\\n");
        TerminalDouble terminal = ran(0, "tap", "tapped/+", "--rate", "1", "--for", "1");
        assertThat(terminal.out().lines()).hasSize(1);
        assertThat(terminal.err()).contains("and 1 more");
        assertThat(ran(2, "tap", "--rate", "0").err()).contains("want 1 or more");
    }

    @Test
    void followsAMessage() throws InterruptedException {
        ran(0, "pub", "-t", "d/traced/up/flow", "-m", "4", "-q", "1");
        hub.awaitDecided();
        assertThat(ran(0, "trace", "traced").out())
                .contains("d/traced/up/flow", "read: traced.flow = 4");
        assertThat(ran(2, "trace").err()).contains("name a device");
    }

    @Test
    void subEndsWithItsTime() {
        TerminalDouble terminal = ran(1, "sub", "silent/#", "-C", "1", "-W", "1");
        assertThat(terminal.out()).isEmpty();
        assertThat(terminal.err()).isEmpty();
    }

    @Test
    void mistakesOfPublishersAreUsage() {
        assertThat(ran(2, "pub", "-t", "a/#", "-m", "x").err()).contains("without wildcards");
        assertThat(ran(2, "pub", "-t", "a", "-m", "x", "-q", "3").err()).contains("0, 1 or 2");
        assertThat(ran(77, "pub", "-t", "$SYS/a", "-m", "x").err()).contains("the hub's own");
        assertThat(ran(2, "pub", "-t", "a").err()).contains("Missing required argument");
        assertThat(ran(74, "pub", "-t", "a", "-f", "gone").err()).contains("no file gone");
        assertThat(ran(74, "pub", "-t", "a", "-f", ".").err()).contains("cannot read .:");
        assertThat(ran(2, "sub").err()).contains("which topics");
        assertThat(ran(2, "sub", "a#", "-C", "1").err()).contains("topic filter");
    }

    @Test
    void aDeviceThatOnlyPublishesGetsATypeOfItsOwn() throws IOException, InterruptedException {
        ran(0, "pub", "-t", "d/kiln-1/up/data", "-m", "{\"heat\":900,\"a-b\":1}");
        hub.awaitDecided();
        assertThat(ran(0, "device", "waiting").out()).contains("kiln-1  2 ");
        TerminalDouble proposal = ran(0, "type", "from", "kiln-1");
        assertThat(proposal.out()).isEqualTo("type Kiln {\n  heat : number\n}\n");
        assertThat(proposal.err()).contains("left out: a-b");
        Files.writeString(folder.resolve("kiln.rules"), proposal.out());
        ran(0, "apply", "-f", "kiln.rules");
        assertThat(ran(0, "device", "adopt", "kiln-1", "--type", "Kiln", "--place", "hall9")
                        .out())
                .contains("kiln-1 is a Kiln now, with heat");
        ran(0, "pub", "-t", "d/kiln-1/up/door", "-m", "true");
        hub.awaitDecided();
        assertThat(ran(0, "type", "adopt", "kiln-1").out())
                .contains("added to Kiln in")
                .contains("door");
        assertThat(ran(0, "type", "get", "Kiln").out()).contains("door : boolean");
        assertThat(ran(0, "type", "adopt", "kiln-1").out()).contains("nothing to add");
        assertThat(ran(0, "type", "list").out()).contains("Kiln");
        assertThat(ran(1, "type", "get", "Klin").err()).contains("did you mean 'Kiln'?");
        assertThat(ran(0, "device", "waiting").out()).doesNotContain("kiln-1");
        ran(0, "device", "delete", "kiln-1", "--yes");
    }

    @Test
    void devicesAreMarkedAndLookedFor() {
        ran(
                0,
                "device",
                "create",
                "s1",
                "--type",
                "Lamp",
                "--tag",
                "pilot",
                "--attribute",
                "fw=1.9");
        ran(0, "device", "create", "s2", "--type", "Lamp", "--attribute", "fw=1.10");
        assertThat(ran(0, "device", "list", "type:lamp", "fw<1.10").out())
                .contains("s1")
                .contains("pilot")
                .doesNotContain("s2");
        assertThat(ran(0, "device", "set", "s2", "--tag", "a", "--tag", "b").out())
                .contains("changed s2");
        ran(0, "device", "set", "s2", "--untag", "a", "--in", "attic", "--attribute", "fw=");
        assertThat(ran(0, "device", "get", "s2").out())
                .contains("in attic")
                .contains("tags b")
                .contains("offline")
                .doesNotContain("fw");
        assertThat(ran(0, "device", "list", "tpye:Lamp").err())
                .contains("did you mean 'type'?")
                .contains("no such devices");
        assertThat(ran(2, "device", "list", "type:lamp offline>1x").err()).contains("column 19");
        assertThat(ran(2, "device", "set", "s2").err()).contains("what is to change?");
        ran(0, "device", "delete", "s1", "--yes");
        ran(0, "device", "delete", "s2", "--yes");
    }
}
