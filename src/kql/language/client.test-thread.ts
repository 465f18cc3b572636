import { serve } from './serve.ts';

/** A thread whose compiler misbehaves on demand. */
serve<{ readonly how: string }, string>({
  compile: (text, globals, options) => {
    if (text === 'throw') throw new Error('a broken promise\nwith a second line');
    if (text === 'exit') process.exit(3);
    while (text === 'loop');
    return `${text} ${options.how} over ${globals.catalog.tables.map((table) => table.name).join()}`;
  },
});
