/** The whole audit log is verified against its chains and its signed seals. */
import pg from 'pg';
import { verifyAudit, type AuditReport } from '../../broker/audit/verification.ts';
import { waitFor } from '../../local/wait-for.ts';
import { check, type Stage, type Step } from '../stage.ts';

export const auditVerified: Step = {
  title: 'the audit log is verified',
  play: async (stage) => {
    const sealed = async (): Promise<AuditReport | false> => {
      const report = await verify(stage, stage.databaseUrl);
      return (!report.ok || report.unsealedEntries === 0) && report;
    };
    const report = await waitFor(sealed, { timeoutMs: 20_000, what: 'all audit entries to be sealed', everyMs: 500 });
    const { entries, chains, seals } = report;
    stage.say(`  ${entries} entries in ${chains} chains, proved by ${seals} seals; ${report.faults.length} faults`);
    check(report.ok && entries > 0, `the log should be without fault: ${report.faults.map(({ words }) => words).join('; ')}`);
  },
};

export async function verify({ sealKey }: Stage, databaseUrl: string): Promise<AuditReport> {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 1 });
  // Its database may be dropped while its last connection is still being closed.
  pool.on('error', () => undefined);
  try {
    return await verifyAudit({ pool, sealKey });
  } finally {
    await pool.end();
  }
}
