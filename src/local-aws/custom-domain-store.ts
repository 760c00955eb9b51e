import {notFound} from './rest-api-store.js';

/** What a part of a custom domain name's paths leads to. */
export interface DomainMapping {
  /** `''` for the domain itself, `v1`, or with several parts `v1/orders`. */
  readonly key: string;
  readonly apiId: string;
  /** Absent for a REST API whose callers name the stage in the path. */
  readonly stage?: string;
  /** Of which kind the API is; a REST API where absent. */
  readonly kind?: 'rest' | 'http' | 'websocket';
}

export interface CustomDomainDefinition {
  /** As clients call it, or for all names below one `*.example.com`. */
  readonly name: string;
  /** Edge-optimized domain names are known to the first version alone; regional where absent. */
  readonly endpointType?: 'REGIONAL' | 'EDGE';
  readonly mappings: readonly DomainMapping[];
}

/** The custom domain names of the local AWS, which both versions of API Gateway describe. */
export class CustomDomainStore {
  readonly #domains = new Map<string, CustomDomainDefinition>();

  addDomain(definition: CustomDomainDefinition): void {
    this.#domains.set(definition.name, definition);
  }

  list(): readonly CustomDomainDefinition[] {
    return [...this.#domains.values()];
  }

  get(name: string): CustomDomainDefinition {
    const domain = this.#domains.get(name);
    if (!domain) throw notFound('Invalid domain name identifier specified');
    return domain;
  }
}

/** Whether the second version of API Gateway knows a domain name. */
export const isRegional = ({endpointType}: CustomDomainDefinition): boolean => endpointType !== 'EDGE';
