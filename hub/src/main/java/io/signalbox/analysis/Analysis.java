package io.signalbox.analysis;

import io.signalbox.language.Checked;
import io.signalbox.language.Findings;
import io.signalbox.language.Language;
import io.signalbox.language.Program;
import io.signalbox.language.Source;

import java.util.List;

/**
 * Everything that is said of files before they go live: what {@link Language} refuses, and beyond
 * that what the rules of an accepted program do to each other.
 *
 * <p>Nothing here refuses a program: one that stands in the journal was accepted, and stays so
 * however much a later version knows.
 */
public final class Analysis {
    private Analysis() {}

    /** Reads and checks all files together. */
    public static Checked check(List<Source> sources) {
        Checked checked = Language.check(sources);
        return checked.program().map(program -> advised(checked, program)).orElse(checked);
    }

    private static Checked advised(Checked checked, Program program) {
        Findings findings = new Findings();
        checked.findings().forEach(findings::add);
        Phases.Table phases = new Phases.Table();
        List<Actuator> actuators = Actuator.of(program);
        new SenseCheck(phases, findings).check(program);
        new ConflictCheck(phases, findings).check(actuators);
        new LoopCheck(phases, findings).check(program);
        new VetoCheck(phases, findings).check(program, actuators);
        new ShadowCheck(phases, findings).check(actuators);
        new TimingCheck(findings).check(program);
        new ClockCheck(findings).check(program);
        new EventCheck(findings).check(program);
        new TextCheck(findings).check(program);
        new TestedCheck(findings).check(program);
        return new Checked(checked.program(), findings.sorted(program.sources()));
    }
}
