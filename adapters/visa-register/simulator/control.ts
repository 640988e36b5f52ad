/** The control call of the simulator, for the demo and the tests: the scenario in force, and the mischief of the change feed. */
import type { RequestListener, ServerResponse } from 'node:http';
import { readBody } from './body.ts';
import type { Feed } from './feed.ts';
import { isScenario, SCENARIOS, type Scenario } from './scenario.ts';

interface Switch {
  read(): Scenario;
  set(scenario: Scenario): void;
}

/** What `POST /control {"feed": …}` does to the feed. */
const MISCHIEF: Readonly<Record<string, (feed: Feed) => void>> = {
  HIDE_NEXT: (feed) => feed.hideNext(1),
  REVEAL: (feed) => feed.reveal(),
  SPOIL_NEXT: (feed) => feed.spoilNext(1),
  MEND: (feed) => feed.mend(),
  SKIP: (feed) => feed.skip(1),
  REPEAT: (feed) => feed.repeat(true),
  ONCE: (feed) => feed.repeat(false),
};

/** `GET /control` tells the scenario; `POST /control {"scenario": …}` sets it, `{"feed": …}` spoils or mends the feed. */
export function controlListener(scenarios: Switch, feed: Feed): RequestListener {
  return (request, response) => {
    if (request.url !== '/control') return answer(response, 404, { error: 'see /control' });
    if (request.method === 'GET')
      return answer(response, 200, { scenario: scenarios.read(), scenarios: SCENARIOS, feed: Object.keys(MISCHIEF), last: feed.last });
    void readBody(request).then((body) => {
      const { scenario, feed: mischief } = wishesIn(body);
      const spoil = typeof mischief === 'string' && Object.hasOwn(MISCHIEF, mischief) ? MISCHIEF[mischief] : undefined;
      if (!isScenario(scenario) && spoil === undefined) return answer(response, 422, { error: 'no such scenario', scenarios: SCENARIOS });
      if (isScenario(scenario)) scenarios.set(scenario);
      spoil?.(feed);
      return answer(response, 200, { scenario: scenarios.read() });
    });
  };
}

function wishesIn(body: string | undefined): { readonly scenario?: unknown; readonly feed?: unknown } {
  try {
    const wishes: unknown = JSON.parse(body ?? '');
    return typeof wishes === 'object' && wishes !== null ? wishes : {};
  } catch {
    return {};
  }
}

function answer(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}
