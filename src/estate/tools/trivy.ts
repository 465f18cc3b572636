import type { Company } from '../company.ts';
import { versionOf, type Installed } from '../products.ts';
import type { EstateSink } from '../sink.ts';
import { debianUrl, images, mavenUrl, openWeaknesses, scanTime, type Image } from './images.ts';

/** Writes a scan of each image, and one of the repository of the order interface with its secrets and settings. */
export async function writeTrivy(company: Company, sink: EstateSink): Promise<void> {
  for (const image of images(company)) {
    const file = image.name.slice(image.name.indexOf('/') + 1);
    await sink.write(`trivy/${file}.json`, [json(imageReport(company, image))]);
  }
  await sink.write('trivy/order-interface-repository.json', [json(repositoryReport(company))]);
}

function json(report: object): string {
  return `${JSON.stringify(report, undefined, 2)}\n`;
}

function head(company: Company, name: string, type: 'container_image' | 'repository'): object {
  return {
    SchemaVersion: 2,
    Trivy: { Version: '0.57.0' },
    ReportID: company.dice.uuid('trivy', name),
    CreatedAt: new Date(scanTime(company)).toISOString(),
    ArtifactName: name,
    ArtifactType: type,
  };
}

function imageReport(company: Company, image: Image): object {
  const reference = `${image.name}:${image.tag}`;
  const digest = (part: string): string => `sha256:${company.dice.hex(64, part, reference)}`;
  const layer = { Digest: digest('layer'), DiffID: digest('diff') };
  const results: object[] = [
    {
      Target: `${reference} (debian 12.7)`,
      Class: 'os-pkgs',
      Type: 'debian',
      Packages: image.system.map((one) => ({
        ID: `${one.product.name}@${versionOf(one)}`,
        Name: one.product.name,
        Identifier: { PURL: debianUrl(one) },
        Version: versionOf(one),
        Arch: 'amd64',
        Layer: layer,
      })),
      ...vulnerabilities(
        image.system.map((one) => ({ one, url: debianUrl(one), name: one.product.name })),
        layer,
      ),
    },
  ];
  if (image.libraries.length > 0) {
    const named = image.libraries.map(({ installed, group }) => ({
      one: installed,
      url: mavenUrl(group, installed),
      name: `${group}:${installed.product.name}`,
    }));
    results.push({
      Target: 'Java',
      Class: 'lang-pkgs',
      Type: 'jar',
      Packages: named.map(({ one, url, name }) => ({
        Name: name,
        Identifier: { PURL: url },
        Version: versionOf(one),
        FilePath: `app/lib/${one.product.name}-${versionOf(one)}.jar`,
      })),
      ...vulnerabilities(named, layer),
    });
  }
  return {
    ...head(company, reference, 'container_image'),
    Metadata: {
      OS: { Family: 'debian', Name: '12.7' },
      ImageID: digest('image'),
      DiffIDs: [layer.DiffID],
      RepoTags: [reference],
      RepoDigests: [`${image.name}@${digest('repository')}`],
    },
    Results: results,
  };
}

interface Named {
  readonly one: Installed;
  readonly url: string;
  readonly name: string;
}

/** As Trivy does, nothing is written where there is nothing to say. */
function vulnerabilities(packages: readonly Named[], layer: object): object {
  const found = packages.flatMap(({ one, url, name }) =>
    openWeaknesses(one).map(({ fix, fixedVersion }) => ({
      VulnerabilityID: fix.cve,
      PkgID: `${name}@${versionOf(one)}`,
      PkgName: name,
      PkgIdentifier: { PURL: url },
      InstalledVersion: versionOf(one),
      FixedVersion: fixedVersion,
      Status: 'fixed',
      Layer: layer,
      SeveritySource: 'nvd',
      PrimaryURL: `https://avd.aquasec.com/nvd/${fix.cve.toLowerCase()}`,
      Title: fix.title,
      Severity: fix.severity.toUpperCase(),
      CVSS: { nvd: { V3Vector: fix.vector, V3Score: fix.cvss } },
      PublishedDate: `${fix.published}T00:00:00Z`,
    })),
  );
  return found.length === 0 ? {} : { Vulnerabilities: found };
}

function repositoryReport(company: Company): object {
  return {
    ...head(company, `https://git.${company.dns}/works/order-interface`, 'repository'),
    Results: [
      {
        Target: 'Dockerfile',
        Class: 'config',
        Type: 'dockerfile',
        MisconfSummary: { Successes: 24, Failures: 1 },
        Misconfigurations: [
          {
            Type: 'Dockerfile Security Check',
            ID: 'DS002',
            AVDID: 'AVD-DS-0002',
            Title: "Image user should not be 'root'",
            Description: "Running containers with 'root' user can lead to a container escape situation.",
            Message: 'Specify at least 1 USER command in Dockerfile with non-root user as argument',
            Namespace: 'builtin.dockerfile.DS002',
            Resolution: "Add 'USER <non root user name>' line to the Dockerfile",
            Severity: 'HIGH',
            PrimaryURL: 'https://avd.aquasec.com/misconfig/ds002',
            Status: 'FAIL',
            CauseMetadata: { Provider: 'Dockerfile', Service: 'general' },
          },
        ],
      },
      {
        Target: 'deploy/appsettings.Production.json',
        Class: 'secret',
        Secrets: [
          {
            RuleID: 'aws-access-key-id',
            Category: 'AWS',
            Severity: 'CRITICAL',
            Title: 'AWS Access Key ID',
            StartLine: 21,
            EndLine: 21,
            Match: '"accessKeyId": "********************"',
          },
        ],
      },
    ],
  };
}
