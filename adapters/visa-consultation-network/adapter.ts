/**
 * Mail between the visa authorities of Schengen states, in two dialects: VISION forms and VIS Mail. Guarantees: a mail is acknowledged to
 * the other state only after the hub has committed it; what cannot be used is kept and said; a form without a notice of delivery becomes
 * a problem of operators.
 */
import type { Adapter, Connection } from '../../broker/contract/adapter.ts';
import type { AdapterDoors } from '../../broker/contract/doors.ts';
import { createAlarms } from './alarms.ts';
import { createMailClient, readCertificate } from './client.ts';
import { readCodes } from './codes.ts';
import { createInbox } from './inbox.ts';
import { createLedger } from './ledger.ts';
import { createMailer } from './mailer.ts';
import { createOutbox } from './outbox.ts';
import { createRereads } from './rereads.ts';
import { startMailServer, type MailServer } from './server.ts';
import { withDefaults, type FullSettings, type NetworkSettings } from './settings.ts';
import { createTurns } from './turns.ts';

export const adapter: Adapter<NetworkSettings> = {
  name: 'visa-consultation-network',
  connect: (settings, doors) => connection(withDefaults(settings), doors),
};

async function connection(settings: FullSettings, doors: AdapterDoors): Promise<Connection> {
  const { own, peers, listen, letters } = settings;
  const { clock, log } = doors;
  const codes = readCodes(letters);
  const certificate = await readCertificate(own);
  const ledger = createLedger(doors.store);
  const alarms = createAlarms(doors.problems);
  const client = createMailClient({ own, certificate, connectTimeoutMs: settings.connectTimeoutMs });
  const mailer = createMailer({ own, codes, client, alarms, clock });
  const turns = createTurns({ settings, ledger, mailer, alarms, clock, log });
  let server: MailServer | undefined;
  return {
    deliver: createOutbox({ state: own.state, peers, ledger, mailer, attachments: doors.attachments, log }),
    listen: async (inbound) => {
      if (listen === undefined) return turns.start();
      const inbox = createInbox({ settings, codes, ledger, alarms, doors, inbound, onOwed: turns.hurry });
      server = await startMailServer({ own, listen, peers, certificate, inbox, alarms, log });
      turns.start(createRereads({ peers, ledger, inbox, vault: doors.vault, log }));
    },
    check: async (signal) => void (await Promise.all(peers.map((peer) => client.greet(peer, signal)))),
    close: async () => {
      await server?.close();
      server = undefined;
      await turns.stop();
      client.close();
    },
  };
}
