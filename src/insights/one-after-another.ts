import type {Ask} from './ask-together.js';

/**
 * Asks queries that run at the same time and look at the same lines, so that one has ended when another has, or soon:
 * only the first that has not ended is asked whether it has.
 */
export function oneAfterAnother(ask: Ask): Ask {
  let last: Promise<unknown> | undefined;
  return query => {
    const result = ask(last ? {...query, askedAfter: last} : query);
    last = result;
    const settle = () => {
      if (last === result) last = undefined;
    };
    result.then(settle, settle);
    return result;
  };
}
