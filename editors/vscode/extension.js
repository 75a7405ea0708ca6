// Starts the language server of Signalbox for files that end in .rules.
const { workspace } = require('vscode');
const { LanguageClient, TransportKind } = require('vscode-languageclient/node');

let client;

exports.activate = function activate() {
  const settings = workspace.getConfiguration('signalbox');
  client = new LanguageClient(
    'signalbox',
    'Signalbox rules',
    {
      command: settings.get('command'),
      args: ['rule', 'lsp'],
      transport: TransportKind.stdio,
    },
    {
      documentSelector: [{ language: 'signalbox' }],
      initializationOptions: { program: settings.get('program') },
      synchronize: { fileEvents: workspace.createFileSystemWatcher('**/*.rules') },
    },
  );
  return client.start();
};

exports.deactivate = function deactivate() {
  return client ? client.stop() : undefined;
};
