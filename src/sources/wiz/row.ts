import type { CsvRow } from '../csv.ts';
import { parseIsoTime, type EpochMs } from '../../base/time.ts';

/** A line of an export; columns are asked for in lower case. */
export class Row {
  readonly #cells = new Map<string, string>();

  constructor(row: CsvRow) {
    for (const [name, cell] of row) {
      const text = cell.trim();
      if (text !== '') this.#cells.set(name.toLowerCase(), text);
    }
  }

  text(column: string): string | undefined {
    return this.#cells.get(column);
  }

  first(...columns: readonly string[]): string | undefined {
    for (const column of columns) {
      const text = this.#cells.get(column);
      if (text !== undefined) return text;
    }
    return undefined;
  }

  isTrue(column: string): boolean {
    return this.#cells.get(column)?.toLowerCase() === 'true';
  }

  /** ISO, or as Go prints it: `2025-04-03 20:20:00.43042 +0000 UTC`. */
  time(column: string): EpochMs | undefined {
    const text = this.#cells.get(column);
    const printed = /^(\d{4}-\d{2}-\d{2} [\d:.]+) ([+-]\d{4})(?: \S+)?$/.exec(text ?? '');
    return parseIsoTime(printed === null ? text : `${printed[1] ?? ''}${printed[2] ?? ''}`);
  }

  /** Texts of a list in one cell, separated by semicolons or commas. */
  list(column: string): readonly string[] {
    const cell = this.#cells.get(column) ?? '';
    return cell
      .replace(/^\[|\]$/g, '')
      .split(/[;,]/)
      .map((part) => part.trim().replace(/^"|"$/g, ''))
      .filter((part) => part !== '');
  }
}
