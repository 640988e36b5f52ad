/**
 * The readable API description: swagger-ui from its installed package (Apache-2.0), pointed at our own document. The page
 * fetches nothing from elsewhere, and its content security policy would not let it.
 */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { RestAnswer } from '../../broker/contract/endpoint.ts';
import { HubError } from '../../broker/contract/errors.ts';

/** swagger-ui sets styles on its elements, so styles may be inline; scripts may not. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Integration hub: API</title>
    <link rel="stylesheet" href="/api/v1/docs/swagger-ui.css">
    <link rel="icon" type="image/png" href="/api/v1/docs/favicon-32x32.png">
  </head>
  <body>
    <p style="margin: 1em; font-family: sans-serif">What the hub sends of itself, and how: <a href="/api/v1/asyncapi.json">AsyncAPI document</a>.</p>
    <div id="swagger-ui"></div>
    <script src="/api/v1/docs/swagger-ui-bundle.js"></script>
    <script src="/api/v1/docs/initializer.js"></script>
  </body>
</html>
`;

const INITIALIZER = `window.addEventListener('load', () => {
  window.ui = SwaggerUIBundle({
    url: '/api/v1/openapi.json',
    dom_id: '#swagger-ui',
    validatorUrl: null,
    deepLinking: true,
    presets: [SwaggerUIBundle.presets.apis],
  });
});
`;

const PACKAGE_FILES = new Map([
  ['swagger-ui.css', 'text/css; charset=utf-8'],
  ['swagger-ui-bundle.js', 'text/javascript; charset=utf-8'],
  ['favicon-32x32.png', 'image/png'],
]);

export const docsPage = (): RestAnswer => fileAnswer('text/html; charset=utf-8', Buffer.from(PAGE));

/** One of the files the page names. Throws NOT_FOUND for any other. */
export async function docsFile(name: string): Promise<RestAnswer> {
  if (name === 'initializer.js') return fileAnswer('text/javascript; charset=utf-8', Buffer.from(INITIALIZER));
  const type = PACKAGE_FILES.get(name);
  if (type === undefined) throw new HubError('NOT_FOUND');
  const folder = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
  return fileAnswer(type, await readFile(join(folder, name)));
}

const fileAnswer = (type: string, body: Buffer): RestAnswer => ({
  status: 200,
  headers: {
    'Content-Type': type,
    'Content-Security-Policy': POLICY,
    'Referrer-Policy': 'no-referrer',
    'Cache-Control': 'public, max-age=300',
  },
  body,
});
