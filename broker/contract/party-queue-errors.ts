/** The part of the error catalogue about queues of parties and what parties acknowledge from them. */
import { permanent, transient, type CatalogueEntry } from './catalogue-entry.ts';

export const PARTY_QUEUE_ERRORS = {
  NOT_ACKNOWLEDGED: transient(
    504,
    'The recipient did not acknowledge in time that it has the message.',
    'The hub sends it again by itself, under the same id; check the consumer of the party if it lasts.',
  ),
  PARTY_QUEUE_FULL: transient(
    502,
    'The queue of the party takes no more messages.',
    'The hub tries again by itself; the party must consume what lies in its queue.',
  ),
  PARTY_QUEUE_MISSING: transient(502, 'The queue of the party is gone.', 'The hub makes it anew by itself; find out who deleted it.'),
  PARTY_QUEUE_REFUSED: transient(
    502,
    'RabbitMQ refuses the hub the virtual host, the queue or the exchange of the party.',
    'Correct the login, the virtual host or the permissions of the hub, or delete a queue that was made with other arguments.',
  ),
  ACKNOWLEDGEMENT_UNREADABLE: permanent(
    422,
    'The acknowledgement names no delivery.',
    'Publish it with the message-id of the message as its correlation-id.',
  ),
  ACKNOWLEDGEMENT_UNKNOWN: permanent(
    404,
    'The party has no delivery of this id.',
    'Acknowledge only what came from the own queue, by the message-id it had there.',
  ),
  ACKNOWLEDGEMENT_TOO_EARLY: permanent(
    409,
    'The delivery has not been sent yet.',
    'Acknowledge a message only after it came from the queue.',
  ),
  ACKNOWLEDGEMENT_TOO_LATE: permanent(
    409,
    'The delivery ended otherwise before it was acknowledged: it expired, or an operator gave it up.',
    'Take the message as not sent, or ask the operator; its sender has been told that it was not delivered.',
  ),
} as const satisfies Record<string, CatalogueEntry>;
