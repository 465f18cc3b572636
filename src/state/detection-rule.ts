/** How often a rule runs. */
export const frequencies = ['24h', '12h', '3h', '1h', 'continuous'] as const;
export type Frequency = (typeof frequencies)[number];

/** Severity words of alerts; those of findings are others (src/base/severity.ts). */
export const alertSeverities = ['Informational', 'Low', 'Medium', 'High'] as const;
export type AlertSeverity = (typeof alertSeverities)[number];

/** The tactics of ATT&CK, and the words that published alerts use beside them. */
export const alertCategories = [
  'Reconnaissance',
  'ResourceDevelopment',
  'InitialAccess',
  'Execution',
  'Persistence',
  'PrivilegeEscalation',
  'DefenseEvasion',
  'CredentialAccess',
  'Discovery',
  'LateralMovement',
  'Collection',
  'CommandAndControl',
  'Exfiltration',
  'Impact',
  'Exploit',
  'Malware',
  'Ransomware',
  'SuspiciousActivity',
  'UnwantedSoftware',
] as const;
export type AlertCategory = (typeof alertCategories)[number];

/** Kinds of thing an alert can be about; a rule names at most one column for each. */
export const entityTypes = ['device', 'user', 'mailbox', 'file', 'ip', 'url'] as const;
export type EntityType = (typeof entityTypes)[number];

/** What a person may do about an alert, with the entity it is done to. Recorded in the alert, never carried out. */
export const responseActions = {
  'isolate-device': 'device',
  'collect-investigation-package': 'device',
  'run-antivirus-scan': 'device',
  'start-investigation': 'device',
  'restrict-app-execution': 'device',
  'allow-file': 'file',
  'block-file': 'file',
  'quarantine-file': 'file',
  'mark-user-compromised': 'user',
  'disable-user': 'user',
  'force-password-reset': 'user',
  'move-mail': 'mailbox',
  'delete-mail': 'mailbox',
} as const satisfies Readonly<Record<string, EntityType>>;
export type ResponseAction = keyof typeof responseActions;

/** A custom detection rule as its author writes it. */
export interface RuleDraft {
  readonly name: string;
  readonly kql: string;
  readonly frequency: Frequency;
  readonly isEnabled: boolean;
  readonly alert: {
    /** Title of its alerts; `{{Column}}` stands for the row's value. */
    readonly title: string;
    readonly severity: AlertSeverity;
    readonly category: AlertCategory;
    /** ATT&CK ids: `T1059` or `T1059.001`. */
    readonly techniques: readonly string[];
    readonly description: string;
    readonly recommendedActions: string;
  };
  /** For each impacted entity the column that identifies it. */
  readonly entities: Readonly<Partial<Record<EntityType, string>>>;
  readonly actions: readonly ResponseAction[];
}

export interface DetectionRule extends RuleDraft {
  readonly id: number;
  /** 1 at first, one more with every change but switching on and off; alerts name the version that made them. */
  readonly version: number;
  readonly createdMs: number;
  readonly updatedMs: number;
}
