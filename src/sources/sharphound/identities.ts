import { asBoolean, asLabel } from '../../base/json-value.ts';
import { directory, type Output, type ReportFile } from '../source.ts';
import type { Named } from './fields.ts';
import { newestTime, type Facts } from './properties.ts';

/** Where something was said. */
export interface Place {
  readonly locator: string;
  readonly file: ReportFile;
}

interface Waiting {
  type: string;
  name: string | undefined;
  readonly place: Place;
}

/**
 * Tells each object of a report once: with its own record where the report has one, else at the end as an object that
 * others only name. Holds ids, never records.
 */
export class Identities {
  readonly #out: Output;
  readonly #described = new Set<string>();
  readonly #waiting = new Map<string, Waiting>();

  constructor(out: Output) {
    this.#out = out;
  }

  /** The object's own record. False when another record has described it already (collections of several domains overlap). */
  describe(object: Named, facts: Facts, place: Place): boolean {
    if (this.#described.has(object.id)) return false;
    this.#described.add(object.id);
    this.#waiting.delete(object.id);
    this.#out.add(
      'identity',
      {
        Ref: directory(object.id),
        IdentityType: object.type,
        IdentityName: asLabel(facts['name']),
        Domain: asLabel(facts['domain']) ?? domainOf(object.id),
        ObjectId: object.id,
        IsEnabled: asBoolean(facts['enabled']),
        LastLogon: newestTime(facts['lastlogontimestamp'], facts['lastlogon']),
        PasswordLastSet: newestTime(facts['pwdlastset']),
        IsDescribed: true,
        Properties: facts,
      },
      place.locator,
      place.file,
    );
    return true;
  }

  /** An object that another one names, perhaps with its name. */
  mention(object: Named, place: Place, name?: string): void {
    if (this.#described.has(object.id)) return;
    const known = this.#waiting.get(object.id);
    if (known === undefined) {
      this.#waiting.set(object.id, { type: object.type, name, place });
      return;
    }
    if (known.type === 'Base') known.type = object.type;
    known.name ??= name;
  }

  /** Tells the objects that stayed without a record of their own. */
  finish(): void {
    for (const [id, { type, name, place }] of this.#waiting) {
      this.#out.add(
        'identity',
        {
          Ref: directory(id),
          IdentityType: type,
          IdentityName: name,
          Domain: domainOf(id),
          ObjectId: id,
          // A local group has no record but the list of its members.
          IsDescribed: type === 'ADLocalGroup' && name !== undefined,
        },
        place.locator,
        place.file,
      );
    }
    this.#waiting.clear();
  }
}

/** The domain before a well-known SID, which collectors write to tell those of several domains apart. */
function domainOf(id: string): string | undefined {
  return /^(.+)-S-1-\d/.exec(id)?.[1];
}
