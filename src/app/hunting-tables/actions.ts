import { ownTables } from '../../schema/index.ts';
import type { TableFamily } from './family.ts';

/** The actions in the order to do them. */
export const actions: TableFamily = {
  tables: ['Actions'],
  async fill({ plan }, _store, out) {
    for (const action of await plan()) {
      const { affected, effort, evidence, riskRemoved, userImpact } = action;
      const { alone, inPlan } = riskRemoved;
      out.own(ownTables.actions, {
        ActionId: action.id,
        Rank: action.rank,
        Title: action.title,
        Kind: action.kind,
        Fix: action.fix,
        RiskRemoved: inPlan.value,
        RiskRemovedLow: inPlan.interval[0],
        RiskRemovedHigh: inPlan.interval[1],
        RiskRemovedAlone: alone.value,
        RiskRemovedAloneLow: alone.interval[0],
        RiskRemovedAloneHigh: alone.interval[1],
        Unit: 'points',
        Decisive: action.decisive,
        EffortLevel: effort.level,
        EffortHours: effort.hours,
        UserImpact: userImpact.level,
        PeopleAffected: userImpact.people,
        AssetsAffected: affected.devices.length + affected.identities.length + affected.resources.length,
        Devices: affected.devices,
        Identities: affected.identities,
        Resources: affected.resources,
        Cves: affected.cves,
        KnownExploitedCves: affected.knownExploitedCves,
        Findings: affected.findings,
        EvidenceCount: evidence.length,
        Evidence: evidence,
        Bundle: action.bundle,
      });
      await out.pressure();
    }
  },
};
