import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { Breaker } from '../../adapters/sis2/breaker.ts';

function breaker(openAfter = 3) {
  const time = { now: 0 };
  const events: string[] = [];
  const clock = { now: () => time.now, monotonicMs: () => time.now };
  const subject = new Breaker({ openAfter, probeEveryMs: 10_000 }, clock, {
    opened: () => events.push('opened'),
    closed: () => events.push('closed'),
  });
  const fail = (times: number): void => {
    for (let i = 0; i < times; i += 1) subject.enter().failed();
  };
  return { subject, time, events, fail };
}

describe('the breaker before SIS', () => {
  it('opens after so many failures in a row, and an answer in between starts the count again', () => {
    const { subject, events, fail } = breaker();
    fail(2);
    subject.enter().answered();
    fail(2);
    assert.deepEqual(events, []);
    fail(1);
    assert.deepEqual(events, ['opened']);
    assert.throws(() => subject.enter(), { hubCode: 'SIS_UNAVAILABLE' });
  });

  it('lets one probe at a time through after the pause', () => {
    const { subject, time, fail } = breaker();
    fail(3);
    time.now = 9_999;
    assert.throws(() => subject.enter());
    time.now = 10_000;
    const probe = subject.enter();
    assert.throws(() => subject.enter(), { hubCode: 'SIS_UNAVAILABLE' });
    probe.answered();
    subject.enter().answered();
  });

  it('pauses again after a failed probe, and reports opening and closing once', () => {
    const { subject, time, events, fail } = breaker();
    fail(3);
    time.now = 10_000;
    fail(1);
    assert.throws(() => subject.enter());
    time.now = 20_000;
    subject.enter().answered();
    assert.deepEqual(events, ['opened', 'closed']);
  });

  it('lets the next search probe when the caller of a probe leaves', () => {
    const { subject, time, fail } = breaker();
    fail(3);
    time.now = 10_000;
    subject.enter().abandoned();
    subject.enter().answered();
  });

  it('says when a repeat is worth trying', () => {
    const { subject, fail } = breaker();
    fail(3);
    assert.throws(() => subject.enter(), { retryAfterMs: 10_000 });
  });
});
