/** A question in KQL and the best SQL for it that we could write by hand over the same tables. */
export interface StockQuery {
  readonly name: string;
  readonly kql: string;
  readonly sql: string;
}

const term = (word: string) => `(?i)(^|[^\\p{L}\\p{N}])${word}($|[^\\p{L}\\p{N}])`;

/** Questions of every day over 30 days of processes and all vulnerabilities; `now` in ticks. */
export function stockQueries(now: bigint): readonly StockQuery[] {
  const ago = (days: number) => String(now - BigInt(days) * 864_000_000_000n);
  return [
    {
      name: 'count by kind',
      kql: 'DeviceProcessEvents | summarize count() by ActionType',
      sql: 'SELECT "ActionType", count(*) FROM "DeviceProcessEvents" GROUP BY 1',
    },
    {
      name: 'name, any case',
      kql: "DeviceProcessEvents | where FileName =~ 'winword.exe' | count",
      sql: `SELECT count(*) FROM "DeviceProcessEvents" WHERE lower("FileName") = 'winword.exe'`,
    },
    {
      name: 'term in command line',
      kql: "DeviceProcessEvents | where ProcessCommandLine has 'encodedcommand' | count",
      sql: `SELECT count(*) FROM "DeviceProcessEvents" WHERE contains(lower("ProcessCommandLine"), 'encodedcommand') AND regexp_matches("ProcessCommandLine", '${term('encodedcommand')}')`,
    },
    {
      name: 'any of three terms',
      kql: "DeviceProcessEvents | where ProcessCommandLine has_any ('encodedcommand', 'urlcache', 'mimikatz') | count",
      sql: `SELECT count(*) FROM "DeviceProcessEvents" WHERE regexp_matches("ProcessCommandLine", '${term('(encodedcommand|urlcache|mimikatz)')}')`,
    },
    {
      name: 'part of a text',
      kql: "DeviceProcessEvents | where ProcessCommandLine contains 'URLCACHE' | count",
      sql: `SELECT count(*) FROM "DeviceProcessEvents" WHERE contains(lower("ProcessCommandLine"), 'urlcache')`,
    },
    {
      name: 'busiest devices of a week',
      kql: 'DeviceProcessEvents | where Timestamp > ago(7d) | summarize c = count() by DeviceName | top 10 by c',
      sql: `SELECT "DeviceName", count(*) c FROM "DeviceProcessEvents" WHERE "Timestamp" > ${ago(7)} GROUP BY 1 ORDER BY c DESC LIMIT 10`,
    },
    {
      name: 'devices by program',
      kql: 'DeviceProcessEvents | summarize dcount(DeviceId) by FileName',
      sql: 'SELECT "FileName", count(DISTINCT "DeviceId") FROM "DeviceProcessEvents" GROUP BY 1',
    },
    {
      name: 'last event of each device',
      kql: 'DeviceProcessEvents | summarize arg_max(Timestamp, FileName, AccountName) by DeviceId',
      sql: 'SELECT "DeviceId", r."Timestamp", r."FileName", r."AccountName" FROM (SELECT "DeviceId", arg_max(struct_pack("Timestamp", "FileName", "AccountName"), "Timestamp") r FROM "DeviceProcessEvents" GROUP BY 1)',
    },
    {
      name: 'programs of each device',
      kql: 'DeviceProcessEvents | where Timestamp > ago(3d) | summarize make_set(FileName) by DeviceId',
      sql: `SELECT "DeviceId", to_json(list(DISTINCT "FileName")) FROM "DeviceProcessEvents" WHERE "Timestamp" > ${ago(3)} GROUP BY 1`,
    },
    {
      name: 'events by hour',
      kql: 'DeviceProcessEvents | summarize count() by bin(Timestamp, 1h)',
      sql: 'SELECT ("Timestamp" // 36000000000) * 36000000000 t, count(*) FROM "DeviceProcessEvents" GROUP BY 1',
    },
    {
      name: 'regular expression',
      kql: "DeviceProcessEvents | where ProcessCommandLine matches regex @'bad[0-9]+\\.example' | count",
      sql: `SELECT count(*) FROM "DeviceProcessEvents" WHERE regexp_matches("ProcessCommandLine", 'bad[0-9]+\\.example')`,
    },
    {
      name: 'one of a list, any case',
      kql: "DeviceProcessEvents | where FileName in~ ('cmd.exe', 'PowerShell.exe', 'rundll32.exe') | summarize count() by FileName",
      sql: `SELECT "FileName", count(*) FROM "DeviceProcessEvents" WHERE lower("FileName") IN ('cmd.exe', 'powershell.exe', 'rundll32.exe') GROUP BY 1`,
    },
    {
      name: 'who ran what',
      kql: 'DeviceProcessEvents | distinct AccountName, FileName',
      sql: 'SELECT DISTINCT "AccountName", "FileName" FROM "DeviceProcessEvents"',
    },
    {
      name: 'classes of process',
      kql: "DeviceProcessEvents | extend k = case(FileName =~ 'cmd.exe', 'shell', FileName startswith 'power', 'shell', FileName endswith '.EXE', 'other', 'none') | summarize count(), max(ProcessId) by k",
      sql: `SELECT CASE WHEN lower("FileName") = 'cmd.exe' THEN 'shell' WHEN starts_with(lower("FileName"), 'power') THEN 'shell' WHEN ends_with(lower("FileName"), '.exe') THEN 'other' ELSE 'none' END k, count(*), max("ProcessId") FROM "DeviceProcessEvents" GROUP BY 1`,
    },
    {
      name: 'last hundred',
      kql: 'DeviceProcessEvents | project Timestamp, DeviceName, FileName, ProcessCommandLine | top 100 by Timestamp',
      sql: 'SELECT "Timestamp", "DeviceName", "FileName", "ProcessCommandLine" FROM "DeviceProcessEvents" ORDER BY "Timestamp" DESC LIMIT 100',
    },
    {
      name: 'devices by CVE',
      kql: 'DeviceTvmSoftwareVulnerabilities | summarize d = dcount(DeviceId) by CveId | top 20 by d',
      sql: 'SELECT "CveId", count(DISTINCT "DeviceId") d FROM "DeviceTvmSoftwareVulnerabilities" GROUP BY 1 ORDER BY d DESC LIMIT 20',
    },
    {
      name: 'critical ones by product',
      kql: "DeviceTvmSoftwareVulnerabilities | where VulnerabilitySeverityLevel == 'Critical' and SoftwareVendor != 'adobe' | summarize count(), devices = dcount(DeviceId) by SoftwareName",
      sql: `SELECT "SoftwareName", count(*), count(DISTINCT "DeviceId") FROM "DeviceTvmSoftwareVulnerabilities" WHERE "VulnerabilitySeverityLevel" = 'Critical' AND "SoftwareVendor" <> 'adobe' GROUP BY 1`,
    },
    {
      name: 'weak devices that ran certutil',
      kql: "let weak = DeviceTvmSoftwareVulnerabilities | where VulnerabilitySeverityLevel == 'Critical' | summarize cves = dcount(CveId) by DeviceId; DeviceProcessEvents | where FileName =~ 'certutil.exe' and Timestamp > ago(1d) | join kind=inner weak on DeviceId | summarize count(), max(cves) by DeviceName",
      sql: `SELECT p."DeviceName", count(*), max(w.cves) FROM "DeviceProcessEvents" p JOIN (SELECT "DeviceId", count(DISTINCT "CveId") cves FROM "DeviceTvmSoftwareVulnerabilities" WHERE "VulnerabilitySeverityLevel" = 'Critical' GROUP BY 1) w ON p."DeviceId" = w."DeviceId" WHERE lower(p."FileName") = 'certutil.exe' AND p."Timestamp" > ${ago(1)} GROUP BY 1`,
    },
    {
      name: 'join without a kind',
      kql: "DeviceProcessEvents | where FileName =~ 'certutil.exe' | join (DeviceTvmSoftwareVulnerabilities | where CveId == 'CVE-2020-5000') on DeviceId | count",
      sql: `SELECT count(*) FROM (SELECT DISTINCT ON ("DeviceId") "DeviceId" FROM "DeviceProcessEvents" WHERE lower("FileName") = 'certutil.exe') p JOIN "DeviceTvmSoftwareVulnerabilities" v ON p."DeviceId" = v."DeviceId" WHERE v."CveId" = 'CVE-2020-5000'`,
    },
    {
      name: 'devices without an event',
      kql: "DeviceTvmSoftwareVulnerabilities | distinct DeviceId | join kind=leftanti (DeviceProcessEvents | where FileName =~ 'teams.exe' and Timestamp > ago(1d)) on DeviceId | count",
      sql: `SELECT count(*) FROM (SELECT DISTINCT "DeviceId" FROM "DeviceTvmSoftwareVulnerabilities") v ANTI JOIN (SELECT "DeviceId" FROM "DeviceProcessEvents" WHERE lower("FileName") = 'teams.exe' AND "Timestamp" > ${ago(1)}) p ON v."DeviceId" = p."DeviceId"`,
    },
  ];
}
