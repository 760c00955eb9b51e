import {spawnSync} from 'node:child_process';
import {readFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import {type AuditReport, bundledNames, shippedAdvisories} from './shipped-advisories.js';

// Two folders up from the built script.
const root = fileURLToPath(new URL('../..', import.meta.url));

const notices = readFileSync(`${root}/dist/THIRD-PARTY-NOTICES`, 'utf8');
const {stdout, stderr} = spawnSync('npm', ['audit', '--json'], {cwd: root, encoding: 'utf8'});
const report: Partial<AuditReport> = JSON.parse(stdout || '{}');
if (report.vulnerabilities) {
  const {shipped, others} = shippedAdvisories({vulnerabilities: report.vulnerabilities}, notices);
  for (const advisory of shipped) console.error(advisory);
  if (others.length > 0) console.error(`only developers have ${others.join(', ')}: see npm audit`);
  console.log(
    `${bundledNames(notices).length} packages are part of the program; advisories: ${shipped.length}`,
  );
  process.exitCode = shipped.length > 0 ? 1 : 0;
} else {
  console.error(`npm audit has no report to give:\n${stderr}`);
  process.exitCode = 2;
}
