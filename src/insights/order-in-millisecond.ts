import type {LogEvent} from '../log-event.js';

/** Where lines that begin or end something stand among those of their millisecond; others are 0. */
const places: readonly (readonly [line: RegExp, place: number])[] = [
  [/^INIT_START |"type":"platform\.initStart"/, -3],
  [/^START RequestId: |"type":"platform\.start"/, -2],
  [/^END RequestId: |"type":"platform\.runtimeDone"/, 2],
  [/^REPORT RequestId: |"type":"platform\.report"/, 3],
  [/^XRAY TraceId: /, 4],
  [/^\(\S+\) Extended Request Id: /, -3],
];

const placeOf = (message: string) => places.find(([line]) => line.test(message))?.[1] ?? 0;

/** Of an execution log, whose streams hold many requests, the lines of one request alone have an order. */
const ofRequest = /^\(\S+\) /;
const invocationIn = /RequestId: (\S+)|"requestId":"([^"]+)"/;

/**
 * Puts lines of one millisecond and log stream in order where they cannot have been written as they came: AWS promises
 * no order among rows whose times are equal, and a line in front of its START would belong to no invocation. Changes
 * the array.
 */
export function orderInMilliseconds(events: LogEvent[]): LogEvent[] {
  for (let from = 0; from < events.length; ) {
    let to = from + 1;
    while (to < events.length && events[to]?.timestamp === events[from]?.timestamp) to += 1;
    if (to - from > 1) orderPart(events, from, to);
    from = to;
  }
  return events;
}

function orderPart(events: LogEvent[], from: number, to: number): void {
  const writers = new Map<string, number[]>();
  for (let index = from; index < to; index += 1) {
    const event = events[index];
    if (!event) continue;
    const key = `${event.logStream}\n${ofRequest.exec(event.message)?.[0] ?? ''}`;
    const indexes = writers.get(key);
    if (indexes) indexes.push(index);
    else writers.set(key, [index]);
  }
  for (const indexes of writers.values()) {
    if (indexes.length === 1) continue;
    const placed = indexes.flatMap(index => events[index] ?? []).map(toPlaced);
    if (isPlausible(placed)) continue;
    const ordered = inOrder(placed);
    indexes.forEach((index, nth) => {
      const event = ordered[nth]?.event;
      if (event) events[index] = event;
    });
  }
}

interface Placed {
  readonly event: LogEvent;
  readonly place: number;
  readonly invocation: string | undefined;
}

function toPlaced(event: LogEvent): Placed {
  const place = placeOf(event.message);
  const [, text, json] = (place !== 0 && invocationIn.exec(event.message)) || [];
  return {event, place, invocation: text ?? json};
}

const isRising = (placed: readonly Placed[]) =>
  placed.every(({place}, index) => index === 0 || place >= (placed[index - 1]?.place ?? 0));

/** Also where one invocation ends and the next begins. */
function isPlausible(placed: readonly Placed[]): boolean {
  if (isRising(placed)) return true;
  const start = placed.findIndex(({place}) => place < 0);
  const before = placed.slice(0, Math.max(0, start));
  return before.some(({place}) => place > 1) && isRising(before) && isRising(placed.slice(start));
}

/** Where one invocation ends and another begins, nobody knows whose the lines between are. */
function inOrder(placed: readonly Placed[]): Placed[] {
  const begun = new Set(placed.flatMap(({place, invocation}) => (place === -2 ? [invocation] : [])));
  const isEarlier = ({place, invocation}: Placed) =>
    place > 1 && invocation !== undefined && begun.size > 0 && !begun.has(invocation);
  const byPlace = (a: Placed, b: Placed) => a.place - b.place;
  const earlier = placed.filter(isEarlier).toSorted(byPlace);
  const rest = placed.filter(one => !isEarlier(one));
  if (earlier.length === 0) return rest.toSorted(byPlace);
  const unknown = rest.filter(({place}) => place === 0);
  return [...earlier, ...unknown, ...rest.filter(({place}) => place !== 0).toSorted(byPlace)];
}
