// Removes what an earlier build left, so that deleted sources do not live on in dist.
import { rmSync } from 'node:fs';

rmSync(new URL('../dist', import.meta.url), { recursive: true, force: true });
