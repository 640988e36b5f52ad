/** Every parser that reads what comes from outside. */
import type { Subjects } from '../subject.ts';
import { openCodes } from './codes.ts';
import { openConditions } from './conditions.ts';
import { openDates } from './dates.ts';
import { openEnvelope } from './envelope.ts';
import { openMrz } from './mrz.ts';
import { openVisionMail, openVisMail } from './network-mail.ts';
import { openOfficers } from './officers.ts';
import { openRestBody } from './rest-body.ts';
import { openRestQuery } from './rest-query.ts';
import { openSisAnswer } from './sis-answer.ts';
import { openSisSearch } from './sis-search.ts';

export const SUBJECTS: Subjects = {
  envelope: openEnvelope,
  'sis-answer': openSisAnswer('SearchPersons'),
  'sis-document-answer': openSisAnswer('SearchDocuments'),
  'sis-alert-answer': openSisAnswer('FetchAlert'),
  'sis-search': openSisSearch,
  'vision-mail': openVisionMail,
  'vis-mail': openVisMail,
  mrz: openMrz,
  dates: openDates,
  codes: openCodes,
  'rest-body': () => openRestBody(),
  'rest-query': () => openRestQuery(),
  officers: () => openOfficers(),
  conditions: () => openConditions(),
};
