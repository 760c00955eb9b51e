import {readdir, readFile} from 'node:fs/promises';
import {join} from 'node:path';

interface Package {
  readonly name: string;
  readonly version: string;
  readonly license: string | undefined;
  readonly repository: string;
  readonly licenseText: string | undefined;
}

/** Licences under which a package may become part of the program: they ask for no more than to be named. */
const allowedLicenses: ReadonlySet<string> = new Set([
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'ISC',
  'MIT',
  'MIT-0',
]);

/** Asks of who passes its files on that their source can be had (section 3.2); CONTRIBUTING.md says why it is used. */
const allowedByName: ReadonlyMap<string, string> = new Map([['@jmespath-community/jmespath', 'MPL-2.0']]);

/**
 * The licences of the packages that modules come from.
 *
 * Throws for a package whose licence is not allowed, or is nowhere to be found.
 *
 * @param modules paths of files in `node_modules`; others are left out
 */
export async function thirdPartyNotices(modules: readonly string[]): Promise<string> {
  const folders = new Set(modules.flatMap(path => /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path) ?? []));
  const packages = await Promise.all([...folders].sort().map(readPackage));
  for (const found of packages) refuseOtherLicense(found);
  const byText = new Map<string, Package[]>();
  for (const found of packages) {
    const text = found.licenseText ?? textOfSibling(found, packages);
    byText.set(text, [...(byText.get(text) ?? []), found]);
  }
  const parts = [...byText].map(([text, sharers]) => `${sharers.map(title).join('')}\n${text.trim()}\n`);
  return [heading, ...parts].join(`\n${'-'.repeat(80)}\n\n`);
}

const heading = 'The files of this folder contain these packages, under these licences.\n';

function refuseOtherLicense({name, license}: Package): void {
  if (license !== undefined && (allowedLicenses.has(license) || allowedByName.get(name) === license)) return;
  throw new Error(`the licence of ${name} is not one of those allowed: ${license}`);
}

const title = ({name, version, license, repository}: Package): string =>
  allowedByName.has(name)
    ? `${name} ${version} (${license}), unchanged; its source: ${repository.replace(/^git(\+https)?:/, 'https:')}\n`
    : `${name} ${version} (${license})\n`;

async function readPackage(folder: string): Promise<Package> {
  const {name, version, license, repository} = JSON.parse(
    await readFile(join(folder, 'package.json'), 'utf8'),
  );
  const file = (await readdir(folder)).find(name => /^licen[cs]e/i.test(name));
  return {
    name,
    version,
    license,
    repository: repository?.url ?? String(repository),
    licenseText: file && (await readFile(join(folder, file), 'utf8')),
  };
}

/** Some packages leave their licence in the repository that they share with others. */
function textOfSibling({name, license, repository}: Package, packages: readonly Package[]): string {
  const sibling = packages.find(
    other => other.licenseText && other.repository === repository && other.license === license,
  );
  if (!sibling?.licenseText) throw new Error(`no licence text for ${name}`);
  return sibling.licenseText;
}
