import { grouped } from './figures.ts';
import { markup, type Fill, type Html } from './html.ts';

/** A table that scrolls sideways when it is wider than the page; the keyboard can scroll it too. */
export function table(label: string, columns: readonly Fill[], body: Fill): Html {
  return markup`<div class="scroll" role="region" tabindex="0" aria-label="${label}">
<table>
<thead><tr>${columns.map((column) => markup`<th scope="col">${column}</th>`)}</tr></thead>
${body}
</table>
</div>`;
}

/** Says that a list was cut, and where the rest is; nothing when it was not. */
export function moreLine(shown: number, all: number, what: string): Html | undefined {
  if (all <= shown) return undefined;
  return markup`<p class="more">The first ${grouped(shown)} of ${grouped(all)} ${what} are listed here; the other ${grouped(all - shown)} are in the answer of <code>--json</code>.</p>`;
}

/** The first names of a list and how many there are beyond them. */
export function names(all: readonly string[], most: number): Html {
  const shown = all
    .slice(0, most)
    .map((name, i) => markup`${i === 0 ? '' : ', '}<span class="name">${name}</span>`);
  return markup`${shown}${all.length > most ? ` and ${grouped(all.length - most)} more` : ''}`;
}

/** Text of several lines as paragraphs. */
export function paragraphs(text: string): readonly Html[] {
  return text
    .split(/\r\n|\r|\n/)
    .filter((line) => line.trim() !== '')
    .map((line) => markup`<p>${line}</p>`);
}
