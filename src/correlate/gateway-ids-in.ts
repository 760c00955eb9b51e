const mostIds = 4;
/** Eleven bytes in Base64: fifteen characters and the filling. */
const length = 16;

/**
 * The first few request ids of HTTP and WebSocket APIs in a text, such as `JKJaXmPLvHcESHA=`, found by the `=` at
 * their ends; at most four, because a line may be a list of ids.
 */
export function gatewayIdsIn(text: string): string[] {
  const found: string[] = [];
  for (
    let at = text.indexOf('=', length - 1);
    at >= 0 && found.length < mostIds;
    at = text.indexOf('=', at + 1)
  ) {
    // The last character before the filling holds four bits, so three of four words before a `=` are none.
    if (!fourBits.includes(text[at - 1] ?? '')) continue;
    const start = at - length + 1;
    if (isIdCharacter(text[start - 1]) || isIdCharacter(text[at + 1]) || text[at + 1] === '=') continue;
    const id = text.slice(start, at + 1);
    if (gatewayId.test(id) && !found.includes(id)) found.push(id);
  }
  return found;
}

const fourBits = 'AEIMQUYcgkosw048';
/** Letters, digits, `-` and `_`: the kind of Base64 that URLs take (seen in `x-amz-apigw-id` and `apigw-requestid`). */
const gatewayId = /^[\w-]{15}=$/;
const isIdCharacter = (character: string | undefined) => character !== undefined && /[\w-]/.test(character);
