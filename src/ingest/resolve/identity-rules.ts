/** How sightings become devices: one version of the rules. A data directory keeps the version it was told to use. */
export interface IdentityRules {
  readonly version: number;
  /** What is new in it, a sentence each. */
  readonly says: readonly string[];
  /** An id may follow another one in time where the hardware is the same: a machine was set up anew or joined again. */
  readonly idsFollowEachOther: boolean;
  /** Equal agent and hardware ids do not join what differs in all names and MAC addresses: copies of one template. */
  readonly copiesStayApart: boolean;
  /** An address does not join devices with different MAC addresses: it was given to another device. */
  readonly macsRefuteAddresses: boolean;
  /** What has no name and an address that several named devices have is one thing of its own: what stands before them. */
  readonly namelessMeet: boolean;
  /** What was learnt of a device by weaker keys is held against the stronger ones again, until nothing more is joined. */
  readonly goesOnUntilSettled: boolean;
  /** A MAC address that one report gives to more devices than this is that of a router on the way; undefined: no limit. */
  readonly devicesOfOneMac?: number;
}

/** All versions, oldest first. An old one stays, so that what changing to a newer one would do can be said before it is done. */
export const identityRules: readonly IdentityRules[] = [
  {
    version: 1,
    says: [
      'keys join from the strongest class to the weakest unless ids of one kind differ',
      'a MAC address does not join devices of different names; short names and addresses join only where they point to one device',
    ],
    idsFollowEachOther: false,
    copiesStayApart: false,
    macsRefuteAddresses: false,
    namelessMeet: false,
    goesOnUntilSettled: false,
  },
  {
    version: 2,
    says: [
      'a machine that was set up anew keeps its identity: agent and directory ids may follow each other in time on one hardware',
      'copies of a template that share a hardware or agent id stay apart by their names and MAC addresses',
      'an address does not join devices whose MAC addresses differ',
      'sightings without a name at an address that several named devices have are one device of their own: a gateway',
      'what weaker keys tell of a device is held against the stronger ones again, until nothing more is joined',
      'a MAC address that one report gives to more than 8 devices is that of a router and joins nothing',
    ],
    idsFollowEachOther: true,
    copiesStayApart: true,
    macsRefuteAddresses: true,
    namelessMeet: true,
    goesOnUntilSettled: true,
    devicesOfOneMac: 8,
  },
];

/** The version that new data directories use. */
export const newestIdentityRules = identityRules.at(-1)!;

/**
 * A person's word on two handles. A handle is a key as devices show it (`serial:abc123`), or a key as one source saw it
 * (`name:pc1@nmap`). Every sighting with the one and every sighting with the other are one device, or never are.
 */
export interface IdentityDecision {
  readonly kind: 'same' | 'different';
  readonly a: string;
  readonly b: string;
}

/** By what sightings are joined. */
export interface IdentityPolicy {
  readonly rules: IdentityRules;
  readonly decisions: readonly IdentityDecision[];
}

/** The newest rules, and nothing decided by a person. */
export const usualIdentityPolicy: IdentityPolicy = { rules: newestIdentityRules, decisions: [] };
