/** A person's word on two handles of devices, as it is written: the same device, or two. */
export interface IdentityDecisionDraft {
  readonly kind: 'same' | 'different';
  /** A key as devices show it (`serial:abc123`), or a key as one source saw it (`name:pc1@nmap`). */
  readonly a: string;
  readonly b: string;
  /** Why, in the person's words; may be empty. */
  readonly reason: string;
  /** Local user name. */
  readonly by: string;
}

export interface IdentityDecision extends IdentityDecisionDraft {
  readonly id: number;
  readonly madeMs: number;
}
