import { local, type Output } from './source.ts';

/** What the secrets of a report lie in: repositories, images, folders. Each becomes one resource, at first sight. */
export class SecretAssets {
  readonly #refs = new Map<string, string>();
  readonly #out: Output;
  readonly #fallbackName: string;

  /** `reportName` names the asset where the report does not. */
  constructor(out: Output, reportName: string) {
    this.#out = out;
    this.#fallbackName = reportName.replace(/^.*[\\/]/, '');
  }

  /** The ref of an asset; without a name that of the report itself. */
  of(type: 'repository' | 'image' | 'filesystem', name?: string, ids: readonly string[] = []): string {
    // `https://user:token@host/…` is a usual way to clone: the login is no part of the name.
    const shown = (name ?? this.#fallbackName).replace(/^([a-z][a-z\d+.-]*:\/\/)[^/@]*@/i, '$1');
    const ref = local(`${type}:${shown}`);
    if (!this.#refs.has(ref)) {
      this.#refs.set(ref, shown);
      this.#out.add(
        'resource',
        { Ref: ref, ResourceType: type, ResourceName: shown, ResourceIds: ids, Examined: ['secrets'] },
        '$',
      );
    }
    return ref;
  }

  get names(): readonly string[] {
    return [...this.#refs.values()];
  }
}

/** Whether a tool masked the value (`AKIA****`, `REDACTED`): equal masks are not equal secrets. */
export function isMasked(value: string): boolean {
  return /\*{3}|^REDACTED$|^X{8,}$|\.\.\.$/.test(value);
}
