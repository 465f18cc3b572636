import { failed, ok, type Result } from '../../base/fault.ts';
import { sources } from '../../sources/registry.ts';
import type { SourceSetting } from '../../state/index.ts';
import type { KeptPorts } from './kept-ports.ts';
import { withKeptState } from './with-kept-state.ts';

/** What was set for the reports of sources. */
export function sourceSettings(ports: Pick<KeptPorts, 'openState'>): readonly SourceSetting[] {
  return withKeptState(ports, (state) => state.sourceSettings());
}

/**
 * Sets what holds for the reports of a source from now on; what is undefined stays as it is. `bad-option` when there is no such
 * source.
 */
export function setSource(
  { source, ...change }: SourceSetting,
  ports: Pick<KeptPorts, 'openState'>,
): Result<SourceSetting> {
  if (!sources.some(({ manifest }) => manifest.id === source))
    return failed({
      code: 'bad-option',
      message: `there is no source ${source}`,
      remedy: 'fixfirst sources lists them',
    });
  return ok(
    withKeptState(ports, (state) => {
      const known = state.sourceSettings().find((one) => one.source === source);
      const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
      const setting: SourceSetting = { ...known, source, ...given };
      state.saveSourceSetting(setting);
      return setting;
    }),
  );
}

/** Takes back what was set for a source; whether anything was. */
export function resetSource(source: string, ports: Pick<KeptPorts, 'openState'>): boolean {
  return withKeptState(ports, (state) => state.deleteSourceSetting(source));
}
