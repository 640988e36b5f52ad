/**
 * Mocha reporter: every test as mocha's `spec` shows it, every failure in full, and on the last line `N passed, N failed,
 * N skipped`. A hook that fails counts as failed, a pending test as skipped. Plain JavaScript, because mocha loads a
 * reporter before any TypeScript loader; the line is the one that result-line.ts reads.
 */
import Mocha from 'mocha';

const { EVENT_RUN_END, EVENT_TEST_FAIL, EVENT_TEST_PASS, EVENT_TEST_PENDING } = Mocha.Runner.constants;

// Mocha asks for the reporter as the default export.
export default class HubReporter extends Mocha.reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    const counts = { passed: 0, failed: 0, skipped: 0 };
    runner.on(EVENT_TEST_PASS, () => (counts.passed += 1));
    runner.on(EVENT_TEST_FAIL, () => (counts.failed += 1));
    runner.on(EVENT_TEST_PENDING, () => (counts.skipped += 1));
    // Registered after spec's own, so that this line is the last.
    runner.once(EVENT_RUN_END, () => console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`));
  }
}
