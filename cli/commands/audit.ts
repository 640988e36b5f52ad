/** `hub audit verify`: recomputes every audit chain against the seals and names what does not hold; exit code 1 on any fault. */
import { Option, type Command } from 'commander';
import { verifyAudit, type AuditReport, type VerifyOptions } from '../../broker/audit/verification.ts';
import { HubError } from '../../broker/contract/errors.ts';
import { withPool } from '../administration.ts';
import { collect, databaseOption, type DatabaseOptions } from '../options.ts';
import { answer, counter, isJson, progress } from '../output.ts';

interface AuditOptions extends DatabaseOptions {
  readonly sealKey?: string;
  readonly publicKey?: string[];
  readonly sealFile?: string;
}

export function addAuditCommands(program: Command): void {
  const audit = program.command('audit').description('the audit log');
  audit
    .command('verify')
    .description('verify all chains against the seals')
    .option('--public-key <base64>', 'SPKI DER of the seal key, several times for earlier years; then no private key is read', collect)
    .addOption(new Option('--seal-key <base64>', 'its private key; rather by the environment').env('HUB_SEAL_KEY'))
    .option('--seal-file <path>', 'the copy of the seals outside the database')
    .addOption(databaseOption())
    .action(async (options: AuditOptions, command: Command) => {
      const keys = keysOf(options);
      if (!isJson(command)) progress('verifying the audit log');
      const onProgress = (entries: number, total: number): void => counter(`${entries} of ${total} entries`);
      const report = await withPool(options, (pool) => verifyAudit({ pool, ...keys, ...(isJson(command) ? {} : { onProgress }) }));
      counter('');
      answer(command, { json: report, words: wordsOf(report) });
      if (!report.ok) process.exitCode = 1;
    });
}

/** Keys named by hand are the only ones believed. */
function keysOf({ publicKey = [], sealKey, sealFile }: AuditOptions): Omit<VerifyOptions, 'pool'> {
  const file = sealFile === undefined ? {} : { sealFile };
  if (publicKey.length > 0) return { formerPublicKeys: publicKey, ...file };
  if (sealKey) return { sealKey, ...file };
  throw new HubError('CONFIG_INVALID', { detail: 'HUB_SEAL_KEY: is missing (or name its public half by --public-key).' });
}

function wordsOf(report: AuditReport): string {
  const { entries, chains, seals, sealedEntries, unsealedEntries, deletedUnder, faults } = report;
  const counts = [
    `${entries} entries in ${chains} chains, ${seals} seals`,
    `${sealedEntries} sealed, ${unsealedEntries} not yet sealed (not proved)`,
    ...Object.entries(deletedUnder).map(([rule, count]) => `${count} with content deleted under rule ${rule}`),
  ];
  const result = faults.length === 0 ? 'no fault: what is sealed is as it was written' : `${faults.length} faults`;
  return [...counts, ...faults.map((fault) => `FAULT ${fault.kind}${placeOf(fault)}: ${fault.words}`), result].join('\n');
}

const placeOf = ({ chain, n }: AuditReport['faults'][number]): string =>
  `${chain === undefined ? '' : ` chain ${chain}`}${n === undefined ? '' : ` no. ${n}`}`;
