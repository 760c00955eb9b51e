const logGroupHint = 'apilogs get --log-group NAME, or apilogs get NAME for one alone';
const logStreamHint =
  'streams follow the name of the log group, as a regular expression: apilogs get GROUP STREAM';

/** What to do instead of options that people bring along from the AWS CLI and from SAM's; by long name, without dashes. */
const foreignOptions: Readonly<Record<string, string>> = {
  'no-verify-ssl': 'certificates are always checked; name the file of those to trust in AWS_CA_BUNDLE',
  'ca-bundle': 'name the file in AWS_CA_BUNDLE, or in ca_bundle of the profile',
  debug: '-v says what is being done',
  'no-cli-pager': 'leave it out; the output never goes through a pager',
  'no-paginate': 'leave it out; every page is read, and -e ends the window',
  'page-size': 'leave it out; pages are as large as AWS allows',
  'no-sign-request': 'leave it out; logs cannot be read without credentials',
  'log-group-name': logGroupHint,
  'log-group-names': logGroupHint,
  'log-group-identifiers': logGroupHint,
  'cw-log-group': logGroupHint,
  'log-stream-names': logStreamHint,
  'log-stream-name-prefix': logStreamHint,
  format: '-o says how lines are printed',
};

/** The same for values of `--output`. */
const foreignFormats: Readonly<Record<string, string>> = {
  table: 'text is printed in columns',
  yaml: 'json is there for programs',
  'yaml-stream': 'json is there for programs',
  detailed: 'classic with --timestamp is closest to it',
  short: 'raw is the message alone',
};

/** What does the job of an option that does not exist here; undefined where nothing is known of it. */
export const foreignOptionHint = (typed: string): string | undefined =>
  entryOf(foreignOptions, typed.replace(/^-+/, ''));

/** The same for a value of `--output`. */
export const foreignFormatHint = (value: string): string | undefined => entryOf(foreignFormats, value);

const entryOf = (table: Readonly<Record<string, string>>, key: string) =>
  Object.hasOwn(table, key) ? table[key] : undefined;
