package io.signalbox.cli;

import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code signalbox completion SHELL}. */
@Command(
        name = "completion",
        description = "Prints a script that completes commands and options in a shell.",
        footer = {
            "",
            "Examples:",
            "  source <(signalbox completion bash)     for this shell",
            "  signalbox completion bash > /etc/bash_completion.d/signalbox",
            "  signalbox completion zsh >> ~/.zshrc"
        })
final class CompletionCommand implements Runnable {
    /** A shell that completion works in. */
    enum Shell {
        bash,
        zsh
    }

    private final Terminal terminal;

    @Parameters(paramLabel = "SHELL", description = "One of ${COMPLETION-CANDIDATES}.")
    @SuppressWarnings("NullAway.Init")
    private Shell shell;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    CompletionCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        if (shell == Shell.zsh) {
            terminal.out().println("autoload -U +X compinit && compinit");
            terminal.out().println("autoload -U +X bashcompinit && bashcompinit");
        }
        terminal.out().println(AutoComplete.bash("signalbox", spec.root().commandLine()));
    }
}
