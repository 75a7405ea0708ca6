package io.signalbox.cli;

import java.util.List;

/** Every command line that has a help page, but for the root's arguments. */
final class TheCommands {
    static final List<List<String>> ALL = List.of(
            List.of(),
            List.of("demo"),
            List.of("status"),
            List.of("pub"),
            List.of("sub"),
            List.of("apply"),
            List.of("export"),
            List.of("rule"),
            List.of("rule", "check"),
            List.of("rule", "test"),
            List.of("rule", "fmt"),
            List.of("rule", "backtest"),
            List.of("rule", "lsp"),
            List.of("why"),
            List.of("type"),
            List.of("type", "list"),
            List.of("type", "get"),
            List.of("type", "from"),
            List.of("type", "adopt"),
            List.of("device"),
            List.of("device", "create"),
            List.of("device", "list"),
            List.of("device", "get"),
            List.of("device", "command"),
            List.of("device", "delete"),
            List.of("device", "set"),
            List.of("device", "waiting"),
            List.of("device", "adopt"),
            List.of("data"),
            List.of("data", "query"),
            List.of("data", "sql"),
            List.of("data", "export"),
            List.of("data", "import"),
            List.of("data", "verify"),
            List.of("alarm"),
            List.of("alarm", "list"),
            List.of("alarm", "history"),
            List.of("alarm", "ack"),
            List.of("alarm", "shelve"),
            List.of("alarm", "unshelve"),
            List.of("notice"),
            List.of("notice", "list"),
            List.of("notice", "test"),
            List.of("notice", "again"),
            List.of("command"),
            List.of("command", "list"),
            List.of("command", "release"),
            List.of("completion"),
            List.of("version"));

    private TheCommands() {}
}
