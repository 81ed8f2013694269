// powershell-syntax.js FILE parses a script of PowerShell, and tells every place that is no PowerShell. It needs the
// packages web-tree-sitter and tree-sitter-powershell on NODE_PATH.
'use strict';
const fs = require('fs');
const path = require('path');
const { Parser, Language } = require('web-tree-sitter');

// faults tells the places below a node that the grammar does not know, or where it misses something.
function faults(node, out = []) {
  if (node.isError || node.isMissing) {
    const { row, column } = node.startPosition;
    out.push(`${row + 1}:${column + 1}: ${node.isMissing ? 'missing ' + node.type : 'not understood: ' + node.text.slice(0, 60)}`);
  }
  for (const child of node.children) faults(child, out);
  return out;
}

async function main(file) {
  await Parser.init();
  const parser = new Parser();
  const grammar = path.dirname(require.resolve('tree-sitter-powershell/package.json'));
  parser.setLanguage(await Language.load(path.join(grammar, 'tree-sitter-powershell.wasm')));
  const found = faults(parser.parse(fs.readFileSync(file, 'utf8')).rootNode);
  for (const fault of found) console.log(`${file}:${fault}`);
  process.exitCode = found.length ? 1 : 0;
}

main(process.argv[2]);
