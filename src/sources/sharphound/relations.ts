import type { JsonObject } from '../../base/json.ts';
import { directory, type Output } from '../source.ts';
import type { Named, State } from './fields.ts';
import type { Identities, Place } from './identities.ts';

interface Stated {
  readonly relation: string;
  readonly from: Named;
  readonly to: Named;
  readonly properties: JsonObject | undefined;
}

/** The relations that one record states. */
export class RecordRelations {
  readonly #out: Output;
  readonly #identities: Identities;
  readonly #place: Place;
  readonly #gathered = new Map<string, Stated>();

  constructor(out: Output, identities: Identities, place: Place) {
    this.#out = out;
    this.#identities = identities;
    this.#place = place;
  }

  /**
   * Gathers a relation, each once: lists repeat themselves, and of two entries with the same right the one that was set
   * on the object itself counts, since that is where it can be taken away.
   */
  readonly gather: State = (relation, from, to, properties) => {
    const key = `${relation} ${from.id} ${to.id}`;
    const earlier = this.#gathered.get(key);
    if (earlier !== undefined && earlier.properties?.['isinherited'] !== true) return;
    this.#gathered.set(key, { relation, from, to, properties });
  };

  /** Tells a relation at once: for lists that multiply (members × computers) and hold nothing twice. */
  readonly tell: State = (relation, from, to, properties) => {
    this.#identities.mention(from, this.#place);
    this.#identities.mention(to, this.#place);
    this.#out.add(
      'relation',
      {
        Relation: relation,
        FromRef: directory(from.id),
        ToRef: directory(to.id),
        ...(properties === undefined ? {} : { Properties: properties }),
      },
      this.#place.locator,
      this.#place.file,
    );
  };

  /** Tells what was gathered. */
  finish(): void {
    for (const { relation, from, to, properties } of this.#gathered.values())
      this.tell(relation, from, to, properties);
    this.#gathered.clear();
  }
}
