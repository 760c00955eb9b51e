import type {OutputStream} from '../context.js';
import type {Redaction} from '../redaction.js';

/** The stream, to which no secret is written. All else of it is as before: prompts need a real terminal. */
export const redacted = (stream: OutputStream, {apply}: Redaction): OutputStream =>
  new Proxy(stream, {
    get: (target, name) => {
      if (name === 'write') {
        return (text: string, ...rest: []) => target.write(apply(String(text)), ...rest);
      }
      const member: unknown = Reflect.get(target, name, target);
      return typeof member === 'function' ? member.bind(target) : member;
    },
  });
