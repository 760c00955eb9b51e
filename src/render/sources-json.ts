import type {SourceReport} from '../explain/source-report.js';
import {toSafeJson} from './control-characters.js';

/** One object a line, with all keys in one order, which are a promise. */
export const renderSourcesJson = (reports: readonly SourceReport[]): string =>
  reports.map(report => `${toSafeJson(toJson(report))}\n`).join('');

const toJson = (report: SourceReport) => ({
  kind: report.kind,
  name: report.name,
  logGroup: report.logGroup,
  region: report.region,
  canary: report.canary,
  foundBy: report.foundBy,
  state: report.state,
  newestEvent: report.newestEvent,
  retentionInDays: report.retentionInDays,
  logGroupClass: report.logGroupClass,
  explanations: report.explanations.map(({kind, message, hint = null}) => ({kind, message, hint})),
});
