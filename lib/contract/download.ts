// Files that an endpoint streams in place of a JSON answer: the formats they come in, and how each is called on the wire.
import { z } from 'zod';

/** Those of a list. */
export const DOWNLOAD_FORMATS = ['csv', 'json', 'jsonl'] as const;
export type ListFormat = (typeof DOWNLOAD_FORMATS)[number];
/** html: one page for people, of what is no list. */
export type DownloadFormat = ListFormat | 'html';

/** The `format` that the query of every list's download has. */
export const formatParam = z.enum(DOWNLOAD_FORMATS).default('csv');

export const DOWNLOAD_MEDIA_TYPE: { readonly [F in DownloadFormat]: string } = {
  csv: 'text/csv',
  json: 'application/json',
  /** One item a line: what programs read without holding it all. */
  jsonl: 'application/jsonl',
  html: 'text/html',
};
