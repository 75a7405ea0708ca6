package io.signalbox.cli;

import io.signalbox.editor.LanguageServer;

import picocli.CommandLine.Command;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.util.concurrent.Callable;

/** {@code signalbox rule lsp}: the language server, for editors. */
@Command(
        name = "lsp",
        description = "Serves an editor by the Language Server Protocol 3.17, over the standard"
                + " streams.",
        footer = {
            "",
            "Findings, completion, hover, definitions, outline and layout. An editor starts it;",
            "docs/operating/editors.md says how. Ends with 'exit' or the end of its input.",
            "",
            "Examples:",
            "  vim.lsp.start({ cmd = { 'signalbox', 'rule', 'lsp' } })     in Neovim",
            "  command = \"signalbox\", args = [\"rule\", \"lsp\"]             in Helix",
            "  (add-to-list 'eglot-server-programs '(m \"signalbox\" \"rule\" \"lsp\"))   in Emacs"
        })
final class LanguageServerCommand implements Callable<Integer> {
    private final Terminal terminal;

    LanguageServerCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        return LanguageServer.run(
                new BufferedInputStream(terminal.in()), terminal.out(), terminal.err());
    }
}
