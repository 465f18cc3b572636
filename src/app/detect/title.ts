import { printable } from '../../base/text.ts';

/** Placeholders a title may have: as many as the published service allows. */
export const maxPlaceholders = 3;

const placeholder = /\{\{\s*([^{}\s]+)\s*\}\}/g;
const longestValue = 100;
const longestTitle = 300;

/** Columns a title names as `{{Column}}`, in order, each as often as it is there. */
export function placeholdersOf(title: string): readonly string[] {
  return [...title.matchAll(placeholder)].map((match) => match[1]!);
}

/** A title with the row's values; long ones are cut, and nothing in them can break the line it is printed on. */
export function fillTitle(title: string, valueOf: (column: string) => string): string {
  const filled = title.replace(placeholder, (_, column: string) => cut(valueOf(column), longestValue));
  return cut(printable(filled), longestTitle);
}

function cut(text: string, length: number): string {
  const characters = Array.from(text);
  return characters.length <= length ? text : `${characters.slice(0, length - 1).join('')}…`;
}
