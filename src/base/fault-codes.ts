/** Every expected trouble has one stable code; docs/reference/errors.md has an entry for each (tested). */
export const faultCodes = {
  'not-recognised': 'No source knows the content of this file.',
  'not-supported': 'The format is known, but this version of fixfirst does not read it.',
  'wrong-version': 'The format is known, but this version of it cannot be read.',
  empty: 'The file holds nothing.',
  unreadable: 'The file or folder cannot be opened.',
  'not-well-formed': 'The XML or JSON breaks its own syntax.',
  truncated: 'The file ends before its content does.',
  'external-entity': 'The XML declares entities; they are never resolved and the file is refused.',
  'too-deep': 'The nesting is deeper than any real report.',
  'too-large': 'One record, string or file is larger than the limit.',
  'archive-damaged': 'The archive cannot be read as its directory says.',
  'archive-unsafe': 'The archive breaks a safety rule (names, links, size, ratio, count, nesting).',
  'wrong-content': 'A part has another shape than the format says.',
  'store-held': 'Another process has the data directory open.',
  'store-newer': 'The data directory was written by a newer version of fixfirst.',
  'store-damaged': 'A file of the data directory is damaged.',
  'bad-graph': 'The graph file breaks a rule of its form.',
  'bad-option': 'An option of the command has a value that cannot be used.',
  'bad-query': 'The query breaks the language, names what does not exist, or uses what is not supported.',
  'query-failed':
    'The query was stopped, took too long, needed too much memory, met a limit, or its engine ended.',
} as const;

export type FaultCode = keyof typeof faultCodes;
