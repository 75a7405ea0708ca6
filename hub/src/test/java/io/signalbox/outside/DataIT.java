package io.signalbox.outside;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The history as programs of others see it: curl, and a reader of Parquet from npm. */
@Timeout(180)
class DataIT {
    private static final Path NPM = Path.of("src/test/npm").toAbsolutePath();

    @TempDir
    Path folder;

    @Test
    void curlAsksInSql() {
        Programs.require("curl", "curl");
        try (HubProcess hub = HubProcess.start(folder.resolve("data"))) {
            fill(hub, 3);
            assertThat(sql(hub, "select sum(value), count(*) from readings where point = 'n'"))
                    .contains("\"rows\":[[3,3]]")
                    .endsWith(" 200");
            for (String hostile : List.of(
                    "select * from read_csv('/etc/passwd')",
                    "copy readings to '/tmp/x.csv'",
                    "drop table readings",
                    "select len(range(500000000))",
                    "select 1; select 2")) {
                assertThat(sql(hub, hostile)).contains("query-invalid").endsWith(" 400");
            }
            fill(hub, 3);
            assertThat(sql(hub, "select count(*) from readings where point = 'n'"))
                    .contains("\"rows\":[[6]]");
        }
    }

    @Test
    void whatBecameOfCommandsIsStillThereAfterAKill() throws IOException {
        Programs.require("curl", "curl");
        Path rules = Files.writeString(folder.resolve("fan.rules"), """
                type Fan {
                  speed : %   min 0 %   max 100 %   writable
                }
                """);
        String count = "select origin, state, value, count(*) from commands group by all";
        try (HubProcess hub = HubProcess.start(folder.resolve("data"))) {
            assertThat(hub.cli("apply", "-f", rules.toString()).exitCode()).isZero();
            assertThat(hub.cli("device", "create", "f1", "--type", "Fan").exitCode())
                    .isZero();
            assertThat(hub.cli("device", "command", "f1", "speed=30", "--no-wait")
                            .exitCode())
                    .isZero();
            hub.kill();
        }
        try (HubProcess hub = HubProcess.start(folder.resolve("data"))) {
            assertThat(sql(hub, count)).contains("[\"person:local\",\"queued\",30,1]");
        }
    }

    @Test
    void exportsAreReadByOthers() throws IOException {
        Programs.require("curl", "curl");
        try (HubProcess hub = HubProcess.start(folder.resolve("data"))) {
            fill(hub, 1000);
            String csv = curl(
                    "-f", "http://127.0.0.1:" + hub.httpPort() + "/api/v1/data/export?point=n");
            assertThat(csv.lines()).hasSize(1001);
            Path file = folder.resolve("all.parquet");
            HubProcess.Result export = hub.cli("data", "export", file.toString());
            assertThat(export.exitCode()).as(export.err()).isZero();
            assertThat(export.err()).contains("2000 readings");
            assertThat(folder.resolve("data/history/export")).isEmptyDirectory();
            if (readerIsInstalled()) {
                List<String> rows = Programs.run(
                                "node", NPM.resolve("parquet.js").toString(), file.toString())
                        .out()
                        .lines()
                        .toList();
                assertThat(rows).hasSize(2000);
                assertThat(rows.getFirst())
                        .contains("\"device\":\"p1\"", "\"point\":\"n\"", "\"value\":0,")
                        .contains("\"quality\":\"good\"", "\"ts\":\"20");
                assertThat(rows.getLast()).contains("\"value\":null,\"text\":\"=w999\"");
            }
        }
    }

    @Test
    void anExportImportedElsewhereIsTheSame() throws IOException {
        Programs.require("curl", "curl");
        Path csv = folder.resolve("all.csv");
        Path json = folder.resolve("all.jsonl");
        try (HubProcess hub = HubProcess.start(folder.resolve("data"))) {
            fill(hub, 2000);
            hub.cli("data", "export", csv.toString());
            hub.cli("data", "export", json.toString());
        }
        for (Path file : List.of(csv, json)) {
            Path other = folder.resolve("other-" + file.getFileName());
            try (HubProcess hub = HubProcess.start(other)) {
                assertThat(hub.cli("data", "import", file.toString()).exitCode())
                        .isZero();
                hub.kill();
            }
            try (HubProcess hub = HubProcess.start(other)) {
                assertThat(hub.cli("data", "import", file.toString()).exitCode())
                        .isZero();
                assertThat(withoutSequence(hub.cli("data", "export", "-").out()))
                        .hasSize(4001)
                        .isEqualTo(withoutSequence(Files.readString(csv)));
            }
        }
    }

    private static List<String> withoutSequence(String csv) {
        return csv.lines()
                .map(line -> line.replaceFirst(",\\d+,(\\d{4}-[^,]*)$", ",$1"))
                .sorted()
                .toList();
    }

    private static boolean readerIsInstalled() {
        boolean installed = Files.isDirectory(NPM.resolve("node_modules/hyparquet"));
        if (!installed && System.getenv("CI") == null) {
            System.out.println("skipped: hyparquet is not installed; run npm ci in " + NPM);
            Assumptions.abort("hyparquet is not installed");
        }
        assertThat(installed).as("hyparquet must be installed in CI").isTrue();
        return true;
    }

    /** One message for each number, with a word beside it. */
    private static void fill(HubProcess hub, int count) {
        StringBuilder batch = new StringBuilder("[");
        for (int i = 0; i < count; i++) {
            batch.append(i == 0 ? "" : ",")
                    .append("{\"n\":")
                    .append(i)
                    .append(",\"w\":\"=w")
                    .append(i)
                    .append("\"}");
        }
        String answer = curl(
                "-f",
                "--json",
                batch.append(']').toString(),
                "http://127.0.0.1:" + hub.httpPort() + "/api/v1/devices/p1/readings");
        assertThat(answer).contains("\"durable\":true");
    }

    private static String sql(HubProcess hub, String statement) {
        return curl(
                "-w",
                " %{http_code}",
                "--json",
                "{\"sql\":\"" + statement + "\"}",
                "http://127.0.0.1:" + hub.httpPort() + "/api/v1/data/sql");
    }

    private static String curl(String... arguments) {
        String[] command = new String[arguments.length + 2];
        command[0] = "curl";
        command[1] = "-s";
        System.arraycopy(arguments, 0, command, 2, arguments.length);
        return Programs.run(command).out();
    }
}
