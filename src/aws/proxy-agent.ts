import http, {type ClientRequest} from 'node:http';
import https from 'node:https';
import type {Socket} from 'node:net';
import {Agent, type AgentConnectOpts} from 'agent-base';
import {HttpProxyAgent} from 'http-proxy-agent';
import {HttpsProxyAgent} from 'https-proxy-agent';
import {ProxyError} from './proxy-error.js';
import {describeProxy, type HttpProxy, type ProxySettings} from './proxy-settings.js';

export interface ConnectionSettings {
  readonly keepAlive: boolean;
  readonly maxSockets: number;
  /** Certificates to trust in place of Node's own, in PEM. */
  readonly ca?: string | undefined;
}

/**
 * Connects through the environment's proxy, or directly where `NO_PROXY` says so. One agent serves targets of
 * one protocol; which way a request goes depends on its host, for one client of the SDK may have several.
 */
export class EnvironmentProxyAgent extends Agent {
  readonly #isSecure: boolean;
  readonly #settings: ProxySettings;
  readonly #direct: http.Agent;
  readonly #proxied: http.Agent | undefined;

  constructor(protocol: 'http' | 'https', settings: ProxySettings, connection: ConnectionSettings) {
    // The number of sockets is limited by the agents that open them.
    super({keepAlive: connection.keepAlive});
    this.#isSecure = protocol === 'https';
    this.#settings = settings;
    const proxy = settings[protocol];
    if (this.#isSecure) {
      this.#direct = new https.Agent(connection);
      this.#proxied = proxy && new TunnelAgent(proxy, connection);
    } else {
      this.#direct = new http.Agent(connection);
      this.#proxied = proxy && new ForwardAgent(proxy, connection);
    }
  }

  override isSecureEndpoint(): boolean {
    return this.#isSecure;
  }

  override connect(_request: ClientRequest, {host, port}: AgentConnectOpts): http.Agent {
    if (!this.#proxied || this.#settings.isBypassed({host: host ?? '', port})) return this.#direct;
    return this.#proxied;
  }

  override destroy(): void {
    this.#direct.destroy();
    this.#proxied?.destroy();
    super.destroy();
  }
}

/** For HTTPS: asks the proxy for a tunnel by CONNECT, so the proxy does not see what is said. */
class TunnelAgent extends HttpsProxyAgent<string> {
  readonly #proxy: HttpProxy;
  readonly #ca: string | undefined;

  constructor(proxy: HttpProxy, connection: ConnectionSettings) {
    super(proxy.url, connection);
    this.#proxy = proxy;
    this.#ca = connection.ca;
  }

  override async connect(request: ClientRequest, options: AgentConnectOpts): Promise<Socket> {
    let answer: ProxyAnswer | undefined;
    request.once('proxyConnect', (given: ProxyAnswer) => {
      answer = given;
    });
    // The library hands its options to the connection with the proxy alone, not to the one inside the tunnel.
    const socket = await super
      .connect(request, {...options, ...(this.#ca && {ca: this.#ca})})
      .catch((error: unknown) => {
        throw toProxyError(error, this.#proxy);
      });
    if (!answer || answer.statusCode === 200) return socket;
    // The library would play the proxy's answer as if it were that of AWS.
    socket.destroy();
    const {statusCode, statusText} = answer;
    throw new ProxyError(
      `the proxy ${describeProxy(this.#proxy)} answered ${statusCode} ${statusText}`.trim(),
      {
        status: statusCode,
      },
    );
  }
}

interface ProxyAnswer {
  readonly statusCode: number;
  readonly statusText: string;
}

/** For plain HTTP: gives the request to the proxy, which sends it on. */
class ForwardAgent extends HttpProxyAgent<string> {
  readonly #proxy: HttpProxy;

  constructor(proxy: HttpProxy, connection: ConnectionSettings) {
    super(proxy.url, connection);
    this.#proxy = proxy;
  }

  override async connect(
    ...[request, options]: Parameters<HttpProxyAgent<string>['connect']>
  ): Promise<Socket> {
    return super.connect(request, options).catch((error: unknown) => {
      throw toProxyError(error, this.#proxy);
    });
  }
}

function toProxyError(error: unknown, proxy: HttpProxy): ProxyError {
  const message = error instanceof Error ? error.message : String(error);
  const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined;
  return new ProxyError(`the proxy ${describeProxy(proxy)} cannot be reached: ${message}`, {
    code: typeof code === 'string' ? code : undefined,
    cause: error,
  });
}
