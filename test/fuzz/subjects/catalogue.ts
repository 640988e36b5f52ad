/** Every parser that reads what comes from outside. */
import type { Subjects } from '../subject.ts';
import { openCodes } from './codes.ts';
import { openDates } from './dates.ts';
import { openEnvelope } from './envelope.ts';
import { openMrz } from './mrz.ts';
import { openVisionMail, openVisMail } from './network-mail.ts';
import { openSisAnswer } from './sis-answer.ts';
import { openSisSearch } from './sis-search.ts';

export const SUBJECTS: Subjects = {
  envelope: openEnvelope,
  'sis-answer': openSisAnswer,
  'sis-search': openSisSearch,
  'vision-mail': openVisionMail,
  'vis-mail': openVisMail,
  mrz: openMrz,
  dates: openDates,
  codes: openCodes,
};
