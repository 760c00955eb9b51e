import assert from 'node:assert/strict';
import {readdirSync, readFileSync} from 'node:fs';
import {describe, it} from 'node:test';
import {fileURLToPath} from 'node:url';
import {jsonKeys} from '../../scripts/manual-texts.js';
import {markdownFiles} from './shell-blocks.js';

interface Statement {
  readonly Sid: string;
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
}

const root = new URL('../../../', import.meta.url);
const readme = markdownFiles.get('README.md') ?? '';

function readPolicy(): {readonly Version: string; readonly Statement: readonly Statement[]} {
  const [, json = ''] = /^```json\n(\{\n {2}"Version".*?)^```$/ms.exec(readme) ?? [];
  return JSON.parse(json);
}

const actions = () => new Set(readPolicy().Statement.flatMap(({Action}) => Action));

/** The action that IAM asks for, by the client's package and the call. */
const actionOf: Readonly<Record<string, (call: string) => string>> = {
  'client-cloudwatch-logs': call => `logs:${call}`,
  // Its control plane has an action for each HTTP method, and the program sends GET alone.
  'client-api-gateway': () => 'apigateway:GET',
  'client-apigatewayv2': () => 'apigateway:GET',
  'client-lambda': call => `lambda:${call}`,
  'client-cloudformation': call => `cloudformation:${call}`,
};

/** The clients of AWS services that the program has, with what each package exports. */
async function clients(): Promise<
  readonly {readonly name: string; readonly exported: ReadonlySet<string>}[]
> {
  const {dependencies = {}, devDependencies = {}} = JSON.parse(
    readFileSync(new URL('package.json', root), 'utf8'),
  );
  const names = Object.keys({...dependencies, ...devDependencies}).filter(name =>
    name.startsWith('@aws-sdk/client-'),
  );
  return Promise.all(
    names.map(async name => ({
      name: name.replace('@aws-sdk/', ''),
      exported: new Set(Object.keys((await import(name)) as object)),
    })),
  );
}

/** The calls that the source makes: the commands of the SDK that it constructs. */
function callsOfTheProgram(): string[] {
  const source = fileURLToPath(new URL('src/', root));
  const names = readdirSync(source, {recursive: true, encoding: 'utf8'})
    .filter(path => path.endsWith('.ts') && !path.startsWith('local-aws'))
    .flatMap(path => [...readFileSync(`${source}${path}`, 'utf8').matchAll(/\bnew ([A-Z]\w*)Command\(/g)]);
  return [...new Set(names.map(([, name = '']) => name))];
}

/** The actions that the program needs, by call. */
async function actionsNeeded(): Promise<ReadonlyMap<string, string>> {
  const all = await clients();
  return new Map(
    callsOfTheProgram().flatMap(call => {
      const owners = all.filter(({exported}) => exported.has(`${call}Command`));
      const needed = new Set(
        owners.map(({name}) => actionOf[name]?.(call) ?? `an action for ${call} of ${name}`),
      );
      assert.ok(needed.size < 2, `${call} may be a call of several services: ${[...needed].join(', ')}`);
      return [...needed].map(action => [call, action] as const);
    }),
  );
}

describe('the policy of the README', () => {
  it('is a policy', () => {
    const {Version, Statement} = readPolicy();
    assert.equal(Version, '2012-10-17');
    for (const {Sid, Effect, Action, Resource} of Statement) {
      assert.match(Sid, /^[A-Za-z0-9]+$/);
      assert.equal(Effect, 'Allow');
      for (const action of [Action].flat()) assert.match(action, /^[a-z]+:[A-Z][A-Za-z]+$/);
      for (const resource of [Resource].flat())
        assert.match(resource, /^(\*|arn:aws:(logs|apigateway):\*:.*)$/);
    }
  });

  it('allows every call that the program can make', async () => {
    const needed = await actionsNeeded();
    assert.ok(needed.size >= 15, `${needed.size} calls were found`);
    const allowed = actions();
    for (const [call, action] of needed) assert.ok(allowed.has(action), `${action}, for ${call}`);
  });

  it('allows nothing else, and nothing that writes', async () => {
    const needed = new Set((await actionsNeeded()).values());
    for (const action of actions()) {
      // A query is started and stopped, and changes nothing.
      assert.match(action, /:(Get|GET|Describe|Filter|List)|:St(art|op)Query$/);
      assert.ok(needed.has(action), `nothing needs ${action}`);
    }
  });

  it('has each statement explained', () => {
    for (const {Sid} of readPolicy().Statement)
      assert.match(readme, new RegExp(`^\\| \`${Sid}\` \\| .+ \\| .+ \\|$`, 'm'));
  });
});

describe('the line of JSON in the README', () => {
  it('has the keys that the manual names, in their order', () => {
    const [, json = ''] = /^```json\n(\{\n {2}"timestamp".*?)^```$/ms.exec(readme) ?? [];
    assert.deepEqual(
      Object.keys(JSON.parse(json)),
      jsonKeys.map(({name}) => name),
    );
  });
});
