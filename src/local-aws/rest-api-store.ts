import {AwsError} from './aws-error.js';
import type {Place} from './log-store.js';
import type {ApiDefinition, RestApiDefinition, StageDefinition} from './rest-api-definition.js';

/** The REST APIs of the local AWS. */
export class RestApiStore {
  /** The role that lets API Gateway write logs in this region; without one it writes none. */
  cloudwatchRoleArn: string | undefined;
  readonly #apis = new Map<string, RestApiDefinition>();
  readonly #place: Place;

  constructor(place: Place) {
    this.#place = place;
    this.cloudwatchRoleArn = `arn:aws:iam::${place.accountId}:role/api-gateway-logs`;
  }

  /** Adds an API, or replaces the one with this id, as a redeployment does. */
  addRestApi(definition: RestApiDefinition): void {
    this.#apis.set(definition.id, definition);
  }

  removeRestApi(id: string): void {
    this.#apis.delete(id);
  }

  list(): readonly RestApiDefinition[] {
    return [...this.#apis.values()];
  }

  get(id: string): RestApiDefinition {
    const api = this.#apis.get(id);
    if (!api) throw notFound(`Invalid API identifier specified ${this.#place.accountId}:${id}`);
    return api;
  }

  stage(api: RestApiDefinition, stageName: string): StageDefinition {
    const stage = api.stages.find(candidate => candidate.stageName === stageName);
    if (!stage) throw notFound('Invalid stage identifier specified');
    return stage;
  }
}

export const notFound = (message: string) => new AwsError('NotFoundException', message, 404);

/** The definition as it is edited, which is not always what a stage serves. */
export const currentDefinition = ({current, deployed}: RestApiDefinition): ApiDefinition =>
  current ?? deployed;

/** The definition that a stage serves. */
export const deployedDefinition = (api: RestApiDefinition, stage: StageDefinition): ApiDefinition =>
  stage.deployed ?? api.deployed;
