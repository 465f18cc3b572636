/** What the output may use, decided once from the environment. */
export interface Terminal {
  readonly columns: number;
  /** A person reads it: bars and colours make sense. */
  readonly isInteractive: boolean;
  readonly hasColour: boolean;
  write(text: string): void;
  /** Progress, on stderr; each call replaces the line before. */
  readonly progress: (text: string) => void;
  endProgress(): void;
}

/** Reads the environment: `NO_COLOR`, whether stdout and stderr are terminals, and their width. */
export function openTerminal(quiet: boolean): Terminal {
  const isInteractive = process.stdout.isTTY;
  let shown = false;
  let last = 0;
  return {
    columns: Math.min(140, Math.max(80, isInteractive ? process.stdout.columns : 110)),
    isInteractive,
    hasColour: isInteractive && process.env['NO_COLOR'] === undefined && process.env['TERM'] !== 'dumb',
    write: (text) => {
      process.stdout.write(text);
    },
    progress: (text) => {
      if (quiet) return;
      if (!process.stderr.isTTY) return;
      const now = performance.now();
      if (now - last < 80) return;
      last = now;
      shown = true;
      const width = Math.max(20, process.stderr.columns - 1);
      process.stderr.write(`\r\u001b[2K${text.slice(0, width)}`);
    },
    endProgress: () => {
      if (shown) process.stderr.write('\r\u001b[2K');
      shown = false;
    },
  };
}

const codes = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33 } as const;

/** Colours text when the terminal has colours; they carry nothing that the text does not. */
export function colour(terminal: Terminal, name: keyof typeof codes, text: string): string {
  return terminal.hasColour ? `\u001b[${codes[name]}m${text}\u001b[0m` : text;
}
