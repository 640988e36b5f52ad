/**
 * Test files are loaded by import, through tsx, alone. mocha tries `require` first, and where all that a file imports is loaded
 * already and its types happen to parse as JavaScript (`query<{ n: number }>(text)`), it would run untranslated.
 */
import Module from 'node:module';
import { pathToFileURL } from 'node:url';
import 'tsx/esm';

Module._extensions['.ts'] = (_module, file) => {
  const refusal = new Error(`${file} is loaded by import`);
  // mocha then imports the file, and where that fails it shows the refusal: it had better say what is the matter.
  import(pathToFileURL(file).href).catch(({ message, stack }) => Object.assign(refusal, { message, stack }));
  throw refusal;
};
