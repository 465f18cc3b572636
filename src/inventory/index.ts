export { conclude, type Attributes, type DeviceWords } from './attributes.ts';
export { type Clue } from './clue.ts';
export { type DeviceCategory } from './device-kind.ts';
export { presenceOf, type Presence, type Span } from './presence.ts';
export { countTab, inTab, tabs, type Tab } from './tabs.ts';
