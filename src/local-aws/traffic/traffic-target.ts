import type {FunctionStore} from '../function-store.js';
import type {LogStore} from '../log-store.js';
import type {RestApiStore} from '../rest-api-store.js';

/** What traffic needs of the embedded AWS. */
export interface TrafficTarget {
  readonly region: string;
  readonly accountId: string;
  readonly logs: Pick<LogStore, 'createLogGroup' | 'putEvents'>;
  readonly apiGateway: Pick<RestApiStore, 'addRestApi'>;
  readonly lambda: Pick<FunctionStore, 'addFunction'>;
}
