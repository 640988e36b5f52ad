/**
 * `npm run build`: compiles the product into dist/ and copies what it reads at run time beside it, so that a path relative
 * to a module is the same in the source and in the output. Starts from an empty dist/, so nothing deleted lives on.
 */
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, extname, join } from 'node:path';

const OUTPUT = 'dist';
const FOLDERS = ['broker', 'adapters', 'services', 'schemas', 'config', 'law', 'identity', 'cli', 'generator'];
const ASSETS = new Set(['.sql', '.json', '.wsdl', '.xsd', '.html']);

function compile(): number {
  const { status } = spawnSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json'], { stdio: 'inherit' });
  return status ?? 1;
}

/** Copies every asset and returns how many there were. */
function copyAssets(): number {
  const assets = FOLDERS.filter((folder) => existsSync(folder)).flatMap(assetsIn);
  for (const path of assets) copyInto(path);
  return assets.length;
}

function assetsIn(folder: string): string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile() && ASSETS.has(extname(entry.name))).map((entry) => join(entry.parentPath, entry.name));
}

function copyInto(path: string): void {
  const target = join(OUTPUT, path);
  mkdirSync(dirname(target), { recursive: true });
  copyFileSync(path, target);
}

/** dist/ may be carried elsewhere: it says itself that it holds ES modules, and of which version. */
function writeManifest(): void {
  const { name, version, license, type } = JSON.parse(readFileSync('package.json', 'utf8')) as Record<string, unknown>;
  writeFileSync(join(OUTPUT, 'package.json'), `${JSON.stringify({ name, version, license, type }, null, 2)}\n`);
}

rmSync(OUTPUT, { recursive: true, force: true });
process.exitCode = compile();
if (process.exitCode === 0) {
  const assets = copyAssets();
  writeManifest();
  console.log(`built dist/ with ${assets} assets`);
}
