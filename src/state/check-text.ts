import { failed, ok, type Result } from '../base/fault.ts';

/** Longest texts the state keeps, in UTF-16 units. */
const textLimits = { name: 128, title: 256, folder: 256, description: 10_000, kql: 100_000 } as const;

/**
 * A text that the state can keep: not longer than its kind may be, and without NUL. Names, titles and folders also hold
 * no control characters and no space at either end; only folders and descriptions may be empty. `bad-option` says which text it is.
 */
export function checkText(kind: keyof typeof textLimits, text: string, what: string): Result<string> {
  const limit = textLimits[kind];
  const isLabel = kind === 'name' || kind === 'title' || kind === 'folder';
  if (text.length > limit) {
    return failed({
      code: 'bad-option',
      message: `${what} is longer than ${limit} characters`,
      remedy: 'shorten it',
    });
  }
  if (isLabel ? /[\u0000-\u001f\u007f-\u009f\u2028-\u202e]|^\s|\s$/.test(text) : text.includes('\u0000')) {
    return failed({
      code: 'bad-option',
      message: `${what} holds characters that cannot be kept`,
      remedy: isLabel
        ? 'write it on one line without control characters and without space at its ends'
        : 'remove the NUL characters',
    });
  }
  if (text.trim() === '' && kind !== 'folder' && kind !== 'description') {
    return failed({ code: 'bad-option', message: `${what} is empty` });
  }
  return ok(text);
}
