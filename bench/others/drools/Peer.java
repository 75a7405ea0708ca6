package peer;

import com.sun.management.OperatingSystemMXBean;

import org.kie.api.KieServices;
import org.kie.api.conf.EventProcessingOption;
import org.kie.api.io.ResourceType;
import org.kie.api.runtime.KieSession;
import org.kie.api.runtime.KieSessionConfiguration;
import org.kie.api.runtime.conf.ClockTypeOption;
import org.kie.api.runtime.rule.FactHandle;
import org.kie.internal.utils.KieHelper;

import java.lang.management.ManagementFactory;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * Drools beside the rules of bench/rules: ten limits, or a limit that has to be passed for 20 s, for
 * each of many pumps. A pump is a fact whose one changed property is told; then rules fire.
 */
public final class Peer {
    private static final String[] POINTS = {"flow", "bearing", "pressure", "level", "speed"};
    private static final double[] MIDDLES = {20, 50, 4, 2, 1500};
    private static final int VALUES = 4096;

    /** What a pump reported last. */
    public static final class Pump {
        private final double[] values = MIDDLES.clone();

        public double getFlow() {
            return values[0];
        }

        public double getBearing() {
            return values[1];
        }

        public double getPressure() {
            return values[2];
        }

        public double getLevel() {
            return values[3];
        }

        public double getSpeed() {
            return values[4];
        }
    }

    private Peer() {}

    /** {@code stateless|dwell PUMPS}. */
    public static void main(String[] arguments) {
        boolean dwell = arguments[0].equals("dwell");
        int pumps = Integer.parseInt(arguments[1]);
        StringBuilder rules = new StringBuilder("import " + Pump.class.getCanonicalName() + ";\n");
        if (dwell) {
            rules.append("rule low timer(int: 20s) when Pump(flow < 10) then end\n");
        } else {
            for (int i = 0; i < POINTS.length; i++) {
                rules.append("rule low" + i + " when Pump(" + POINTS[i] + " < " + MIDDLES[i] / 2
                        + ") then end\n");
                rules.append("rule high" + i + " when Pump(" + POINTS[i] + " > " + MIDDLES[i] * 2
                        + ") then end\n");
            }
        }
        KieSessionConfiguration terms = KieServices.get().newKieSessionConfiguration();
        terms.setOption(ClockTypeOption.PSEUDO);
        KieSession session = new KieHelper()
                .addContent(rules.toString(), ResourceType.DRL)
                .build(EventProcessingOption.STREAM)
                .newKieSession(terms, null);
        new Run(session, pumps).all();
    }

    private static final class Run {
        private final KieSession session;
        private final org.kie.api.time.SessionPseudoClock clock;
        private final Pump[] pumps;
        private final FactHandle[] handles;
        private final double[][] values = new double[POINTS.length][VALUES];
        private long sent;
        private long millis;

        Run(KieSession session, int number) {
            this.session = session;
            clock = session.getSessionClock();
            pumps = new Pump[number];
            handles = new FactHandle[number];
            for (int i = 0; i < number; i++) {
                pumps[i] = new Pump();
                handles[i] = session.insert(pumps[i]);
            }
            Random random = new Random(42);
            for (int point = 0; point < POINTS.length; point++) {
                for (int i = 0; i < VALUES; i++) {
                    double noise = 1 + (random.nextDouble() - 0.5) / 10;
                    values[point][i] = MIDDLES[point] * noise * (i % 1000 == 999 ? 0.4 : 1);
                }
            }
        }

        void all() {
            int round = 20 * pumps.length;
            for (int i = 0; i < 5; i++) {
                report(round);
            }
            OperatingSystemMXBean system =
                    (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
            long begin = system.getProcessCpuTime();
            for (int i = 0; i < 25; i++) {
                report(round);
            }
            System.out.printf("%.0f%n", 25.0 * round * 1e9 / (system.getProcessCpuTime() - begin));
        }

        private void report(int readings) {
            for (int i = 0; i < readings; i++) {
                int pump = (int) (sent * 7919 % pumps.length);
                int point = (int) (sent / pumps.length % POINTS.length);
                long now = sent * 10_000 / (pumps.length * (long) POINTS.length);
                if (now > millis) {
                    clock.advanceTime(now - millis, TimeUnit.MILLISECONDS);
                    millis = now;
                }
                pumps[pump].values[point] =
                        values[point][(int) (sent++ * 0x9E3779B97F4A7C15L >>> 52)];
                session.update(handles[pump], pumps[pump], POINTS[point]);
                session.fireAllRules();
            }
        }
    }
}
