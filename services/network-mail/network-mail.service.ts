/**
 * Mails of other states that could not be used: what operators see of them and do about them. The adapter of the network keeps them and reads
 * them again (adapters/visa-consultation-network); nothing of a content is shown that was not recorded first.
 */
import type { Endpoint } from '../../broker/contract/endpoint.ts';
import type { CreateService } from '../../broker/contract/hub.ts';
import { restService } from '../../broker/contract/rest-service.ts';
import { handled, reread } from './decisions.ts';
import { listMails } from './mails.ts';
import { openMail } from './open.ts';

const PATH = '/operations/network-mails';
const REASON = '_operations/reason.schema.json';
const MAIL = '_operations/network-mail.schema.json';

const act = (action: string, [path, summary]: readonly [string, string], response = MAIL): Endpoint => ({
  ...{ method: 'POST', path: `${PATH}/:id/${path}`, summary, roles: ['operate'], whoAndWhy: 'officer' },
  ...{ request: REASON, response, action: `network-mail.${action}` },
});

const endpoints: readonly Endpoint[] = [
  {
    method: 'GET',
    path: PATH,
    summary: 'Mails of other states that could not be used',
    roles: ['operate'],
    whoAndWhy: 'officer',
    query: {
      state: 'Of which state',
      handling: 'OPEN, REREAD, TAKEN or HANDLED',
      after: '`next` of the page before',
      limit: '1 to 500, default 50',
    },
    response: '_operations/network-mails.schema.json',
    action: 'network-mail.list',
  },
  act('open', ['openings', 'Open such a mail'], '_operations/network-mail-content.schema.json'),
  act('reread', ['readings', 'Have such a mail read again']),
  act('handled', ['handled', 'Say that nothing more is to be done about such a mail']),
];

export const createService: CreateService = (hub) =>
  restService(hub, { name: 'network-mail', endpoints, handlers: { list: listMails, open: openMail, reread, handled } });
