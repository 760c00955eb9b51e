import type {HttpApiContents, HttpApiDefinition, HttpStageDefinition} from './http-api-definition.js';
import type {Place} from './log-store.js';
import {notFound} from './rest-api-store.js';

/** The HTTP and WebSocket APIs of the local AWS. */
export class HttpApiStore {
  readonly #apis = new Map<string, HttpApiDefinition>();
  readonly #place: Place;

  constructor(place: Place) {
    this.#place = place;
  }

  /** Adds an API, or replaces the one with this id, as an edit or a redeployment does. */
  addApi(definition: HttpApiDefinition): void {
    this.#apis.set(definition.id, definition);
  }

  removeApi(id: string): void {
    this.#apis.delete(id);
  }

  list(): readonly HttpApiDefinition[] {
    return [...this.#apis.values()];
  }

  get(id: string): HttpApiDefinition {
    const api = this.#apis.get(id);
    if (!api) throw notFound(`Invalid API identifier specified ${this.#place.accountId}:${id}`);
    return api;
  }

  stage(api: HttpApiDefinition, stageName: string): HttpStageDefinition {
    const stage = api.stages.find(candidate => candidate.stageName === stageName);
    if (!stage) throw notFound('Invalid stage identifier specified');
    return stage;
  }

  /** Where an API is called. */
  endpointOf({id, protocolType}: HttpApiDefinition): string {
    const scheme = protocolType === 'HTTP' ? 'https' : 'wss';
    return `${scheme}://${id}.execute-api.${this.#place.region}.amazonaws.com`;
  }
}

/** What a stage serves. */
export const deployedContents = (api: HttpApiDefinition, {deployed}: HttpStageDefinition): HttpApiContents =>
  deployed ?? api;
