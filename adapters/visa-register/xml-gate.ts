/**
 * Stands in front of the XML parser: refuses what is too large, not UTF-8, declares document types or entities, or is nested too deeply
 * or in too many elements, in one cheap pass. What passes may still be malformed.
 */
export interface XmlLimits {
  readonly maxBytes: number;
  readonly maxDepth: number;
  readonly maxElements: number;
}

export const DOCUMENT_LIMITS: Omit<XmlLimits, 'maxBytes'> = { maxDepth: 16, maxElements: 200_000 };

/** The text, or why it must not be parsed, in words without any of its content. */
export type Gated = { readonly text: string } | { readonly danger: string };

const decoder = new TextDecoder('utf-8', { fatal: true });
/** Comments, CDATA, instructions, declarations and tags; in a tag a `>` between quotes does not end it. */
const MARKUP = /<!--[\s\S]*?-->|<!\[CDATA\[[\s\S]*?\]\]>|<\?[\s\S]*?\?>|<!|<\/?[^<>"']*(?:"[^"<]*"[^<>"']*|'[^'<]*'[^<>"']*)*>/g;

export function gateXml(bytes: Buffer, limits: XmlLimits): Gated {
  if (bytes.length > limits.maxBytes) return { danger: 'it is larger than allowed' };
  const text = decode(bytes);
  if (text === undefined) return { danger: 'it is not UTF-8' };
  if (!/^\s*</.test(text)) return { danger: 'it is not XML' };
  const encoding = /^\s*<\?xml[^>]*\sencoding\s*=\s*["']([^"']*)["']/.exec(text)?.[1];
  if (encoding !== undefined && encoding.toLowerCase() !== 'utf-8') return { danger: 'its encoding is not UTF-8' };
  const danger = dangerInMarkup(text, limits);
  return danger === undefined ? { text } : { danger };
}

function decode(bytes: Buffer): string | undefined {
  try {
    return decoder.decode(bytes);
  } catch {
    return undefined;
  }
}

function dangerInMarkup(text: string, { maxDepth, maxElements }: XmlLimits): string | undefined {
  let [depth, elements] = [0, 0];
  for (const [markup] of text.matchAll(MARKUP)) {
    if (markup === '<!') return 'it declares a document type or entities, or its markup is not finished';
    if (markup.startsWith('<!') || markup.startsWith('<?')) continue;
    if (markup.startsWith('</')) depth -= 1;
    else {
      elements += 1;
      if (!markup.endsWith('/>')) depth += 1;
    }
    if (depth > maxDepth) return 'it is nested too deeply';
    if (elements > maxElements) return 'it has too many elements';
  }
  return undefined;
}
