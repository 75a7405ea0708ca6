package peer;

import com.sun.management.OperatingSystemMXBean;

import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.cep.CEP;
import org.apache.flink.cep.functions.PatternProcessFunction;
import org.apache.flink.cep.pattern.Pattern;
import org.apache.flink.cep.pattern.conditions.SimpleCondition;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.util.Collector;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Flink CEP beside the rules of bench/rules: ten limits, or a limit that has to be passed for 20 s,
 * for each of many pumps, in event time, in one process and one slot.
 */
public final class Peer {
    private static final double[] MIDDLES = {20, 50, 4, 2, 1500};

    /** One value of one point of one pump. */
    public static final class Reading {
        public int pump;
        public int point;
        public double value;
        public long millis;

        public Reading() {}

        Reading(long sent, int pumps) {
            pump = (int) (sent * 7919 % pumps);
            point = (int) (sent / pumps % MIDDLES.length);
            millis = sent * 10_000 / (pumps * (long) MIDDLES.length);
            long chance = sent * 0x9E3779B97F4A7C15L >>> 52;
            value = MIDDLES[point] * (0.95 + chance / 40960.0) * (chance % 1000 == 999 ? 0.4 : 1);
        }
    }

    private static final class Said extends PatternProcessFunction<Reading, Integer> {
        @Override
        public void processMatch(
                Map<String, List<Reading>> match, Context context, Collector<Integer> out) {
            out.collect(match.values().iterator().next().getFirst().pump);
        }
    }

    private Peer() {}

    /** {@code stateless|dwell PUMPS}. */
    public static void main(String[] arguments) throws Exception {
        boolean dwell = arguments[0].equals("dwell");
        int pumps = Integer.parseInt(arguments[1]);
        long few = 20L * pumps;
        long many = (dwell ? 600L : 200L) * pumps;
        seconds(dwell, pumps, few);
        double beginning = seconds(dwell, pumps, few);
        System.out.printf("%.0f%n", (many - few) / (seconds(dwell, pumps, many) - beginning));
    }

    private static double seconds(boolean dwell, int pumps, long readings) throws Exception {
        StreamExecutionEnvironment environment =
                StreamExecutionEnvironment.createLocalEnvironment(1);
        environment.getConfig().enableObjectReuse();
        DataStream<Reading> all = environment
                .fromSequence(0, readings - 1)
                .map(sent -> new Reading(sent, pumps))
                .returns(Types.POJO(Reading.class))
                .assignTimestampsAndWatermarks(WatermarkStrategy.<Reading>forMonotonousTimestamps()
                        .withTimestampAssigner((reading, before) -> reading.millis));
        if (dwell) {
            double limit = MIDDLES[0] / 2;
            add(
                    of(all, 0),
                    Pattern.<Reading>begin("low")
                            .where(SimpleCondition.of(r -> r.value < limit))
                            .notFollowedBy("high")
                            .where(SimpleCondition.of(r -> r.value >= limit))
                            .within(Duration.ofSeconds(20)));
        } else {
            for (int point = 0; point < MIDDLES.length; point++) {
                double low = MIDDLES[point] / 2;
                double high = MIDDLES[point] * 2;
                add(
                        of(all, point),
                        Pattern.<Reading>begin("low")
                                .where(SimpleCondition.of(r -> r.value < low)));
                add(
                        of(all, point),
                        Pattern.<Reading>begin("high")
                                .where(SimpleCondition.of(r -> r.value > high)));
            }
        }
        OperatingSystemMXBean system =
                (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long begin = system.getProcessCpuTime();
        environment.execute();
        return (system.getProcessCpuTime() - begin) / 1e9;
    }

    private static KeyedStream<Reading, Integer> of(DataStream<Reading> all, int point) {
        return all.filter(reading -> reading.point == point).keyBy(reading -> reading.pump);
    }

    private static void add(KeyedStream<Reading, Integer> readings, Pattern<Reading, ?> pattern) {
        CEP.pattern(readings, pattern).process(new Said()).sinkTo(new DiscardingSink<>());
    }
}
