/** The control call of the simulator, for the demo and the tests: reads and sets the scenario in force for all searches. */
import type { RequestListener, ServerResponse } from 'node:http';
import { readBody } from './limiter.ts';
import { isScenario, SCENARIOS, type Scenario } from './scenario.ts';

interface Switch {
  read(): Scenario;
  set(scenario: Scenario): void;
}

/** `GET /control` tells the scenario, `POST /control {"scenario": …}` sets it. */
export function controlListener(scenarios: Switch): RequestListener {
  return (request, response) => {
    if (request.url !== '/control') return answer(response, 404, { error: 'see /control' });
    if (request.method === 'GET') return answer(response, 200, { scenario: scenarios.read(), scenarios: SCENARIOS });
    void readBody(request).then((body) => {
      const asked = scenarioIn(body);
      if (asked === undefined) return answer(response, 422, { error: 'no such scenario', scenarios: SCENARIOS });
      scenarios.set(asked);
      return answer(response, 200, { scenario: asked });
    });
  };
}

function scenarioIn(body: string | undefined): Scenario | undefined {
  try {
    const { scenario } = JSON.parse(body ?? '') as { scenario?: unknown };
    return isScenario(scenario) ? scenario : undefined;
  } catch {
    return undefined;
  }
}

function answer(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}
