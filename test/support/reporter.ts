/**
 * Mocha reporter: every test as mocha's `spec` shows it, every failure in full, and on the last line `N passed, N failed,
 * N skipped`. A hook that fails counts as failed, a pending test as skipped.
 */
import Mocha from 'mocha';
import { resultLine } from './result-line.ts';

const { EVENT_RUN_END, EVENT_TEST_FAIL, EVENT_TEST_PASS, EVENT_TEST_PENDING } = Mocha.Runner.constants;

export class HubReporter extends Mocha.reporters.Spec {
  constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
    super(runner, options);
    const counts = { passed: 0, failed: 0, skipped: 0 };
    runner.on(EVENT_TEST_PASS, () => (counts.passed += 1));
    runner.on(EVENT_TEST_FAIL, () => (counts.failed += 1));
    runner.on(EVENT_TEST_PENDING, () => (counts.skipped += 1));
    // Registered after spec's own, so that this line is the last.
    runner.once(EVENT_RUN_END, () => console.log(resultLine(counts)));
  }
}

// Mocha asks for the reporter as the default export.
// eslint-disable-next-line no-restricted-exports
export default HubReporter;
