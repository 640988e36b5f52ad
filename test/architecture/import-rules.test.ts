/** Runs the import rules over the product, and proves on a tree built to break them that each rule can fail. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { ALLOWED_IMPORTS, FORBIDDEN_IMPORTS, OTHER_HALF_OF_THE_CYCLE, type Import } from './import-examples.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const CONFIG = join(ROOT, '.dependency-cruiser.cjs');

interface Violation {
  readonly rule: { readonly name: string };
  readonly from: string;
  readonly to: string;
  readonly unresolvedTo?: string;
}

/** Cruises the folder with the rules of the repository, as `npm run check` does. */
function findViolations(folder: string): Violation[] {
  const program = join(ROOT, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const { stdout, stderr } = spawnSync(process.execPath, [program, '--config', CONFIG, '--output-type', 'json', '.'], {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  assert.notEqual(stdout, '', stderr);
  return (JSON.parse(stdout) as { summary: { violations: Violation[] } }).summary.violations;
}

function ruleNames(): string[] {
  const config = createRequire(import.meta.url)(CONFIG) as { forbidden: { name: string }[] };
  return config.forbidden.map((rule) => rule.name);
}

/** Builds a small repository that holds exactly the given imports. */
function buildTree(imports: readonly Import[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'import-rules-'));
  for (const name of ['package.json', 'tsconfig.json']) copyFileSync(join(ROOT, name), join(folder, name));
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  const files = new Map<string, string>();
  for (const { to } of imports) if (to.endsWith('.ts')) files.set(to, '');
  for (const { from, to } of imports) files.set(from, `${files.get(from) ?? ''}import '${specifier(from, to)}';\n`);
  for (const [path, text] of files) writeFile(join(folder, path), text);
  return folder;
}

function specifier(from: string, to: string): string {
  if (!to.endsWith('.ts')) return to;
  const path = relative(dirname(from), to.replace(/^missing:/, ''));
  return path.startsWith('.') ? path : `./${path}`;
}

function writeFile(path: string, text: string): void {
  if (path.includes('missing:')) return;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text === '' ? 'export {};\n' : text);
}

describe('import rules', function () {
  this.timeout(60_000);
  let folder: string;
  let found: Violation[];

  before(() => {
    folder = buildTree([...FORBIDDEN_IMPORTS, OTHER_HALF_OF_THE_CYCLE, ...ALLOWED_IMPORTS]);
    found = findViolations(folder);
  });

  after(() => rmSync(folder, { recursive: true, force: true }));

  it('hold for the whole product', () => {
    const broken = findViolations(ROOT).map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`);
    assert.deepEqual(broken, []);
  });

  it('each have an example that breaks them', () => {
    const shown = new Set(FORBIDDEN_IMPORTS.map(({ rule }) => rule));
    assert.deepEqual(
      ruleNames().filter((name) => !shown.has(name)),
      [],
    );
  });

  for (const { rule, from, to } of FORBIDDEN_IMPORTS) {
    it(`${rule} finds ${from} importing ${to}`, () => {
      const names = found.filter((violation) => isOf(violation, { from, to })).map((violation) => violation.rule.name);
      assert.ok(names.includes(rule), `found only ${names.join(', ') || 'nothing'}`);
    });
  }

  for (const { from, to } of ALLOWED_IMPORTS) {
    it(`let ${from} import ${to}`, () => {
      const names = found.filter((violation) => isOf(violation, { from, to })).map((violation) => violation.rule.name);
      assert.deepEqual(names, []);
    });
  }
});

/** A package is found under its path in node_modules, a missing file under the text of its import. */
function isOf(violation: Violation, { from, to }: Import): boolean {
  if (violation.from !== from) return false;
  if (to.startsWith('missing:')) return violation.to.endsWith(specifier(from, to));
  return violation.to === to || violation.to === to.replace(/^node:/, '') || violation.to.includes(`node_modules/${to}/`);
}
