/** `hub parties create|list`: who may exchange messages, and how it receives them. */
import { Option, type Command } from 'commander';
import type { NewDestination, NewParty } from '../../broker/access/parties.ts';
import { withAdministration, withPool } from '../administration.ts';
import { readJsonFile } from '../json-file.ts';
import { collect, databaseOption, list, wholeNumber, type DatabaseOptions } from '../options.ts';
import { answer, table, type TableRow } from '../output.ts';

interface CreateOptions extends DatabaseOptions {
  readonly name: string;
  readonly roles: string[];
  readonly mailbox?: boolean;
  readonly adapter?: string;
  readonly settings?: string;
  readonly source?: string[];
  readonly rate?: number;
}

const LIST = `SELECT p.code, p.name, p.roles, p.sources, p.created_at AS "createdAt", p.ended_at AS "endedAt", d.adapter,
    (SELECT coalesce(json_agg(json_build_object('id', k.id, 'prefix', k.prefix, 'issuedAt', k.issued_at, 'expiresAt', k.expires_at) ORDER BY k.issued_at), '[]')
       FROM api_key k WHERE k.party = p.code AND k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > hub_now())) AS keys,
    (SELECT coalesce(json_agg(json_build_object('id', g.id, 'operation', g.operation, 'messageType', g.message_type, 'purpose', g.purpose,
            'legalBasis', g.legal_basis, 'validFrom', g.valid_from, 'validTo', g.valid_to) ORDER BY g.valid_from), '[]')
       FROM party_grant g WHERE g.party = p.code AND (g.valid_to IS NULL OR g.valid_to > hub_now())) AS grants,
    (SELECT count(*)::integer FROM officer o WHERE o.party = p.code AND (o.valid_to IS NULL OR o.valid_to > hub_now())) AS officers
  FROM party p LEFT JOIN destination d ON d.name = p.code ORDER BY p.code`;

/** Answers the group `parties`, to which keys, grants and officers add theirs. */
export function addPartyCommands(program: Command): Command {
  const parties = program.command('parties').description('who may exchange messages');
  addCreate(parties);
  parties
    .command('list')
    .description('all parties; with --json also their live keys (never the secret) and grants')
    .addOption(databaseOption())
    .action(async (options: DatabaseOptions, command: Command) => {
      const rows = await withPool(options, async (pool) => (await pool.query<PartyRow>(LIST)).rows);
      answer(command, {
        json: { parties: rows },
        words: table(['code', 'name', 'roles', 'receives', 'keys', 'grants', 'officers', 'ended'], rows.map(shown)),
      });
    });
  return parties;
}

interface PartyRow extends TableRow {
  readonly adapter: string | null;
  readonly keys: readonly { prefix: string }[];
  readonly grants: readonly unknown[];
}

const shown = (row: PartyRow): TableRow => ({
  ...row,
  receives: row.adapter,
  keys: row.keys.map(({ prefix }) => prefix),
  grants: row.grants.length,
  ended: row.endedAt,
});

function addCreate(parties: Command): void {
  parties
    .command('create')
    .argument('<code>', 'such as PL-SG')
    .description('create a party')
    .requiredOption('--name <name>', 'its full name')
    .requiredOption('--roles <roles>', 'submit, receive, sis-search, registers, operate, audit, data-protection; by commas', list)
    .addOption(new Option('--mailbox', 'it receives by mailbox').conflicts('adapter'))
    .option('--adapter <name>', 'it receives through this adapter, such as rest-consumers')
    .option('--settings <file>', 'JSON file with the adapter’s settings')
    .option('--source <source>', 'a CloudEvents source of its own, several times if need be (default: by its code)', collect)
    .option('--rate <perSecond>', 'its own limit of requests', wholeNumber)
    .addOption(databaseOption())
    .action(async (code: string, options: CreateOptions, command: Command) => {
      const party = partyOf(code, options);
      await withAdministration(options, (administration) => administration.createParty(party));
      answer(command, { json: { code, name: party.name, roles: party.roles }, words: `created ${code}` });
    });
}

const partyOf = (code: string, options: CreateOptions): NewParty => ({
  code,
  name: options.name,
  // What is not a role is refused by the administration, with its pointer.
  roles: options.roles as NewParty['roles'],
  destination: destinationOf(options),
  ...(options.source === undefined ? {} : { sources: options.source }),
  ...(options.rate === undefined ? {} : { ratePerSecond: options.rate }),
});

function destinationOf({ mailbox, adapter, settings }: CreateOptions): NewDestination | null {
  if (mailbox === true) return { adapter: 'mailbox' };
  if (adapter === undefined) return null;
  return { adapter, ...(settings === undefined ? {} : { settings: readJsonFile('--settings', settings) }) };
}
