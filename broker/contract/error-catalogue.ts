/**
 * Every error the hub can answer with or record: HTTP status, whether a repeat may succeed, a title and what to do.
 * docs/errors.md is held equal to this table by a test. No text holds personal data or secrets.
 */
import { permanent, transient, type CatalogueEntry } from './catalogue-entry.ts';
import { PARTY_QUEUE_ERRORS } from './party-queue-errors.ts';

export type { CatalogueEntry } from './catalogue-entry.ts';

export const ERROR_CATALOGUE = {
  // Reading a request
  MALFORMED_JSON: permanent(400, 'The body is not JSON.', 'Send one JSON document in UTF-8 without duplicate or cut-off parts.'),
  BAD_ENCODING: permanent(400, 'The body is not valid UTF-8.', 'Encode the body as UTF-8 and send it again.'),
  TOO_DEEP: permanent(422, 'The JSON is nested too deeply.', 'Keep the document below the nesting limit named in the error.'),
  UNSUPPORTED_MEDIA_TYPE: permanent(
    415,
    'The content type is not supported here.',
    'Use application/cloudevents+json or application/json.',
  ),
  BODY_TOO_LARGE: permanent(413, 'The body is larger than the hub accepts.', 'Send less, or ask the operator about attachments.'),
  NOT_FOUND: permanent(404, 'There is nothing here for this caller.', 'Check the identifier and the path.'),
  METHOD_NOT_ALLOWED: permanent(405, 'The path does not know this method.', 'See the API description for the methods of the path.'),
  INVALID_PARAMETER: permanent(400, 'A query parameter or header has a wrong value.', 'Correct the parameter named in the errors.'),
  // Who and why
  UNAUTHENTICATED: permanent(
    401,
    'No valid API key came with the request.',
    'Send "Authorization: Bearer <API key>"; ask the operator for a key.',
  ),
  FORBIDDEN: permanent(403, 'The party may not do this.', 'Ask the operator for the role or grant named in the error.'),
  WHO_AND_WHY_REQUIRED: permanent(
    403,
    'The request does not say who asks and why.',
    'Send the headers Hub-Officer, Hub-Purpose, Hub-Legal-Basis and Hub-Case.',
  ),
  OFFICER_UNKNOWN: permanent(
    403,
    'The officer is not registered for the party, or the registration has ended.',
    'Register the officer with the party, or renew the registration.',
  ),
  PURPOSE_NOT_ALLOWED: permanent(
    403,
    'The authority has no right to search for this purpose.',
    'Use a purpose the rights matrix gives to the authority.',
  ),
  SOURCE_NOT_OWNED: permanent(403, 'The source is not registered to the party.', 'Use a source registered to the party.'),
  RATE_LIMITED: transient(429, 'The party has sent more requests than its limit allows.', 'Wait until the time given in RateLimit-Reset.'),
  // Submitting
  INVALID_MESSAGE: permanent(
    422,
    'The message does not fit its schema.',
    'Correct every fault named in the errors and submit again with the same id.',
  ),
  UNKNOWN_TYPE: permanent(422, 'The message type is not known.', 'Use a type that GET /api/v1/openapi.json lists.'),
  UNKNOWN_DESTINATION: permanent(422, 'A destination is not a party that receives messages.', 'Use the codes of receiving parties.'),
  DESTINATION_NOT_GRANTED: permanent(
    422,
    'A named destination may not receive this message type.',
    'Leave the destination out, or ask for a grant.',
  ),
  NO_ROUTE: permanent(
    422,
    'No recipient is left for the message.',
    'Name a destination, or ask the operator about the routes of the type.',
  ),
  REPLY_NOT_AWAITED: permanent(
    422,
    'Nobody among the recipients waits for this reply.',
    'Send it to who asked, with the id of the question as causationid, or send a note.',
  ),
  ATTACHMENT_DIFFERS: permanent(
    422,
    'The bytes are not what was declared.',
    'Send the whole file with its own SHA-256 and its true media type.',
  ),
  ATTACHMENT_REFUSED: permanent(422, 'The scanner refused the attachment.', 'Have the file examined; the hub has not kept it.'),
  ATTACHMENT_GONE: permanent(
    410,
    'An attachment of the message is not there any more.',
    'Ask the sender for a new message with the file; discard this one.',
  ),
  ATTACHMENT_SPOILT: permanent(
    500,
    'What is stored of an attachment is not what its message says.',
    'Nothing of it was handed out as whole. Restore the database, then retry; or ask the sender for a new message.',
  ),
  ATTACHMENT_TOO_LARGE: permanent(
    413,
    'The attachments of the message are larger than the recipient takes.',
    'Agree on a larger bound with the recipient and set it (maxAttachmentBytes), then retry; or have the files sent in parts.',
  ),
  SCANNER_UNAVAILABLE: transient(
    503,
    'The scanner of attachments does not answer.',
    'Nothing was kept. Upload again later; tell the operator if it lasts.',
  ),
  DUPLICATE_CONTENT_DIFFERS: permanent(409, 'The same id was submitted before with other content.', 'Use a new id for new content.'),
  ACCEPT_QUEUE_FULL: transient(
    503,
    'The hub has more submissions in hand than it takes.',
    'Repeat the same submission after the time in Retry-After.',
  ),
  OUTCOME_UNKNOWN: transient(
    503,
    'The connection to the database was lost during the commit.',
    'Repeat the submission with the same id; it is stored at most once.',
  ),
  DATABASE_UNAVAILABLE: transient(503, 'The database does not answer.', 'Nothing was stored. Repeat the request later.'),
  SHUTTING_DOWN: transient(503, 'The node is stopping.', 'Repeat the request; another node will answer.'),
  // Mailbox
  LEASE_LOST: permanent(409, 'The lease ran out and the message was leased again.', 'Acknowledge it under the newer lease.'),
  EARLIER_POSITION_OPEN: permanent(
    409,
    'An earlier message of the same lane is not acknowledged.',
    'Acknowledge the earlier positions first or together.',
  ),
  NOT_LEASED: permanent(409, 'The message is not part of this lease.', 'Acknowledge only ids that came with the lease.'),
  NO_MAILBOX: permanent(404, 'The party does not receive by mailbox.', 'Ask the operator to set the party up with a mailbox.'),
  // Delivery
  CONNECTION_FAILED: transient(
    502,
    'The recipient could not be reached.',
    'The hub tries again by itself; check the recipient if it lasts.',
  ),
  SEND_TIMEOUT: transient(504, 'The recipient did not answer in time.', 'The hub tries again by itself; check the recipient if it lasts.'),
  ...PARTY_QUEUE_ERRORS,
  RECIPIENT_UNAVAILABLE: transient(502, 'The recipient says that it cannot take messages now.', 'The hub tries again by itself.'),
  RECIPIENT_ERROR: transient(
    502,
    'The recipient answered with an error that may pass.',
    'The hub tries again by itself; look at the answer kept with the attempt.',
  ),
  RECIPIENT_REJECTED: permanent(
    502,
    'The recipient refused the message.',
    'Look at the answer kept with the attempt; correct the cause, then retry or discard.',
  ),
  RECIPIENT_GONE: permanent(
    502,
    'The recipient says that its address is gone.',
    'Ask the party for its new address, then resume the destination.',
  ),
  RECIPIENT_GARBAGE: transient(
    502,
    'The recipient answered with something that its protocol does not know.',
    'The hub tries again by itself; check the recipient if it lasts.',
  ),
  TRANSLATION_FAILED: permanent(
    500,
    'The message could not be translated for the recipient.',
    'Look at the fault; correct the mapping or discard the message.',
  ),
  CODE_UNMAPPED: permanent(
    422,
    'A code has no counterpart in the code list of the other side.',
    'Correct the code, or have it entered in the code list named in the error with the days on which it is valid.',
  ),
  TOO_OLD: permanent(504, 'The message failed for longer than the destination allows.', 'Mend the destination, then retry the message.'),
  EXPIRED: permanent(504, 'The expiry time of the message passed before it was delivered.', 'Submit a new message if it still matters.'),
  POISON: permanent(500, 'The node died each time the message was delivered.', 'Inspect the message before it is retried.'),
  ADAPTER_MISSING: permanent(500, 'No adapter serves the destination.', 'Install the adapter folder, or correct the destination.'),
  // SIS
  INVALID_QUERY: permanent(
    422,
    'The search says too little to look for a person or a document.',
    'Give a surname with a forename or a date of birth, or a document number.',
  ),
  SIS_UNAVAILABLE: transient(
    503,
    'SIS could not be reached. This is not a negative answer.',
    'Repeat the search; follow the procedure for an outage of SIS.',
  ),
  SIS_TIMEOUT: transient(
    504,
    'SIS did not answer in time. This is not a negative answer.',
    'Repeat the search; follow the procedure for an outage of SIS.',
  ),
  SIS_FAULT: transient(
    503,
    'SIS answered with a fault. This is not a negative answer.',
    'Repeat the search; tell the operator the fault code if it lasts.',
  ),
  SIS_GARBAGE: transient(
    503,
    'SIS answered with something that cannot be read. This is not a negative answer.',
    'Repeat the search; tell the operator if it lasts.',
  ),
  SIS_BUSY: transient(503, 'All connections to SIS are in use. This is not a negative answer.', 'Repeat the search in a moment.'),
  INVALID_JUDGEMENT: permanent(
    422,
    'The confirmation, rejection or hit report does not say what it must.',
    'Correct every fault named in the errors; a hit needs what tells the person apart.',
  ),
  SEARCH_NOT_ANSWERED: permanent(
    409,
    'SIS gave no answer to the search, so that there is no match to judge.',
    'Search again, then judge the matches of that search.',
  ),
  ALREADY_JUDGED: permanent(
    409,
    'The match was judged before, by another officer or in other words.',
    'Read the record of the search; who judged first stands.',
  ),
  MATCH_GONE: permanent(
    410,
    'The term in which the match can be judged has ended, and its content is deleted.',
    'Search again, then judge the match of that search.',
  ),
  // Visa register
  VISA_REGISTER_UNAVAILABLE: transient(
    503,
    'The visa register could not be reached. This does not mean that there is no visa.',
    'Repeat the request, or queue a registration with "Prefer: respond-async".',
  ),
  VISA_REGISTER_TIMEOUT: transient(
    504,
    'The visa register did not answer in time. This does not mean that there is no visa.',
    'Repeat the request; a registration with the same content is recorded once.',
  ),
  VISA_REGISTER_FAULT: transient(
    503,
    'The visa register answered with a fault. This does not mean that there is no visa.',
    'Repeat the request; tell the operator the fault code if it lasts.',
  ),
  VISA_REGISTER_GARBAGE: transient(
    503,
    'The visa register answered with something that cannot be read. This does not mean that there is no visa.',
    'Repeat the request; tell the operator if it lasts.',
  ),
  VISA_REGISTER_BUSY: transient(
    503,
    'All connections to the visa register are in use. This does not mean that there is no visa.',
    'Repeat the request in a moment.',
  ),
  VISA_NOT_REGISTERED: permanent(
    409,
    'The visa register does not record this.',
    'Read the reason named in the error and the present state of the visa or the application; then register what is right.',
  ),
  INVALID_VISA: permanent(
    422,
    'The registration does not fit its form, or breaks a rule of visas.',
    'Correct every fault named in the errors and register again.',
  ),
  INVALID_CONSULTATION: permanent(
    422,
    'The consultation does not fit its form, or breaks a rule of visa consultations.',
    'Correct every fault named in the errors and submit again.',
  ),
  NO_CONSULTATION_FOR_TRANSIT: permanent(
    422,
    'An airport transit visa is never consulted (Reg. (EC) 810/2009 Art. 22).',
    'Decide on the application without a consultation.',
  ),
  CONSULTATION_DIFFERS: permanent(
    409,
    'A consultation of the same application number with other content is under way or decided.',
    'Read the one that exists; cancel it before the application is submitted anew.',
  ),
  CONSULTATION_UNKNOWN: permanent(
    404,
    'There is no consultation of this reference.',
    'Check the reference in the request that was received.',
  ),
  CONSULTATION_NOT_ASKED: permanent(403, 'This authority was not consulted in this matter.', 'Answer only what you were asked.'),
  LAW_INCOMPLETE: transient(
    503,
    'The law as it is configured has no rule or no calendar for this.',
    'Nothing was decided. The operator must add to config/law what the error names; then repeat the request.',
  ),
  AUDIT_UNAVAILABLE: transient(
    503,
    'The access could not be recorded, so the answer is withheld.',
    'Repeat the request; tell the operator if it lasts.',
  ),
  // Operations
  REASON_REQUIRED: permanent(422, 'The action needs a reason.', 'Send a reason that a colleague will understand.'),
  INVALID_STATE: permanent(409, 'The thing is not in a state that allows this.', 'Read its present state and choose another action.'),
  PARTY_EXISTS: permanent(409, 'A party or destination of this code exists.', 'Choose another code, or change the one that exists.'),
  OFFICER_EXISTS: permanent(
    409,
    'The officer is registered with the party for this time.',
    'End the registration first, or import the list to change it.',
  ),
  INVALID_SETTING: permanent(422, 'A value given to an administrative action is not allowed.', 'Correct every value named in the errors.'),
  CONFIG_INVALID: permanent(500, 'The settings are not complete or not right.', 'Correct every setting named in the list.'),
  SERVICE_UNAVAILABLE: transient(
    503,
    'A part of the hub that the request needs is not running.',
    'Repeat the request after the time in Retry-After; tell the operator if it lasts.',
  ),
  REQUEST_TIMEOUT: transient(
    504,
    'The hub did not finish the request in time.',
    'Repeat the request; a submission with the same id is stored at most once.',
  ),
  INTERNAL: transient(500, 'The hub failed in a way it does not know.', 'Repeat the request; tell the operator the trace id if it lasts.'),
  // Tools on a developer's machine
  LOCAL_SERVER_FAILED: permanent(500, 'A local server cannot be started or used.', 'Mend what the text names, then start again.'),
  WAITED_IN_VAIN: transient(
    504,
    'A condition did not come true in time.',
    'Look at what was waited for; repeat if the machine was merely slow.',
  ),
} as const satisfies Record<string, CatalogueEntry>;

export type ErrorCode = keyof typeof ERROR_CATALOGUE;
