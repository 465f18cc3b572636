import type { CatalogFunction } from '../../kql/index.ts';

/** Functions of advanced hunting that are queries over its tables. `FileProfile` is part of the compiler's catalogue. */
export const builtInFunctions: readonly CatalogFunction[] = [
  {
    name: 'AssignedIPAddresses',
    parameters: '(x:string, y:datetime=datetime(null))',
    description: 'Addresses that a device had last, or last before a moment',
    body: `DeviceNetworkInfo
| where (DeviceId == x or DeviceName =~ x) and (isnull(y) or isnull(Timestamp) or Timestamp <= y)
| summarize arg_max(Timestamp, *) by DeviceId, MacAddress
| mv-expand Address = todynamic(IPAddresses)
| extend IPAddress = tostring(Address.IPAddress)
| where isnotempty(IPAddress)
| project Timestamp, IPAddress, IPType = tostring(Address.AddressType), NetworkAdapterType, ConnectedNetworks`,
  },
  {
    name: 'DeviceFromIP',
    parameters: '(T:(*), IPColumn:string="IP", y:datetime=datetime(null))',
    description: 'Devices that had each address of a column last, or last before a moment',
    body: `T
| project IP = tostring(column_ifexists(IPColumn, ""))
| distinct IP
| join kind=inner (
    DeviceNetworkInfo
    | where isnull(y) or isnull(Timestamp) or Timestamp <= y
    | summarize arg_max(Timestamp, *) by DeviceId, MacAddress
    | mv-expand Address = todynamic(IPAddresses)
    | extend IP = tostring(Address.IPAddress)
    | where isnotempty(IP)
    | distinct IP, DeviceId
  ) on IP
| project IP, DeviceId`,
  },
  {
    name: 'SeenBy',
    parameters: '(T:(*), x:string="")',
    description: 'Onboarded devices that saw a device on the network; no source says so yet, so none',
    body: 'T | take 0 | project DeviceId = ""',
  },
];
