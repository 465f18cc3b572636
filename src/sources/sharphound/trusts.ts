import { asArray, asBoolean, asLabel, asNumber, asObject } from '../../base/json-value.ts';
import type { JsonObject, JsonValue } from '../../base/json.ts';
import { field, objectId, type Named, type State } from './fields.ts';
import type { Name } from './local-groups.ts';

/** Some collectors write the numbers of these lists instead of the words. */
const directions = ['Disabled', 'Inbound', 'Outbound', 'Bidirectional'];
const types = ['ParentChild', 'CrossLink', 'Forest', 'External', 'Unknown'];

/** Trusts between domains of one forest; all others cross its border. */
const withinForest: ReadonlySet<string> = new Set(['ParentChild', 'TreeRoot', 'CrossLink']);

/**
 * Trusts of a domain: an edge goes from the trusting to the trusted domain as BloodHound draws it. Across a forest's
 * border two facts make more of them: SIDs that are not filtered (`SpoofSIDHistory`) and delegated tickets
 * (`AbuseTGTDelegation`).
 */
export function stateTrusts(record: JsonObject, domain: Named, state: State, name: Name): void {
  for (const item of asArray(field(record, 'Trusts'))) {
    const trust = asObject(item);
    const id = objectId(field(trust, 'TargetDomainSid'));
    if (id === undefined) continue;
    const other: Named = { id, type: 'Domain' };
    const otherName = asLabel(field(trust, 'TargetDomainName'));
    if (otherName !== undefined) name(other, otherName);

    const trustType = word(field(trust, 'TrustType'), types);
    const direction = word(field(trust, 'TrustDirection'), directions);
    const isWithinForest = trustType !== undefined && withinForest.has(trustType);
    const relation = isWithinForest ? 'SameForestTrust' : 'CrossForestTrust';
    const attributes = asNumber(field(trust, 'TrustAttributes'));
    const delegatesTickets = asBoolean(field(trust, 'TGTDelegationEnabled')) === true;
    const filtersSids = asBoolean(field(trust, 'SidFilteringEnabled')) === true;
    const basics: JsonObject = { isacl: false, ...(trustType === undefined ? {} : { trusttype: trustType }) };
    const transitive = asBoolean(field(trust, 'IsTransitive')) === true;

    if (direction === 'Inbound' || direction === 'Bidirectional') {
      state(relation, other, domain, {
        ...basics,
        transitive,
        ...(attributes === undefined
          ? {}
          : { trustattributesinbound: attributes, tgtdelegation: delegatesTickets }),
      });
      if (!isWithinForest && delegatesTickets) state('AbuseTGTDelegation', other, domain, basics);
    }
    if (direction === 'Outbound' || direction === 'Bidirectional') {
      state(relation, domain, other, {
        ...basics,
        transitive,
        spoofsidhistoryblocked: filtersSids,
        ...(attributes === undefined ? {} : { trustattributesoutbound: attributes }),
      });
      if (!isWithinForest && !filtersSids) state('SpoofSIDHistory', other, domain, basics);
    }
  }
}

function word(value: JsonValue | undefined, words: readonly string[]): string | undefined {
  const number = asNumber(value);
  return number === undefined ? asLabel(value) : words[number];
}
