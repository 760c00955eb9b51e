/** Keeps secrets out of what is printed. */
export interface Redaction {
  /** A value that must not be printed from now on. */
  add(secret: string | undefined): void;
  /** The text with `***` in place of each secret. */
  apply(text: string): string;
}

type Env = Readonly<Record<string, string | undefined>>;

const secretVariables = [
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  // The name of the same in the first SDKs.
  'AWS_SECURITY_TOKEN',
  'AWS_CONTAINER_AUTHORIZATION_TOKEN',
];

/** Shorter ones are no secrets of AWS, and may be parts of words. */
const shortest = 4;

/** A watch of weeks gets new credentials every hour; those of the first ones are of no use any more. */
const mostSecrets = 2_000;

/** Secrets by their shape alone, of which nobody has told. */
const shapes: readonly (readonly [RegExp, string])[] = [
  // User and password of a URL, also one with an `@` in the password, which is not valid but common.
  [/\b([a-z][a-z\d+.-]{0,20}:\/\/)[^\s/?#"'`]{0,2000}@/gi, '$1***@'],
  // Access key ids (IAM User Guide, "Understanding unique ID prefixes").
  [/\b(?:AKIA|ASIA)[A-Z\d]{16}\b/g, '***'],
  // A refused signature comes with the canonical request, whose headers hold the session token.
  [/((?:x-amz-security-token|x-amz-sso_bearer_token)['"]?\s*[:=]\s*['"]?)[^\s'"&,;]+/gi, '$1***'],
  // As settings, parameters of a query, or members of an answer name them.
  [
    /((?:secret_?access_?key|(?:session|security|access|refresh|web_?identity)_?token|client_?secret)['"]?\s*[:=]\s*['"]?)[^\s'"&,;)]+/gi,
    '$1***',
  ],
  // JSON Web Tokens, such as the identity that a role is assumed with (RFC 7519; `{"` in base64 is `eyJ`).
  [/(?<![\w-])eyJ[\w-]{8,}\.[\w-]+\.[\w-]*/g, '***'],
];

/** @param env whose variables may hold secrets */
export function createRedaction(env: Env): Redaction {
  const secrets = new Set<string>();
  let longestFirst: readonly string[] = [];
  const redaction: Redaction = {
    add: secret => {
      if (secret === undefined || secret.length < shortest || secrets.has(secret)) return;
      secrets.add(secret).add(encodeURIComponent(secret));
      for (const oldest of [...secrets].slice(0, -mostSecrets)) secrets.delete(oldest);
      // One may be the beginning of another.
      longestFirst = [...secrets].sort((a, b) => b.length - a.length);
    },
    apply: text => {
      const known = longestFirst.reduce((result, secret) => result.replaceAll(secret, '***'), text);
      return shapes.reduce((result, [shape, shown]) => result.replace(shape, shown), known);
    },
  };
  for (const name of secretVariables) redaction.add(env[name]);
  return redaction;
}
