/** Tells the steps one after the other; the first that does not come out ends the story and is named. */
import type { Stage, Step } from './stage.ts';
import { noMatch } from './steps/01-no-match.ts';
import { matches } from './steps/02-matches.ts';
import { hitReported } from './steps/03-hit-reported.ts';
import { sisDown } from './steps/04-sis-down.ts';
import { webhookAndMailbox } from './steps/05-webhook-and-mailbox.ts';
import { alertRequested } from './steps/06-alert-requested.ts';
import { inquiryAnswered } from './steps/07-inquiry-answered.ts';
import { failingPartner } from './steps/08-failing-partner.ts';
import { killedHub } from './steps/09-killed-hub.ts';
import { auditVerified } from './steps/10-audit-verified.ts';
import { tamperedCopy } from './steps/11-tampered-copy.ts';
import { consultation } from './steps/12-consultation.ts';

const STEPS: readonly Step[] = [
  noMatch,
  matches,
  hitReported,
  sisDown,
  webhookAndMailbox,
  alertRequested,
  inquiryAnswered,
  failingPartner,
  killedHub,
  auditVerified,
  tamperedCopy,
  consultation, // last, for it moves the clock, and no node starts on a database whose clock was moved
];

/** The words about the step that failed, or undefined. */
export async function tellStory(stage: Stage): Promise<string | undefined> {
  for (const [index, step] of STEPS.entries()) {
    const heading = `Step ${index + 1} of ${STEPS.length}: ${step.title}`;
    stage.say(`\n${heading}`);
    try {
      await step.play(stage);
    } catch (error) {
      return `${heading}: ${error instanceof Error ? error.message : String(error)}`;
    }
  }
  return undefined;
}
