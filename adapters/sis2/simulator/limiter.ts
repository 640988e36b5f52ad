/** Stands in front of the simulator's parser: how large, how deep, and nothing but plain elements. */
import type { IncomingMessage } from 'node:http';

const MAX_BODY_BYTES = 64 * 1024;
const MAX_DEPTH = 16;

/** The body as text; undefined when it is larger than allowed, compressed, or cut off. */
export async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > MAX_BODY_BYTES) return undefined;
      chunks.push(chunk);
    }
  } catch {
    return undefined;
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** False for document types, entities, and documents nested deeper than any request of the interface. */
export function isPlainXml(text: string): boolean {
  if (!text.trimStart().startsWith('<') || /<!(?!--|\[CDATA\[)/.test(text)) return false;
  let depth = 0;
  for (const [tag] of text.replace(/<!--[\s\S]*?-->|<!\[CDATA\[[\s\S]*?\]\]>/g, '').matchAll(/<\/?[^<>]*>/g)) {
    if (tag.startsWith('<?') || tag.endsWith('/>')) continue;
    depth += tag.startsWith('</') ? -1 : 1;
    if (depth > MAX_DEPTH) return false;
  }
  return true;
}
