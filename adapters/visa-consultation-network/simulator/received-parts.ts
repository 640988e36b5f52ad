/** The parts of a mail, told apart by hand: the form, and the files behind it. */
export interface ReceivedFile {
  readonly name: string;
  readonly mediaType: string;
  /** As its part says it, in base64. */
  readonly sha256: string;
  readonly bytes: Buffer;
}

export interface Parts {
  readonly head: string;
  readonly formHead: string;
  readonly body: string;
  readonly files: readonly ReceivedFile[];
}

export function readParts(raw: string): Parts {
  const [head, body] = cutHead(raw);
  const boundary = /^Content-Type: multipart\/mixed; boundary="([^"]+)"/m.exec(head)?.[1];
  if (boundary === undefined) return { head, formHead: head, body, files: [] };
  const [form = '', ...rest] = body.split(`--${boundary}`).slice(1, -1);
  const [formHead, formBody] = cutHead(form.slice(2));
  return { head, formHead, body: formBody, files: rest.map((part) => readFile(part.slice(2))) };
}

function cutHead(text: string): [head: string, body: string] {
  const at = text.indexOf('\r\n\r\n');
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 4)];
}

function readFile(part: string): ReceivedFile {
  const [folded, body] = cutHead(part);
  const head = folded.replaceAll(/\r\n[ \t]+/g, ' ');
  return {
    name: nameIn(head),
    mediaType: /^Content-Type: ([^;\r]+)/m.exec(head)?.[1] ?? '',
    sha256: /^Content-Digest: sha-256=:([^:]+):/m.exec(head)?.[1] ?? '',
    bytes: Buffer.from(body, 'base64'),
  };
}

/** `filename="a"`, or RFC 2231 in one piece or several. */
function nameIn(head: string): string {
  const pieces = [...head.matchAll(/filename(?:\*\d+)?(\*)?=(?:"((?:[^"\\]|\\.)*)"|([^;\s]+))/g)];
  const said = pieces.map(([, isEncoded, quoted, bare = '']) => {
    const text = (quoted ?? bare).replaceAll(/\\(.)/g, '$1');
    return isEncoded === undefined ? text : decodeURIComponent(text.replace(/^utf-8''/i, ''));
  });
  return said.join('');
}
