// Cuts a file into tokens as Visual Studio Code does, by its own libraries. Arguments: the grammar
// and the file. Prints for each token its place in UTF-16 units and its innermost scope.
const { readFileSync } = require('node:fs');
const { dirname, join } = require('node:path');
const oniguruma = require('vscode-oniguruma');
const textmate = require('vscode-textmate');

async function main() {
  const [, , grammarFile, file] = process.argv;
  const wasm = join(dirname(require.resolve('vscode-oniguruma')), 'onig.wasm');
  await oniguruma.loadWASM(readFileSync(wasm).buffer);
  const registry = new textmate.Registry({
    onigLib: Promise.resolve({
      createOnigScanner: (patterns) => new oniguruma.OnigScanner(patterns),
      createOnigString: (text) => new oniguruma.OnigString(text),
    }),
    loadGrammar: async () => textmate.parseRawGrammar(readFileSync(grammarFile, 'utf8'), grammarFile),
  });
  const grammar = await registry.loadGrammar('source.signalbox');
  let stack = textmate.INITIAL;
  let start = 0;
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    const result = grammar.tokenizeLine(line, stack);
    for (const token of result.tokens) {
      const scopes = token.scopes.filter((s) => !s.startsWith('punctuation.definition'));
      const end = Math.min(token.endIndex, line.length);
      if (end > token.startIndex) {
        console.log(`${start + token.startIndex} ${start + end} ${scopes.slice(1).join(',') || '-'}`);
      }
    }
    stack = result.ruleStack;
    start += line.length + 1;
  }
}

main();
