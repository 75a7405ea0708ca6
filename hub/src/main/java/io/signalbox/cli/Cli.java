package io.signalbox.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Set;

/**
 * The command line as a whole: finds the sub-command, runs it, and turns what goes wrong into a
 * sentence and an exit code. A mistake of the user never shows a stack trace.
 */
public final class Cli {
    /** What other programs call it, here done without a word. */
    private static final Set<String> STARTING = Set.of("run", "start", "serve", "server", "hub");

    private final Terminal terminal;
    private final ServerStarter server;
    private final DemoStarter demo;

    public Cli(Terminal terminal, ServerStarter server, DemoStarter demo) {
        this.terminal = terminal;
        this.server = server;
        this.demo = demo;
    }

    /** Runs one command line and returns the exit code of the process. */
    public int run(String... arguments) {
        int code = commandLine().execute(arguments);
        if (!terminal.output().flush()) {
            IOException fault = terminal.output().fault();
            if (fault != null) {
                say("cannot write to the standard output: " + fault.getMessage());
                return Exit.IO.code();
            }
        }
        return code;
    }

    private CommandLine commandLine() {
        var root = new SignalboxCommand(terminal, server);
        var hub = new RunningHub(terminal, root);
        var line = new CommandLine(root)
                .addSubcommand(new DemoCommand(root, demo))
                .addSubcommand(new StatusCommand(hub))
                .addSubcommand(new PublishCommand(hub))
                .addSubcommand(new SubscribeCommand(hub))
                .addSubcommand(new TapCommand(hub))
                .addSubcommand(new BenchCommand(hub))
                .addSubcommand(new ApplyCommand(hub))
                .addSubcommand(new ExportCommand(hub))
                .addSubcommand(new CommandLine(new RuleCommand())
                        .addSubcommand(new CheckCommand(terminal))
                        .addSubcommand(new JsonCommand(terminal))
                        .addSubcommand(new TextCommand(terminal))
                        .addSubcommand(new RuleTestCommand(terminal))
                        .addSubcommand(new FormatCommand(terminal))
                        .addSubcommand(new RuleBacktest(hub))
                        .addSubcommand(new LanguageServerCommand(terminal))
                        .addSubcommand(new RuleDecisions(hub))
                        .addSubcommand(new ImportCommand(terminal)))
                .addSubcommand(new CommandLine(new DeviceCommand())
                        .addSubcommand(new DeviceCommand.Create(hub))
                        .addSubcommand(new DeviceCommand.ListAll(hub))
                        .addSubcommand(new DeviceCommand.Get(hub))
                        .addSubcommand(new DeviceSetCommand(hub))
                        .addSubcommand(new DeviceAdoptCommand.Waiting(hub))
                        .addSubcommand(new DeviceAdoptCommand(hub))
                        .addSubcommand(new OrderCommand(hub))
                        .addSubcommand(new DeviceCommand.Delete(hub)))
                .addSubcommand(new CommandLine(new TypeCommand())
                        .addSubcommand(new TypeCommand.ListAll(hub))
                        .addSubcommand(new TypeCommand.Get(hub))
                        .addSubcommand(new TypeCommand.From(hub))
                        .addSubcommand(new TypeCommand.Adopt(hub)))
                .addSubcommand(new CommandLine(new DataCommand())
                        .addSubcommand(new DataCommand.Query(hub))
                        .addSubcommand(new DataCommand.Sql(hub))
                        .addSubcommand(new DataExport(hub))
                        .addSubcommand(new DataImport(hub))
                        .addSubcommand(new DataVerify(hub)))
                .addSubcommand(withTimes(new WhyCommand(hub)))
                .addSubcommand(new TraceCommand(hub))
                .addSubcommand(withTimes(new WhyNotCommand(hub)))
                .addSubcommand(new CommandLine(new AlarmCommand())
                        .addSubcommand(new AlarmCommand.ListAll(hub))
                        .addSubcommand(new AlarmHistory(hub))
                        .addSubcommand(new AlarmCommand.Acknowledge(hub))
                        .addSubcommand(new AlarmCommand.Shelve(hub))
                        .addSubcommand(new AlarmCommand.Unshelve(hub)))
                .addSubcommand(new CommandLine(new NoticeCommand())
                        .addSubcommand(new NoticeCommand.ListAll(hub))
                        .addSubcommand(new NoticeCommand.Test(hub))
                        .addSubcommand(new NoticeCommand.Again(hub)))
                .addSubcommand(new CommandLine(new CommandCommand())
                        .addSubcommand(new CommandCommand.ListAll(hub))
                        .addSubcommand(new CommandCommand.Release(hub)))
                .addSubcommand(new CompletionCommand(terminal))
                .addSubcommand(new VersionCommand(terminal));
        line.setOut(new PrintWriter(terminal.out(), true, UTF_8));
        line.setErr(new PrintWriter(terminal.err(), true, UTF_8));
        line.setColorScheme(
                CommandLine.Help.defaultColorScheme(terminal.colour() ? Ansi.ON : Ansi.OFF));
        line.setUsageHelpWidth(100);
        line.setExecutionStrategy(Cli::execute);
        line.setParameterExceptionHandler(this::usageMistake);
        line.setExecutionExceptionHandler(this::failed);
        return line;
    }

    /** A command with a time behind its words: {@code -2h} is no option. */
    private static CommandLine withTimes(Object command) {
        return new CommandLine(command).setUnmatchedOptionsArePositionalParams(true);
    }

    /** Help is all that is done: what else was said is refused rather than left undone. */
    private static int execute(ParseResult parsed) {
        ParseResult last = parsed;
        while (last.hasSubcommand()) {
            last = last.subcommand();
        }
        if (last.isUsageHelpRequested() && !last.unmatched().isEmpty()) {
            throw new ParameterException(
                    last.commandSpec().commandLine(),
                    "-h shows help and takes no '"
                            + Table.plain(last.unmatched().getFirst())
                            + "'; which hub is meant, --data says");
        }
        return new CommandLine.RunLast().execute(parsed);
    }

    private int usageMistake(ParameterException mistake, String[] arguments) {
        StringBuilder text = new StringBuilder();
        if (mistake instanceof UnmatchedArgumentException unmatched) {
            String found = unmatched.getUnmatched().getFirst();
            text.append(found.startsWith("-") ? "there is no option '" : "what is '")
                    .append(Table.plain(found))
                    .append(found.startsWith("-") ? "' here" : "'?");
            List<String> suggestions = unmatched.getSuggestions();
            if (STARTING.contains(found)) {
                text.append(" the hub runs with 'signalbox' alone");
            } else if (!suggestions.isEmpty()) {
                text.append(" did you mean '").append(suggestions.getFirst()).append("'?");
            }
        } else {
            text.append(mistake.getMessage());
        }
        text.append(" (")
                .append(mistake.getCommandLine().getCommandSpec().qualifiedName())
                .append(" -h shows what there is)");
        say(text.toString());
        return Exit.USAGE.code();
    }

    private int failed(Exception problem, CommandLine line, ParseResult parsed) throws Exception {
        return switch (problem) {
            case CommandFailure failure -> {
                say(failure.sentence());
                yield failure.exit().code();
            }
            case UncheckedIOException e -> {
                say(String.valueOf(e.getMessage()));
                yield Exit.IO.code();
            }
            case IOException e -> {
                say(String.valueOf(e.getMessage()));
                yield Exit.IO.code();
            }
            default -> throw problem;
        };
    }

    private void say(String text) {
        terminal.err().println("signalbox: " + text);
    }
}
