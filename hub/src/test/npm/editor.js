// An editor made of the parts that VS Code itself speaks the protocol with. Starts the language
// server, opens the file that is its first argument, and prints what the server says of it. The
// other arguments are the command of the server.
const { spawn } = require('node:child_process');
const { readFileSync } = require('node:fs');
const { pathToFileURL } = require('node:url');
const rpc = require('vscode-languageserver-protocol/node');

const [, , file, command, ...args] = process.argv;
const uri = pathToFileURL(file).href;
const text = readFileSync(file, 'utf8');
const server = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] });
const connection = rpc.createProtocolConnection(
  new rpc.StreamMessageReader(server.stdout),
  new rpc.StreamMessageWriter(server.stdin),
  console,
);

function placeOf(mark) {
  const before = text.slice(0, text.indexOf(mark) + mark.length).split('\n');
  return { line: before.length - 1, character: before[before.length - 1].length };
}

function at(mark) {
  return { textDocument: { uri }, position: placeOf(mark) };
}

function applied(edits) {
  const lines = text.split('\n');
  const offset = ({ line, character }) =>
    lines.slice(0, line).reduce((sum, l) => sum + l.length + 1, character);
  return edits.reduceRight(
    (all, e) => all.slice(0, offset(e.range.start)) + e.newText + all.slice(offset(e.range.end)),
    text,
  );
}

async function main() {
  const found = new Promise((resolve) => {
    connection.onNotification(rpc.PublishDiagnosticsNotification.type, resolve);
  });
  connection.listen();
  const initialized = await connection.sendRequest(rpc.InitializeRequest.type, {
    processId: process.pid,
    rootUri: null,
    workspaceFolders: [],
    capabilities: { general: { positionEncodings: ['utf-16'] } },
  });
  console.log(`server ${initialized.serverInfo.name} sync ${initialized.capabilities.textDocumentSync.change}`);
  await connection.sendNotification(rpc.InitializedNotification.type, {});
  await connection.sendNotification(rpc.DidOpenTextDocumentNotification.type, {
    textDocument: { uri, languageId: 'signalbox', version: 1, text },
  });
  for (const d of (await found).diagnostics) {
    console.log(`found ${d.range.start.line}:${d.range.start.character}-${d.range.end.character} ${d.message.replace('\n', ' ')}`);
  }
  const items = await connection.sendRequest(rpc.CompletionRequest.type, at('when p.'));
  console.log(`completes ${items.map((i) => i.label).join(' ')}`);
  const hover = await connection.sendRequest(rpc.HoverRequest.type, at('< 5 l/m'));
  console.log(`hover ${hover.contents.value}`);
  const place = await connection.sendRequest(rpc.DefinitionRequest.type, at('for each Pu'));
  console.log(`definition ${place.range.start.line}:${place.range.start.character}`);
  const symbols = await connection.sendRequest(rpc.DocumentSymbolRequest.type, { textDocument: { uri } });
  console.log(`symbols ${symbols.map((s) => s.name).join(' ')}`);
  const edits = await connection.sendRequest(rpc.DocumentFormattingRequest.type, {
    textDocument: { uri },
    options: { tabSize: 8, insertSpaces: false },
  });
  console.log(`formatted ${JSON.stringify(applied(edits))}`);
  await connection.sendRequest('signalbox/unknown', {}).catch((e) => console.log(`refused ${e.code}`));
  await connection.sendRequest(rpc.ShutdownRequest.type);
  server.on('exit', (code) => {
    console.log(`exit ${code}`);
    process.exit(0);
  });
  await connection.sendNotification(rpc.ExitNotification.type);
}

main();
