/**
 * Breaks text into at most `most` lines of `columns` for drawings, which do not wrap by themselves: at spaces, after
 * separators of names and between the words of CamelCase, else anywhere. What does not fit ends in an ellipsis. Control
 * characters must be gone. Empty text gives no line.
 */
export function foldLines(text: string, columns: number, most: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const piece of pieces(text, columns)) {
    if (line !== '' && width(line) + width(piece.trimEnd()) > columns) {
      lines.push(line.trimEnd());
      line = '';
    }
    line += line === '' ? piece.trimStart() : piece;
  }
  if (line.trim() !== '') lines.push(line.trimEnd());
  if (lines.length <= most) return lines;
  const last = Array.from(lines[most - 1] ?? '');
  while (width(last.join('')) >= columns) last.pop();
  return [...lines.slice(0, most - 1), `${last.join('')}…`];
}

/** Pieces that stay whole, each at most `columns` wide. */
function pieces(text: string, columns: number): readonly string[] {
  return text
    .split(/(?<=[\s._@\\/:-])(?=\S)|(?<=[a-z\d])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/)
    .flatMap((piece) => {
      const cut: string[] = [];
      let part = '';
      for (const character of piece) {
        if (part !== '' && width(part + character) > columns) {
          cut.push(part);
          part = '';
        }
        part += character;
      }
      return [...cut, part];
    });
}

/** Columns that text takes: characters of East Asian scripts and pictures take two. */
function width(text: string): number {
  let columns = 0;
  for (const character of text)
    columns += /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\uff00-\uff60\u{1f300}-\u{3fffd}]/u.test(
      character,
    )
      ? 2
      : 1;
  return columns;
}
