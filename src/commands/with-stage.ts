import {messageText} from '../cli/create-notices.js';
import type {Context} from '../context.js';
import {UnknownApi} from '../discover/unknown-api.js';
import {ApilogsError, type ExitCode, exitCodes} from '../errors.js';
import type {GetOptions, Sought} from '../options.js';
import {canAsk} from '../prompt/can-ask.js';
import type {PickOne} from '../reach/choose.js';
import type {Reach, ReachedStage} from '../reach/reach.js';
import {takenForId} from '../reach/taken-for-id.js';
import {canRewriteLine} from '../render/can-rewrite-line.js';
import {shellWord} from '../render/shell-word.js';
import {type AwsWorld, withAws} from './with-aws.js';

type SoughtStage = Pick<Sought<GetOptions>, 'aws' | 'wanted' | 'commandLine' | 'verbose' | 'quiet'>;

/**
 * Finds the stage that is meant, by what was said of it, and cleans up behind `use`. An id with a stage is taken
 * as it is, without a call; only when no API has it, it is looked up as a name, and `use` is called again.
 */
export const withStage = (
  sought: SoughtStage,
  context: Context,
  use: (stage: ReachedStage, world: AwsWorld) => Promise<ExitCode>,
): Promise<ExitCode> =>
  withAws(sought, context, async world => {
    const taken = takenForId(sought.wanted);
    if (!taken) return use(await find(sought, context, world), world);
    try {
      return await use(taken, world);
    } catch (error) {
      if (!(error instanceof UnknownApi)) throw error;
      return use(await findNamed(taken, error, sought, context, world), world);
    }
  });

async function find(sought: SoughtStage, context: Context, world: AwsWorld): Promise<ReachedStage> {
  const {resolveStage} = await import('../reach/resolve-stage.js');
  return asking(sought, context, world, reach => resolveStage(sought.wanted, reach));
}

/** No API has the word for its id. Where the list of APIs cannot be read, that is all there is to say. */
async function findNamed(
  {apiId: word, stage}: ReachedStage,
  unknown: UnknownApi,
  sought: SoughtStage,
  context: Context,
  world: AwsWorld,
): Promise<ReachedStage> {
  const {resolveByName} = await import('../reach/resolve-stage.js');
  return asking(sought, context, world, reach => resolveByName(word, stage, reach)).catch(error => {
    throw error instanceof ApilogsError && error.exitCode === exitCodes.denied ? unknown : error;
  });
}

/** Looks for the stage; whatever somebody had to pick is said again as the command line that needs no picking. */
async function asking(
  sought: SoughtStage,
  context: Context,
  {notices, aws}: AwsWorld,
  look: (reach: Reach) => Promise<ReachedStage>,
): Promise<ReachedStage> {
  const {createReachPorts} = await import('../reach/reach-ports.js');
  let wasPicked = false;
  const pick: PickOne = async (question, labels) => {
    const {createPick} = await import('../prompt/pick-one.js');
    const picked = await createPick(context)(question, labels);
    wasPicked = true;
    return picked;
  };
  const stage = await look({
    ports: createReachPorts(aws, context.clock),
    pick: canAsk(context) && canRewriteLine(context) ? pick : undefined,
    notices,
    command: sought.commandLine[0] ?? 'get',
    signal: context.signal,
  });
  if (wasPicked && !sought.quiet)
    context.stderr.write(messageText(`the same again: ${repeated(sought, stage)}`));
  return stage;
}

function repeated({commandLine, aws}: SoughtStage, {apiId, stage}: ReachedStage): string {
  const where = [
    ['--api-id', apiId],
    ['--stage', stage],
    ['--region', aws.region],
    ['--endpoint-url', aws.endpointUrl],
  ].flatMap(([name = '', value]) => (value === undefined ? [] : [name, value]));
  return ['apilogs', ...commandLine, ...where].map(shellWord).join(' ');
}
