import type { CertificateAuthority, CertificateServices, Offer } from './certificate-services.ts';
import type { Way } from './model.ts';

/** Rights by which one can change the name of an account. */
const controlRights = ['GenericAll', 'GenericWrite', 'Owns', 'WriteOwner', 'WriteDacl'] as const;
const attackerTypes: ReadonlySet<string> = new Set(['User', 'Group', 'Computer']);

/** Which of the accounts that may enroll are of use: all, computers, or those that have a DNS name. */
type Victims = 'all' | 'computers' | 'with a DNS name';

/** The control over an account by which each attacker has it, the first one found. */
type Controllers = ReadonlyMap<number, number>;

/**
 * The accounts that may enroll with templates, and who controls them. Most templates are granted to the same groups, so
 * answers are kept by group where they can be.
 */
export class EnrollingAccounts {
  readonly #services: CertificateServices;
  readonly #marks: Uint8Array;
  readonly #controllers = new Map<string, Controllers>();

  constructor(services: CertificateServices) {
    this.#services = services;
    this.#marks = new Uint8Array(services.graph.objectCount);
  }

  /** Who controls an account that may enroll with the template, with the way to it. */
  controllers(
    ca: CertificateAuthority,
    offer: Offer,
    onlyComputers: boolean,
  ): readonly { readonly attacker: number; readonly way: Way }[] {
    const victims = onlyComputers ? 'computers' : offer.template.isForUsers ? 'all' : 'with a DNS name';
    const enrollers = this.#enrollers(ca, offer);
    const found = new Map<number, number>();
    // Groups that count in full are answered one by one, once for all templates.
    for (const principal of enrollers.alone) {
      const key = `${victims} ${principal}`;
      for (const [attacker, control] of this.#remembered(key, victims, () =>
        this.#accountsBelow([principal]),
      ))
        if (!found.has(attacker)) found.set(attacker, control);
    }
    if (enrollers.both !== undefined) {
      const key = `${victims} ${this.key(ca, offer)}`;
      const control = this.#remembered(key, victims, () => this.accounts(ca, offer));
      for (const [attacker, edge] of control) found.set(attacker, edge);
    }
    return [...found].map(([attacker, control]) => ({
      attacker,
      way: [[control], [offer.published], ca.hosts],
    }));
  }

  /** The same for offers that let the same principals enroll. */
  key(ca: CertificateAuthority, offer: Offer): string {
    const sorted = (principals: readonly number[]): string => [...principals].sort((a, b) => a - b).join(' ');
    return `${sorted(this.#principals(this.#services.enrollersOf(offer.template)))}|${sorted(this.#principals(ca.enrollers))}`;
  }

  /** Accounts, not groups, that may enroll with the template at the CA. */
  accounts(ca: CertificateAuthority, offer: Offer): readonly number[] {
    const { alone, both } = this.#enrollers(ca, offer);
    if (both === undefined) return this.#accountsBelow(alone);
    const marks = this.#marks;
    const ofTemplate = this.#accountsBelow(both[0]);
    for (const account of ofTemplate) marks[account] = 1;
    const found = this.#accountsBelow(both[1], 2).filter((account) => (marks[account]! & 1) !== 0);
    for (const account of ofTemplate) marks[account]! &= ~1;
    return found;
  }

  /**
   * Who may enroll: where a side lets everybody, those of the other side count in full; else the accounts that both
   * sides let.
   */
  #enrollers(
    ca: CertificateAuthority,
    offer: Offer,
  ): {
    readonly alone: readonly number[];
    readonly both: readonly [readonly number[], readonly number[]] | undefined;
  } {
    const { membership } = this.#services;
    const ofTemplate = this.#principals(this.#services.enrollersOf(offer.template));
    const ofCa = this.#principals(ca.enrollers);
    const templateLetsAll = ofTemplate.some((principal) => membership.holdsEverybody(principal));
    const caLetsAll = ofCa.some((principal) => membership.holdsEverybody(principal));
    if (!templateLetsAll && !caLetsAll) return { alone: [], both: [ofTemplate, ofCa] };
    return { alone: [...(templateLetsAll ? ofCa : []), ...(caLetsAll ? ofTemplate : [])], both: undefined };
  }

  #principals(grants: readonly number[]): readonly number[] {
    return [...new Set(grants.map((edge) => this.#services.graph.from(edge)))];
  }

  #remembered(key: string, victims: Victims, accounts: () => readonly number[]): Controllers {
    let found = this.#controllers.get(key);
    if (found === undefined) {
      found = this.#findControllers(accounts(), victims);
      this.#controllers.set(key, found);
    }
    return found;
  }

  #findControllers(accounts: readonly number[], victims: Victims): Controllers {
    const { graph } = this.#services;
    const found = new Map<number, number>();
    for (const account of accounts) {
      if (victims === 'computers' && graph.type(account) !== 'Computer') continue;
      if (victims === 'with a DNS name' && !this.#services.hasDnsName(account)) continue;
      for (const kind of controlRights) {
        for (const edge of graph.into(account, kind)) {
          const attacker = graph.from(edge);
          if (!found.has(attacker) && attackerTypes.has(graph.type(attacker))) found.set(attacker, edge);
        }
      }
    }
    return found;
  }

  /** Accounts among the principals and in their groups, each once; `bit` is a mark that nobody else uses meanwhile. */
  #accountsBelow(principals: readonly number[], bit = 4): readonly number[] {
    const { graph, membership } = this.#services;
    const marks = this.#marks;
    const found: number[] = [];
    const take = (node: number): void => {
      if ((marks[node]! & bit) !== 0 || isGroup(graph.type(node))) return;
      marks[node]! |= bit;
      found.push(node);
    };
    for (const principal of principals) {
      take(principal);
      for (const member of membership.membersOf(principal)) take(member);
    }
    for (const node of found) marks[node]! &= ~bit;
    return found;
  }
}

function isGroup(type: string): boolean {
  return type === 'Group' || type === 'ADLocalGroup';
}
