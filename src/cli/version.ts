import { createRequire } from 'node:module';

/** Version of this package; package.json lies two levels above this file in the sources and in the build alike. */
export const { version } = createRequire(import.meta.url)('../../package.json') as {
  readonly version: string;
};
