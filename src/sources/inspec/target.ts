import { isIP } from 'node:net';
import { asLabel, asText } from '../../base/json-value.ts';
import type { JsonObject } from '../../base/json.ts';
import type { EpochMs } from '../../base/time.ts';
import type { Output } from '../source.ts';
import { knownProperties } from '../texts.ts';
import type { UniqueRefs } from '../unique-refs.ts';
import type { Checked } from './control.ts';

/** The id that a report gives its target; empty when it names none. */
export function targetKey(platform: JsonObject | undefined): string {
  return asText(platform?.['target_id']) ?? '';
}

/** The system that was checked and its controls, each once. */
export class Target {
  readonly #platform: JsonObject | undefined;
  readonly #fileName: string;
  readonly #controls = new Map<string, { readonly checked: Checked; readonly isBase: boolean }>();

  constructor(platform: JsonObject | undefined, file: string) {
    this.#platform = platform;
    this.#fileName = file.replace(/^.*[\\/]/, '');
  }

  get isNamed(): boolean {
    return targetKey(this.#platform) !== '';
  }

  /** Of a control in an overlay and in its base, the words of the overlay stand with the results of whichever ran. */
  add(checked: Checked, isBase: boolean): void {
    const id = checked.control.ControlId;
    const before = this.#controls.get(id);
    if (before === undefined) {
      this.#controls.set(id, { checked, isBase });
      return;
    }
    const [top, other] = before.isBase && !isBase ? [checked, before.checked] : [before.checked, checked];
    const ran = top.hasResults ? top : other;
    const { Result, Reason } = ran.control;
    this.#controls.set(id, {
      checked: { ...ran, control: { ...other.control, ...withoutEmpty(top.control), Result, Reason } },
      isBase: before.isBase && isBase,
    });
  }

  /** Hands the device and its controls over. */
  flush(out: Output, refs: UniqueRefs): void {
    const id = targetKey(this.#platform);
    const ref = refs.next(id === '' ? this.#fileName : id);
    const checked = [...this.#controls.values()].map((entry) => entry.checked);
    const ends = checked.flatMap(({ end }) => end ?? []);
    const end: EpochMs | undefined = ends.length === 0 ? undefined : ends.reduce((a, b) => Math.max(a, b));
    const isDecided = checked.some(({ control }) => control.Result === 'pass' || control.Result === 'fail');
    const isHostName = /^[a-z0-9-]+(\.[a-z0-9-]+)+$/i.test(id) && isIP(id) === 0;
    out.observedAt(end);
    out.add(
      'device',
      {
        Ref: ref,
        DeviceName: id === '' ? this.#fileName : id,
        HostNames: isHostName ? [id] : undefined,
        IPAddresses: isIP(id) > 0 ? [id] : undefined,
        AgentIds: id === '' || isHostName || isIP(id) > 0 ? undefined : [`inspec:${id}`],
        OSPlatform: asText(this.#platform?.['name']),
        OSVersion: asLabel(this.#platform?.['release']),
        Examined: isDecided ? ['configuration'] : [],
        LastSeen: end,
        Properties: knownProperties({
          Named: id === '' ? 'by the file; the report names no target' : undefined,
        }),
      },
      '$.platform',
    );
    for (const { control, locator } of checked) out.add('control', { Ref: ref, ...control }, locator);
  }
}

function withoutEmpty<T extends object>(values: T): T {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as T;
}
