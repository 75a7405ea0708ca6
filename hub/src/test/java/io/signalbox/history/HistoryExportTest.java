package io.signalbox.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

class HistoryExportTest {
    @TempDir
    Path folder;

    private RecordedPlant plant;
    private History history;

    @BeforeEach
    void open() throws Exception {
        plant = new RecordedPlant(folder);
        history = plant.start();
    }

    @AfterEach
    void close() {
        history.close();
        plant.close();
    }

    private List<String> lines(String format, String device) throws Exception {
        ExportQuestion question = ExportQuestion.parse(format, device, null, null, null, 0);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (HistoryExport.Export export = new HistoryExport(history).begin(question)) {
            export.writeTo(out);
        }
        return out.toString(UTF_8).lines().toList();
    }

    @Test
    void valuesKeepTheirKindAndDigits() throws Exception {
        plant.publish("d/p1/up/all", "{\"a\":0.1,\"b\":2.5,\"c\":1e300,\"d\":-5,\"e\":true}");

        assertThat(lines("csv", "p1"))
                .containsExactly(
                        "device,point,ts,value,text,quality,seq,received",
                        "p1,a,2025-06-15T15:06:41.000Z,0.1,,good,1,2025-06-15T15:06:41.000Z",
                        "p1,b,2025-06-15T15:06:41.000Z,2.5,,good,1,2025-06-15T15:06:41.000Z",
                        "p1,c,2025-06-15T15:06:41.000Z,1.0E300,,good,1,2025-06-15T15:06:41.000Z",
                        "p1,d,2025-06-15T15:06:41.000Z,-5,,good,1,2025-06-15T15:06:41.000Z",
                        "p1,e,2025-06-15T15:06:41.000Z,1,true,good,1,2025-06-15T15:06:41.000Z");
        assertThat(lines("json", "p1").getFirst())
                .isEqualTo("{\"device\":\"p1\",\"point\":\"a\","
                        + "\"ts\":\"2025-06-15T15:06:41.000Z\",\"value\":0.1,\"quality\":\"good\","
                        + "\"seq\":1,\"received\":\"2025-06-15T15:06:41.000Z\"}");
    }

    @Test
    void row78WordsThatASpreadsheetWouldRunAreHarmless() throws Exception {
        for (String word : List.of("=cmd()", "+1", "-1", "@x", "'x", "a,\\\"b\\\"", "a\\nb", "")) {
            plant.publish("d/p1/up/all", "{\"w\":\"" + word + "\"}");
        }
        ExportQuestion question = ExportQuestion.parse("csv", "p1", null, null, null, 0);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (HistoryExport.Export export = new HistoryExport(history).begin(question)) {
            export.writeTo(out);
        }
        assertThat(out.toString(UTF_8))
                .contains(",'=cmd(),", ",'+1,", ",'-1,", ",'@x,", ",''x,", ",\"a,\"\"b\"\"\",")
                .contains(",\"a\nb\",", ",\"\",good");
    }

    @Test
    void isInTheOrderOfArrivalAndWhole() throws Exception {
        for (int i = 0; i < 300; i++) {
            plant.publish("d/p" + i % 2 + "/up/n", "" + i);
            plant.publish("d/p" + i % 2 + "/up/other", "x");
        }
        List<String> lines = lines("csv", "p1");
        assertThat(lines).hasSize(301);
        assertThat(lines.get(1)).contains("p1,n,").contains(",1,,good,3,");
        assertThat(lines.getLast()).contains("p1,other,");
        assertThat(lines("json", "nobody")).isEmpty();
    }

    @Test
    void parquetIsWrittenBesideAndDeleted() throws Exception {
        plant.publish("d/p1/up/flow", "1");
        ExportQuestion question = ExportQuestion.parse("parquet", "it's", null, "-1h", "now", 1);
        HistoryExport exports = new HistoryExport(history);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (HistoryExport.Export export = exports.begin(question)) {
            assertThat(export.rows()).isZero();
            export.writeTo(out);
            assertThat(out.toByteArray()).startsWith('P', 'A', 'R', '1');
            assertThat(out.size()).isEqualTo((int) export.bytes().orElseThrow());
            SqlStopped second = catchThrowableOfType(
                    SqlStopped.class, () -> exports.begin(question).close());
            assertThat(second.limit()).isEqualTo(SqlStopped.Limit.TURN);
        }
        exports.begin(question).close();
        try (Stream<Path> left = Files.list(plant.history().resolve("export"))) {
            assertThat(left).isEmpty();
        }
    }
}
