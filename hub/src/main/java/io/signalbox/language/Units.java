package io.signalbox.language;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The units that may be written, by the names that UCUM prints where those are what people write.
 *
 * <p>Each line of the table: what is measured; its dimension; units with their size in coherent
 * base units, {@code a/b} for a fraction and {@code +c} for a scale that starts elsewhere.
 */
final class Units {
    private static final String TABLE = """
            number; 1; 1 1; % 1/100; ‰ 1/1000; ppm 1/1000000; ppb 1/1000000000
            angle; rad; rad 1; ° 3.14159265358979323846/180; deg 3.14159265358979323846/180
            time; s; s 1; ms 1/1000; µs 1/1000000; min 60; h 3600; d 86400; week 604800
            length; m; m 1; µm 1/1000000; mm 1/1000; cm 1/100; km 1000; inch 0.0254; ft 0.3048
            length; m; mi 1609.344; nmi 1852
            area; m2; m2 1; mm2 1/1000000; cm2 1/10000; ha 10000; km2 1000000
            volume; m3; m3 1; l 1/1000; L 1/1000; ml 1/1000000; hl 1/10; cm3 1/1000000
            mass; kg; kg 1; g 1/1000; mg 1/1000000; t 1000; lb 0.45359237
            speed; m.s-1; m/s 1; mm/s 1/1000; m/min 1/60; km/h 1/3.6; mph 0.44704; kn 1852/3600
            acceleration; m.s-2; m/s2 1; mm/s2 1/1000; g0 9.80665
            frequency; s-1; Hz 1; kHz 1000; MHz 1000000; GHz 1000000000
            frequency; s-1; 1/s 1; rpm 1/60; 1/min 1/60; 1/h 1/3600; 1/d 1/86400
            force; kg.m.s-2; N 1; kN 1000
            pressure; kg.m-1.s-2; Pa 1; hPa 100; kPa 1000; MPa 1000000; bar 100000; mbar 100
            pressure; kg.m-1.s-2; psi 6894.757293168; mmHg 133.322387415; atm 101325
            energy; kg.m2.s-2; J 1; kJ 1000; MJ 1000000; GJ 1000000000
            energy; kg.m2.s-2; Wh 3600; kWh 3600000; MWh 3600000000; GWh 3600000000000; kcal 4184
            power; kg.m2.s-3; W 1; mW 1/1000; kW 1000; MW 1000000; GW 1000000000
            power; kg.m2.s-3; VA 1; kVA 1000; var 1; kvar 1000
            current; A; A 1; mA 1/1000; µA 1/1000000; kA 1000
            charge; A.s; Ah 3600; mAh 3.6
            voltage; kg.m2.s-3.A-1; V 1; mV 1/1000; kV 1000
            resistance; kg.m2.s-3.A-2; Ω 1; Ohm 1; kΩ 1000; MΩ 1000000
            conductivity; kg-1.m-3.s3.A2; S/m 1; mS/cm 1/10; µS/cm 1/10000
            temperature; K; K 1; °C 1+273.15; °F 5/9+459.67
            temperature change; K.s-1; K/s 1; K/min 1/60; K/h 1/3600
            volume flow; m3.s-1; m3/s 1; m3/h 1/3600; m3/d 1/86400; l/s 1/1000; l/min 1/60000
            volume flow; m3.s-1; l/h 1/3600000; ml/min 1/60000000
            mass flow; kg.s-1; kg/s 1; g/s 1/1000; kg/min 1/60; kg/h 1/3600; t/h 1/3.6
            density; kg.m-3; kg/m3 1; g/l 1; g/m3 1/1000; mg/l 1/1000; mg/m3 1/1000000
            density; kg.m-3; µg/m3 1/1000000000
            irradiance; kg.s-3; W/m2 1; kW/m2 1000
            illuminance; cd.rad2.m-2; lx 1; klx 1000
            amount; mol; mol 1; mmol 1/1000
            data; bit; bit 1; kbit 1000; B 8; kB 8000; MB 8000000; GB 8000000000
            data rate; bit.s-1; bit/s 1; kbit/s 1000; Mbit/s 1000000; Gbit/s 1000000000
            sound level; dB; dB 1
            signal level; dBm; dBm 1
            acidity; pH; pH 1
            """;

    private static final Map<String, Unit> BY_SYMBOL = new LinkedHashMap<>();
    private static final Map<Dimension, String> NAMES = new LinkedHashMap<>();

    static {
        for (String line : TABLE.lines().toList()) {
            String[] cells = line.split("; ", -1);
            Dimension dimension = Dimension.parse(cells[1]);
            NAMES.putIfAbsent(dimension, cells[0]);
            for (int i = 2; i < cells.length; i++) {
                Unit unit = unit(cells[i], dimension);
                BY_SYMBOL.put(unit.symbol(), unit);
            }
        }
    }

    private Units() {}

    private static Unit unit(String cell, Dimension dimension) {
        String[] words = cell.split(" ", -1);
        String[] offset = words[1].split("\\+", -1);
        String[] fraction = offset[0].split("/", -1);
        return new Unit(
                words[0],
                dimension,
                new BigDecimal(fraction[0]),
                new BigDecimal(fraction.length > 1 ? fraction[1] : "1"),
                new BigDecimal(offset.length > 1 ? offset[1] : "0"));
    }

    /** The unit of that symbol; {@code u} and the Greek letter stand for {@code µ} too. */
    static Optional<Unit> of(String symbol) {
        Unit unit = BY_SYMBOL.get(symbol.replace('\u03BC', '\u00B5'));
        if (unit == null && symbol.startsWith("u")) {
            unit = BY_SYMBOL.get("\u00B5" + symbol.substring(1));
        }
        return Optional.ofNullable(unit);
    }

    /** A unit that people write for this dimension; the coherent one if there is none. */
    static Unit sample(Dimension dimension) {
        return BY_SYMBOL.values().stream()
                .filter(unit -> unit.dimension().equals(dimension))
                .findFirst()
                .orElse(Unit.coherent(dimension));
    }

    static Set<String> symbols() {
        return BY_SYMBOL.keySet();
    }

    /** What the dimension is called: "volume flow"; its base units if it has no name. */
    static String name(Dimension dimension) {
        String name = NAMES.get(dimension);
        return name == null ? "a quantity in " + dimension : name;
    }
}
