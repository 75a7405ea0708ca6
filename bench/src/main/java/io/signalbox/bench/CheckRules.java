package io.signalbox.bench;

import io.signalbox.analysis.Analysis;
import io.signalbox.language.Checked;
import io.signalbox.language.Finding;
import io.signalbox.language.Language;
import io.signalbox.language.Source;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Checks a program of many rules, again and again: what somebody waits for who saves a file. */
public final class CheckRules {
    private static final int RULES_OF_A_TYPE = 100;

    private CheckRules() {}

    /** {@code NUMBER [TIMES]}: rules, and how often they are checked. */
    public static void main(String[] arguments) {
        int number = Integer.parseInt(arguments[0]);
        int times = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5;
        List<Source> sources = List.of(new Source("plant.rules", program(number)));
        System.out.println(
                number + " rules, " + sources.getFirst().text().length() / 1024 + " KiB");
        for (int i = 1; i <= times; i++) {
            long start = System.nanoTime();
            Checked accepted = Language.check(sources);
            long between = System.nanoTime();
            Checked checked = Analysis.check(sources);
            long end = System.nanoTime();
            System.out.printf(
                    "run %d: accepted in %d ms, all of it in %d ms: %s%n",
                    i,
                    (between - start) / 1_000_000,
                    (end - between) / 1_000_000,
                    accepted.accepted() ? counts(checked) : accepted.findings());
        }
    }

    private static Map<String, Long> counts(Checked checked) {
        return checked.findings().stream()
                .filter(finding -> finding.kind() == Finding.Kind.WARNING)
                .filter(finding -> !finding.code().isEmpty())
                .collect(Collectors.groupingBy(Finding::code, TreeMap::new, Collectors.counting()));
    }

    /** Types of a hundred rules each; every tenth type has two rules that conflict, and a loop. */
    static String program(int rules) {
        StringBuilder text = new StringBuilder();
        for (int type = 0; type * RULES_OF_A_TYPE < rules; type++) {
            int own = Math.min(RULES_OF_A_TYPE, rules - type * RULES_OF_A_TYPE);
            text.append(declaration(type));
            for (int i = 0; i < own; i++) {
                boolean planted = type % 10 == 0 && i == own - 1;
                text.append(planted ? fight(type) : rule(type, i));
            }
        }
        return text.toString();
    }

    private static String declaration(int type) {
        return """
                type Machine%1$d in Hall {
                  state   : running | stopped | fault  every 10 s
                  temp    : °C     every 1 s
                  inlet   : bar    every 1 s
                  outlet  : bar    every 1 s
                  flow    : l/min  every 1 s   min 0 l/min
                  power   : kW     every 10 s
                  step    : integer
                  guarded : boolean
                  speed   : rpm    writable  max 3000 rpm  affects flow up, temp up
                  heater  : on | off  writable  affects temp up by on, temp down by off
                  valve   : open | closed  writable
                  command : start | stop | reset  writable  confirm state
                }
                interlock guard%1$d for each Machine%1$d m
                  never m.command = start while m.guarded is not true or m.inlet < 0.2 bar
                  force m.command = stop
                test "machine %1$d stops"
                  m1 : Machine%1$d
                  at 0 s   m1.state = running, m1.flow = 0 l/min
                  at 30 s  m1.flow = 0 l/min
                  expect no alarm critical on m1 before 1 s
                """.formatted(type);
    }

    private static String rule(int type, int i) {
        String head = "rule r%d_%d \"Rule %d\" for each Machine%d m".formatted(type, i, i, type);
        return head
                + switch (i % 5) {
                    case 0 -> """
                              as protection  priority %d
                              when (m.state is running and m.flow < %d l/min) for 20 s
                              clear when m.flow > %d l/min for 10 s or m.state is not running
                              then set m.command = stop  expires in 1 min  confirm within 20 s
                                   alarm critical "{m} runs dry: {m.flow}"
                            """.formatted(i % 100, 5 + i, 8 + i);
                    case 1 -> """

                              when m.step = %d and avg(m.temp, 15 min) > %d °C
                              then set m.valve = %s  expires in 5 min
                            """.formatted(i, 60 + i % 7, i % 2 == 0 ? "open" : "closed");
                    case 2 -> """
                              as comfort
                              when m.temp < %d °C and m.step = %d
                              clear when m.temp > 22 °C or m.step != %d
                              then set m.heater = on  expires in 1 h
                            """.formatted(18, i, i);
                    case 3 -> """

                              when m.outlet - m.inlet < %d mbar and m.state is running or m.power > %d kW for 1 min
                              then alarm major "{m}: {m.power}"
                            """.formatted(100 + i, 50 + i);
                    default -> """

                              when m.state becomes fault not followed by m.power < %d kW within 20 s
                              clear when m.state is stopped
                              then alarm minor "{m} has a fault"
                            """.formatted(5 + i);
                };
    }

    private static String fight(int type) {
        return """
                rule cool%1$d for each Machine%1$d m  as comfort
                  when m.temp < 19 °C and m.step = 2
                  then set m.heater = off  expires in 1 h
                """.formatted(type);
    }
}
