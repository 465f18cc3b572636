import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { functionsFor } from '../app/index.ts';
import { loadQuestions } from '../app/questions/index.ts';
import type { HuntPorts } from './commands/hunt.ts';
import type { CliPorts } from './index.ts';

/** What `hunt` needs, from what the command line was given: a data directory is used when it is there, never made. */
export function huntPorts({ ports, kept, state, dataDirectory, questions }: CliPorts): HuntPorts {
  return {
    ports,
    kept,
    functions(data) {
      if (!existsSync(join(dataDirectory(data), 'state.sqlite'))) return [];
      const opened = state.openState(data);
      if (!opened.ok) return [];
      try {
        return functionsFor(opened.value, state.user).map((saved) => ({ ...saved, description: '' }));
      } finally {
        opened.value.close();
      }
    },
    question: async (id) => (await loadQuestions(questions)).find((question) => question.id === id)?.kql,
    history(data) {
      const directory = dataDirectory(data);
      return existsSync(directory) ? join(directory, 'hunt-history') : undefined;
    },
  };
}
