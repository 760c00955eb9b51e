/** What `npm audit --json` says of one package. https://docs.npmjs.com/cli/commands/npm-audit */
interface AuditedPackage {
  readonly name: string;
  /** Advisories of its own, and names of packages that it has theirs from. */
  readonly via: readonly (
    | string
    | {readonly title: string; readonly url: string; readonly severity: string}
  )[];
}

export type AuditReport = {readonly vulnerabilities: Readonly<Record<string, AuditedPackage>>};

/** The advisories that concern what users get, and the names of the packages that only developers have. */
export interface ShippedAdvisories {
  readonly shipped: readonly string[];
  readonly others: readonly string[];
}

/**
 * Takes the advisories of packages that are part of the program out of npm's report, for which all are tools of
 * developers alone, since the program is bundled.
 *
 * @param notices the third-party notices of the program, which name the packages in it
 */
export function shippedAdvisories({vulnerabilities}: AuditReport, notices: string): ShippedAdvisories {
  const names = new Set(bundledNames(notices));
  const concerned = Object.values(vulnerabilities).filter(({via}) =>
    via.some(each => typeof each !== 'string'),
  );
  const shipped = concerned
    .filter(({name}) => names.has(name))
    .flatMap(({name, via}) =>
      via.flatMap(each =>
        typeof each === 'string' ? [] : `${name} (${each.severity}): ${each.title}, ${each.url}`,
      ),
    );
  return {shipped, others: concerned.map(({name}) => name).filter(name => !names.has(name))};
}

/** The packages that are part of the program. Throws where the notices name none. */
export function bundledNames(notices: string): string[] {
  const names = [...notices.matchAll(/^(\S+) \d+\.\d+\.\d+\S* \(\S+\)/gm)].map(([, name = '']) => name);
  if (names.length === 0) throw new Error('the notices name no package');
  return names;
}
