import { deriveDirectory } from '../index.ts';
import type { DerivedRelation, DirectoryObject, StatedRelation } from '../model.ts';

/** For tests: a directory of one collected sid in a few lines. */
export const sid = 'S-1-5-21-1-2-3';
export const domainName = 'CORP.LOCAL';

type Properties = Record<string, unknown>;

/** A template that authenticates and is issued unseen to anybody who may enroll. */
export const openTemplate: Properties = {
  requiresmanagerapproval: false,
  authenticationenabled: true,
  enrolleesuppliessubject: false,
  nosecurityextension: false,
  schemaversion: 2,
  authorizedsignatures: 0,
  effectiveekus: ['1.3.6.1.5.5.7.3.2'],
  subjectaltrequireupn: true,
  subjectaltrequirespn: false,
  subjectaltrequiredns: false,
  subjectaltrequiredomaindns: false,
  applicationpolicies: [],
};

export class TinyDirectory {
  readonly #objects: DirectoryObject[] = [];
  readonly #relations: StatedRelation[] = [];

  constructor(properties: Properties = {}) {
    this.add('Domain', sid, { collected: true, ...properties }, domainName);
  }

  add(type: string, id: string, properties: Properties = {}, name = id): this {
    this.#objects.push({ ref: `directory:${id}`, type, name, properties: { domainsid: sid, ...properties } });
    return this;
  }

  /** Objects of one type without properties. */
  addAll(type: string, ...ids: readonly string[]): this {
    for (const id of ids) this.add(type, id);
    return this;
  }

  /** Relations as `from Relation to`. */
  state(...lines: readonly string[]): this {
    for (const line of lines) {
      const [from = '', relation = '', to = ''] = line.split(' ');
      this.#relations.push({ relation, from: `directory:${from}`, to: `directory:${to}` });
    }
    return this;
  }

  /** A CA that the sid trusts, hosted on an enabled computer; everybody may enroll there. */
  withCa(properties: Properties = {}, enrollers: readonly string[] = [`${domainName}-S-1-5-11`]): this {
    return this.add('RootCA', 'ROOT', { certthumbprint: 'aa', certchain: ['aa'] })
      .add('NTAuthStore', 'STORE', { certthumbprints: ['BB'] })
      .add('EnterpriseCA', 'CA', { certthumbprint: 'bb', certchain: ['bb', 'aa'], ...properties })
      .add('Computer', 'HOST', { enabled: true })
      .state(`ROOT RootCAFor ${sid}`, `STORE NTAuthStoreFor ${sid}`, 'HOST HostsCAService CA')
      .state(...enrollers.map((enroller) => `${enroller} Enroll CA`));
  }

  derive(): readonly DerivedRelation[] {
    return [...deriveDirectory({ objects: this.#objects, relations: this.#relations }).relations()];
  }

  /** Derived relations of these kinds as `from Relation to`, sorted. */
  derived(...kinds: readonly string[]): readonly string[] {
    return this.derive()
      .filter(({ relation }) => kinds.includes(relation))
      .map((relation) => `${id(relation.from)} ${relation.relation} ${id(relation.to)}`)
      .sort();
  }

  /** The ways to a derived relation, each needed relation as the stated line it is, `derived` for derived ones. */
  waysTo(line: string): readonly (readonly (readonly string[])[])[] | undefined {
    const found = this.derive().find(
      (relation) => `${id(relation.from)} ${relation.relation} ${id(relation.to)}` === line,
    );
    return found?.ways.map((way) =>
      way.map((edges) =>
        edges.map((edge) => {
          const stated = this.#relations[edge];
          return stated === undefined ? 'derived' : `${id(stated.from)} ${stated.relation} ${id(stated.to)}`;
        }),
      ),
    );
  }
}

function id(ref: string): string {
  return ref.replace('directory:', '');
}
