// The same try for a terminal. Pure; quotes whatever the arguments hold.

export type TriedRequest = {
  readonly origin: string;
  /** Below /api/v1. */
  readonly path: string;
  readonly body: unknown;
  /** With an Idempotency-Key, which the reader makes anew. */
  readonly keyed: boolean;
};

export function tryCurl({ origin, path, body, keyed }: TriedRequest): string {
  const lines = [
    `curl -X POST ${quoted(`${origin}/api/v1${path}`)}`,
    `-H "Authorization: Bearer $BULKHEAD_API_KEY"`,
    `-H 'Content-Type: application/json'`,
    ...(keyed ? [`-H "Idempotency-Key: $(uuidgen)"`] : []),
    `-d ${quoted(JSON.stringify(body))}`,
  ];
  return lines.join(' \\\n  ');
}

/** For a POSIX shell: nothing inside single quotes means anything, a single quote ends them. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
